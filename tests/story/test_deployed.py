"""The program as app.json and Procfile deploy it: exactly their commands, PORT and DATABASE_URL as given."""

import json
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.adapters.platforms.pretend_wordpress import BRAND, PASSWORD, USER, PretendWordPress
from tests.adapters.platforms.pretend_wordpress import serving as http
from tests.rigs.postgres import fresh_database, server
from tests.story.desk import Teammate
from tests.story.program import Installation, Running, environment, free_port, until
from tests.story.program import answers as answers_well

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
HOUSE = Path(__file__).parents[2]
BEHIND = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
"""What the platform's own proxy tells."""
SECRET = "made-up-by-the-platform-for-this-test"


def procfile() -> dict[str, list[str]]:
    """The commands by the name of their process, without the program's own name."""
    lines = (HOUSE / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = {name: shlex.split(rest) for name, _, rest in (line.partition(":") for line in lines) if rest}
    assert all(words[0] == "augenhoehe" for words in commands.values())
    return {name: words[1:] for name, words in commands.items()}


def config(url: str, database: str) -> dict[str, str]:
    """What the platform sets: app.json's values, its made-up secrets, and what the person filled in."""
    rows = json.loads((HOUSE / "app.json").read_text(encoding="utf-8"))["env"]
    values = {
        name: str(row.get("value", SECRET if row.get("generator") else "")) for name, row in rows.items()
    }
    filled = {
        "AUGENHOEHE_COMMUNITY_MODE": "own",
        "AUGENHOEHE_TEAM_UNDO": "1",
        "AUGENHOEHE_WORDPRESS_URL": url,
        "AUGENHOEHE_WORDPRESS_USER": USER,
        "AUGENHOEHE_WORDPRESS_PASSWORD": PASSWORD,
        "AUGENHOEHE_WORDPRESS_EVERY": "1",
    }
    return values | filled | {"DATABASE_URL": database}


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """A deployment, and the blog that it answers."""

    blog: PretendWordPress
    installation: Installation
    url: str
    web: Running
    worker: Running
    health: str
    """Where the worker says how it is."""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """Release, then web and worker, as the Procfile says."""
    blog, commands = PretendWordPress(), procfile()
    with ExitStack() as stack:
        blog.url = stack.enter_context(http(blog.app()))
        database = fresh_database(stack.enter_context(server()), "deployed")
        address = database.plain.replace("postgresql://", "postgres://")
        installation = Installation(
            folder=tmp_path_factory.mktemp("deployed"), environ=environment(**config(blog.url, address))
        )
        released = installation.command(*commands["release"])
        assert released.returncode == 0, released.stderr
        port = free_port()
        web = installation.start(*commands["web"], PORT=str(port))
        stack.callback(web.kill)
        health = free_port()
        worker = installation.start(*commands["worker"], AUGENHOEHE_WEB_METRICS_PORT=str(health))
        stack.callback(worker.kill)
        url = f"http://127.0.0.1:{port}"
        until("the web process is ready", lambda: answers_well(web, f"{url}/readyz"))
        yield Deployed(
            blog=blog,
            installation=installation,
            url=url,
            web=web,
            worker=worker,
            health=f"http://127.0.0.1:{health}",
        )


@pytest.fixture
def mira(deployed: Deployed) -> Teammate:
    """A person with a fresh token, who comes in through the platform's proxy."""
    made = deployed.installation.command("token", "new", "Mira")
    assert made.returncode == 0, made.stderr
    person = Teammate(deployed.url, headers=BEHIND)
    person.sign_in(made.stdout.strip())
    return person


def test_a_comment_flows_through_web_and_worker(deployed: Deployed, mira: Teammate) -> None:
    """Fetched and posted by the worker, seen and approved in the web process, public once."""
    number = deployed.blog.comment("Danke, das Rezept ist wunderbar geworden!", name="Wanda")
    item = mira.press_through("Rezept ist wunderbar")
    replies = [told for told in deployed.blog.comments.values() if told.author == BRAND]
    assert [told.parent for told in replies] == [number]
    assert "Das Protokoll ist vollständig und unverändert." in mira.ask(f"/queue log {item}")


def test_a_stranger_sees_the_door_alone(deployed: Deployed) -> None:
    """Without a token there is nothing but the sign-in page, and its cookie travels over https alone."""
    answer = httpx.get(f"{deployed.url}/team/", headers=BEHIND, trust_env=False)
    assert answer.status_code == 303
    door = httpx.get(f"{deployed.url}/team/sign-in", headers=BEHIND, trust_env=False)
    assert "Secure" in door.headers["set-cookie"]
    assert "strict-transport-security" in door.headers


def test_health_and_numbers_answer(deployed: Deployed) -> None:
    """The platform may ask whether all is well; only who has the token may read the numbers."""
    for path in ("healthz", "readyz"):
        assert httpx.get(f"{deployed.url}/{path}", headers=BEHIND, trust_env=False).status_code == 200
    numbers = f"{deployed.url}/metrics"
    assert httpx.get(numbers, headers=BEHIND, trust_env=False).status_code == 403
    token = {"authorization": f"Bearer {SECRET}"}
    answer = httpx.get(numbers, headers=BEHIND | token, trust_env=False)
    assert 'augenhoehe_queue_depth{status="drafted"}' in answer.text


def test_a_worker_tells_its_own_numbers(deployed: Deployed) -> None:
    """It serves no pages; where its settings name a port, it says how it is and what it counted."""
    until("the worker is ready", lambda: answers_well(deployed.worker, f"{deployed.health}/readyz"))
    assert httpx.get(f"{deployed.health}/team/sign-in", trust_env=False).status_code == 404
    deployed.blog.comment("Gibt es das Rezept auch ohne Zucker?", name="Zoe")
    numbers = f"{deployed.health}/metrics"
    counted = 'augenhoehe_comments_fetched_total{platform="wordpress"}'
    until("the worker counted it", lambda: counted in httpx.get(numbers, trust_env=False).text)
    assert httpx.get(numbers, headers=BEHIND, trust_env=False).status_code == 403


def test_the_terminal_works_beside_it(deployed: Deployed) -> None:
    """A one-off process of the same deployment finds everything in order, and writes a backup."""
    checked = deployed.installation.command("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    target = deployed.installation.folder / "copy.sql"
    copied = deployed.installation.command("backup", str(target))
    assert copied.returncode == 0 or "pg_dump" in copied.stderr, copied.stderr


def test_another_process_of_each_kind_comes_and_goes(deployed: Deployed) -> None:
    """As many as wanted, and each ends within the time that the platform gives it."""
    commands = procfile()
    port = free_port()
    web = deployed.installation.start(*commands["web"], PORT=str(port))
    worker = deployed.installation.start(*commands["worker"])
    try:
        until("the second web process", lambda: answers_well(web, f"http://127.0.0.1:{port}/readyz"))
        assert [web.stop(10), worker.stop(10)] == [0, 0], web.log()[-3000:]
    finally:
        web.kill()
        worker.kill()
