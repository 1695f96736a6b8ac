"""The one application: what outsiders get to see of it, asked over real HTTP semantics."""

import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.config import load
from bot.metrics import Metrics
from bot.server import MOST, application
from bot.words import Words

TOKEN = "m" * 20
ELSEWHERE = ("203.0.113.9", 4711)
HERE = ("127.0.0.1", 4711)
OWN = {
    "AUGENHOEHE_COMMUNITY_MODE": "own",
    "AUGENHOEHE_WORDPRESS_URL": "https://blog.example",
    "AUGENHOEHE_WORDPRESS_USER": "u",
    "AUGENHOEHE_WORDPRESS_PASSWORD": "abcd",
}


async def echo(request: Request) -> PlainTextResponse:
    """Says how much it was sent."""
    return PlainTextResponse(str(len(await request.body())), headers={"referrer-policy": "no-referrer"})


@dataclass
class Site:
    """An application that serves one more thing, and how it feels."""

    folder: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    beginning: Words | None = field(default_factory=lambda: Words("You are Mira"))

    async def ready(self) -> Mapping[str, str]:
        """What is not in order."""
        return self.faults

    async def measure(self) -> None:
        """Two items wait."""
        self.metrics.queue({"new": 2}, {"new": 90.0})

    async def begins(self) -> Words | None:
        """Where a visitor begins."""
        return self.beginning

    async def get(self, path: str, client: tuple[str, int] = ELSEWHERE, **headers: str) -> httpx.Response:
        """Ask for something."""
        async with self.browser(client) as browser:
            return await browser.get(
                path, headers={name.replace("_", "-"): text for name, text in headers.items()}
            )

    def browser(self, client: tuple[str, int] = ELSEWHERE) -> httpx.AsyncClient:
        """Somebody who asks."""
        settings = load({"AUGENHOEHE_DATA": str(self.folder), **self.environ}, self.folder)
        app = application(
            mounts={"/echo": Starlette(routes=[Route("/", echo, methods=["GET", "POST"])])},
            ready=self.ready,
            metrics=self.metrics,
            settings=settings,
            measure=self.measure,
            begins=self.begins,
        )
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=client), base_url="http://site.example"
        )


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A demo."""
    return Site(tmp_path)


class TestFront:
    async def test_the_demo_shows_both_sides(self, site: Site) -> None:
        page = (await site.get("/", accept_language="en-GB,en;q=0.9")).text
        assert 'lang="en"' in page
        assert page.count("<iframe") == page.count("<h2") == 2
        assert 'src="/community/"' in page
        assert 'src="/team/"' in page
        assert "You are Mira" in page
        public = Site(site.folder, environ={"AUGENHOEHE_WEB_HOST": "0.0.0.0"})  # noqa: S104  # nothing listens
        assert "You are Mira" not in (await public.get("/", accept_language="en")).text
        site.beginning = None
        assert 'class="hint"' not in (await site.get("/")).text, "nothing begins there"

    async def test_its_style_stands_in_a_file_of_its_own(self, site: Site) -> None:
        page = (await site.get("/")).text
        assert "<style" not in page
        assert "style=" not in page
        assert "900px" in (await site.get("/static/front.css")).text

    @pytest.mark.parametrize("wanted", ["", "tlh", "de-AT,en;q=0.5", ";;;,"])
    async def test_whoever_wants_nothing_we_speak_gets_the_teams_language(
        self, site: Site, wanted: str
    ) -> None:
        assert 'lang="de"' in (await site.get("/", accept_language=wanted)).text

    async def test_a_real_team_goes_straight_to_its_page(self, site: Site) -> None:
        site.environ = OWN
        answer = await site.get("/")
        assert answer.is_redirect
        assert answer.headers["location"] == "/team/"


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/healthz", "/static/front.css", "/nowhere", "/echo/"])
    async def test_every_answer_tells_the_browser_to_be_strict(self, site: Site, path: str) -> None:
        headers = (await site.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"

    async def test_what_somebody_else_has_decided_stays(self, site: Site) -> None:
        assert (await site.get("/echo/")).headers["referrer-policy"] == "no-referrer"

    async def test_https_is_insisted_on_where_it_is_used(self, site: Site) -> None:
        assert "strict-transport-security" not in (await site.get("/")).headers
        site.environ = {"AUGENHOEHE_WEB_SECURE": "yes"}
        assert "strict-transport-security" in (await site.get("/")).headers


class TestLimit:
    async def test_a_body_of_a_megabyte_is_read(self, site: Site) -> None:
        async with site.browser() as browser:
            assert (await browser.post("/echo/", content=b"x" * MOST)).text == str(MOST)

    async def test_a_larger_one_is_refused_before_it_is_read(self, site: Site) -> None:
        async with site.browser() as browser:
            assert (await browser.post("/echo/", content=b"x" * (MOST + 1))).status_code == 413

    async def test_one_that_does_not_say_how_large_it_is_is_stopped_midway(self, site: Site) -> None:
        async def endless() -> AsyncIterator[bytes]:
            for _ in range(MOST // 1000 + 2):
                yield b"x" * 1000

        async with site.browser() as browser:
            assert (await browser.post("/echo/", content=endless())).status_code == 413


class TestHealth:
    async def test_a_process_that_runs_says_so(self, site: Site) -> None:
        site.faults = {"database": "gone"}
        assert (await site.get("/healthz")).text == "ok"

    async def test_it_is_ready_when_nothing_is_wrong(self, site: Site) -> None:
        answer = await site.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {"ready": True, "faults": []}

    async def test_what_is_not_ready_is_named_and_why_stays_inside(
        self, site: Site, caplog: pytest.LogCaptureFixture
    ) -> None:
        site.faults = {"engine": "no table tasks", "database": "no route to db.internal"}
        with caplog.at_level(logging.WARNING):
            answer = await site.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "faults": ["database", "engine"]}
        assert {vars(record)["why"] for record in caplog.records} == set(site.faults.values())

    async def test_parts_that_never_answer_are_not_ready(self, tmp_path: Path) -> None:
        class Silent(Site):
            async def ready(self) -> Mapping[str, str]:
                raise TimeoutError

        assert (await Silent(tmp_path).get("/readyz")).status_code == 503


class TestMetrics:
    async def test_this_machine_may_read_them(self, site: Site) -> None:
        site.metrics.count("approvals")
        answer = await site.get("/metrics", HERE)
        assert answer.headers["content-type"].startswith("text/plain")
        assert "augenhoehe_approvals_total 1.0" in answer.text

    async def test_they_are_measured_when_they_are_read(self, site: Site) -> None:
        text = (await site.get("/metrics", HERE)).text
        assert 'augenhoehe_queue_depth{status="new"} 2.0' in text
        assert 'augenhoehe_queue_age_seconds{status="new"} 90.0' in text

    async def test_strangers_may_not(self, site: Site) -> None:
        assert (await site.get("/metrics")).status_code == 403

    @pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded"])
    async def test_strangers_behind_a_proxy_of_this_machine_may_not(self, site: Site, header: str) -> None:
        assert (await site.get("/metrics", HERE, **{header: "203.0.113.9"})).status_code == 403

    @pytest.mark.parametrize(
        ("given", "status"), [(f"Bearer {TOKEN}", 200), ("Bearer no", 403), ("Bearer ", 403)]
    )
    async def test_whoever_has_the_token_may(self, site: Site, given: str, status: int) -> None:
        site.environ = {"AUGENHOEHE_WEB_METRICS_TOKEN": TOKEN}
        assert (await site.get("/metrics", authorization=given)).status_code == status

    async def test_without_a_token_an_empty_one_opens_nothing(self, site: Site) -> None:
        assert (await site.get("/metrics", authorization="Bearer ")).status_code == 403

    async def test_no_client_is_nobody_we_know(self, site: Site) -> None:
        assert (await site.get("/metrics", ("testclient", 1))).status_code == 403
