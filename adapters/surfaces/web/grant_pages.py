"""The register of what may be used again, as a file for spreadsheets."""

import csv
import io
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from adapters.surfaces.web.pages import Pages
from bot.bulk import ExportGrants
from bot.spreadsheet import MARK, harmless
from bot.views import Register
from bot.words import say

HEAD = (say("Item"), say("When"), say("Who"), say("For which use"), say("Where they said so"))


@dataclass(frozen=True)
class GrantPages:
    """Its route, as a method."""

    pages: Pages

    async def file(self, request: Request) -> Response:
        """All of it. Whether the person may, the desk says."""
        visit = await self.pages.door.visit(request)
        view = await self.pages.door.ask(visit.session, ExportGrants())
        if not isinstance(view, Register):
            return self.pages.page(request, visit, view, title="/queue grants")
        written = io.StringIO()
        writer = csv.writer(written)
        writer.writerow([visit.reader.tell(head) for head in HEAD])
        for line in view.lines:
            cells = (line.item, line.at.isoformat(), visit.reader.tell(line.head), line.text, line.link)
            writer.writerow([harmless(cell) for cell in cells])
        headers = {"content-disposition": 'attachment; filename="augenhoehe-grants.csv"'}
        text = MARK + written.getvalue()
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
