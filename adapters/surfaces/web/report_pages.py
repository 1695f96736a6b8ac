"""Reports on pages of their own, and as files for spreadsheets."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from adapters.surfaces.web.pages import Pages
from bot.report_commands import ExportReport, ShowReport
from bot.reports import Report
from bot.spreadsheet import MARK, name, table


@dataclass(frozen=True)
class ReportPages:
    """Their routes, as methods."""

    pages: Pages

    async def page(self, request: Request) -> Response:
        """The numbers of some days."""
        visit = await self.pages.door.visit(request)
        view = await self.pages.door.ask(visit.session, ShowReport(days=_days(request)))
        title = visit.reader.tell(view.title) if isinstance(view, Report) else "/report"
        return self.pages.page(request, visit, view, title=title)

    async def file(self, request: Request) -> Response:
        """The same to take along. Whether the person may, the desk says."""
        visit = await self.pages.door.visit(request)
        view = await self.pages.door.ask(visit.session, ExportReport(days=_days(request)))
        if not isinstance(view, Report):
            return self.pages.page(request, visit, view, title="/report")
        headers = {"content-disposition": f'attachment; filename="{name(view)}"'}
        written = MARK + table(view, visit.reader.tell)
        return Response(written, media_type="text/csv; charset=utf-8", headers=headers)


def _days(request: Request) -> str:
    return request.query_params.get("days", "")[:60]
