"""Who gets in: only Teams, for our bot, our tenant and the address that it says."""

import asyncio
import base64
import hmac
import json
import time
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.surfaces.teams import keys, tokens
from adapters.surfaces.teams.surface import Teams
from bot.errors import TryLater
from tests.adapters.surfaces.teams.conftest import Notebook, settings_for
from tests.adapters.surfaces.teams.member import Member
from tests.adapters.surfaces.teams.pretend import APP, CHANNEL, PretendTeams
from tests.adapters.surfaces.teams.signing import ISSUER, key
from tests.adapters.surfaces.web.fake_desk import FakeDesk

LONG_AGO = int(time.time()) - 1000


def without_signature(pretend: PretendTeams) -> str:
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": pretend.service_url, "exp": time.time() + 900}
    return f"{_part({'alg': 'none', 'kid': 'key-0', 'typ': 'JWT'})}.{_part(claims)}."


def with_the_public_key_as_secret(pretend: PretendTeams) -> str:
    """HS256 over what everybody can read: the oldest trick."""
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": pretend.service_url, "exp": int(time.time()) + 900}
    known = key(0).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = ".".join(_part(each) for each in ({"alg": "HS256", "kid": "key-0", "typ": "JWT"}, claims))
    return f"{signed}.{_code(hmac.digest(known, signed.encode(), 'sha256'))}"


def _part(of: dict[str, Any]) -> str:
    return _code(json.dumps(of).encode())


def _code(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


FORGED: dict[str, Any] = {
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "a number as its key": lambda p: jwt.encode({}, key(0), "RS256", headers={"kid": "7"}) + p.url,
    "expired": lambda p: p.signer.token(APP, p.service_url, exp=LONG_AGO),
    "not yet": lambda p: p.signer.token(APP, p.service_url, nbf=int(time.time()) + 1000),
    "endless": lambda p: p.signer.token(APP, p.service_url, exp=None),
    "for another bot": lambda p: p.signer.token("another", p.service_url),
    "for nobody": lambda p: p.signer.token(APP, p.service_url, aud=None),
    "by another issuer": lambda p: p.signer.token(APP, p.service_url, iss="https://sts.windows.net/x/"),
    "by nobody": lambda p: p.signer.token(APP, p.service_url, iss=None),
    "for another address": lambda p: p.signer.token(APP, "https://smba.trafficmanager.net/emea/"),
    "for no address": lambda p: p.signer.token(APP, p.service_url, serviceurl=None),
    "signed by somebody else": lambda p: p.signer.token(APP, p.service_url, signed_by=9),
    "without a signature": without_signature,
    "HS256": with_the_public_key_as_secret,
    "unknown key": lambda _: jwt.encode(
        {"iss": ISSUER, "aud": APP}, key(9), "RS256", headers={"kid": "key-9"}
    ),
    "too long": lambda p: p.signer.token(APP, p.service_url, padding="x" * 20_000),
}


def board() -> dict[str, Any]:
    return {
        "action": {"type": "Action.Execute", "verb": "ask", "data": {"line": "help"}},
        "trigger": "manual",
    }


def asked(kim: Member) -> dict[str, Any]:
    """A harmless click."""
    return kim.invoked("adaptiveCard/action", board(), {"id": "1", "thread": ""})


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_token_is_a_401_and_nobody_is_heard(kim: Member, desk: FakeDesk, name: str) -> None:
    await kim.send(asked(kim))
    heard = len(desk.heard)
    answer = await kim.post(asked(kim), f"Bearer {FORGED[name](kim.pretend)}")
    assert (answer.status_code, len(desk.heard)) == (401, heard)
    assert (await kim.send(asked(kim))).status_code == 200


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic x", b"Bearer \xfcnsinn"])
async def test_without_a_token_nobody_gets_in(kim: Member, header: str | bytes | None) -> None:
    assert (await kim.post(asked(kim), header)).status_code == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"channelData": {"tenant": {"id": "dddddddd-0000-4000-8000-000000000009"}}},
        {"channelData": {}, "conversation": {"id": CHANNEL}},
        {"channelData": "nothing", "conversation": ["nothing"]},
        {"channelId": "emulator"},
        {"channelId": None},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": "http://["},
        {"serviceUrl": None},
    ],
)
async def test_a_good_token_opens_nothing_else(kim: Member, changed: dict[str, Any]) -> None:
    assert (await kim.send({**asked(kim), **changed})).status_code == 401


async def test_a_key_that_is_not_for_teams_opens_nothing(kim: Member) -> None:
    kim.pretend.signer.endorsements = ["webchat"]
    assert (await kim.send(asked(kim))).status_code == 401


async def test_a_new_key_is_good_at_once_and_made_up_ones_cost_us_nothing(
    kim: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await kim.send(asked(kim))).status_code == 200
    # The keys were fetched a while ago.
    now = time.monotonic()
    monkeypatch.setattr(keys, "_now", lambda: now + 60)
    kim.pretend.signer.rotate()
    assert (await kim.send(asked(kim))).status_code == 200
    forged = jwt.encode({"aud": APP}, key(9), "RS256", headers={"kid": "made-up"})
    for _ in range(20):
        assert (await kim.post(asked(kim), f"Bearer {forged}")).status_code == 401
    assert kim.pretend.calls["keys"] == 2


async def test_known_keys_outlive_a_day_on_which_none_can_be_fetched(
    kim: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await kim.send(asked(kim))).status_code == 200
    now = time.monotonic()
    monkeypatch.setattr(keys, "_now", lambda: now + keys.STALE + 60)
    kim.pretend.fail_next("openid", (503, "away"))
    another = {"nonce": "another token"}
    assert (await kim.send(asked(kim), **another)).status_code == 200


async def test_while_there_are_no_keys_nobody_gets_in_and_teams_tries_again(
    kim: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "BREATH", 0)
    kim.pretend.fail_next("openid", "html", (500, "away"))
    answers = [(await kim.send(asked(kim))).status_code for _ in range(3)]
    assert answers == [503, 503, 200]


async def test_many_calls_without_keys_do_not_wait_for_as_many_fetches(kim: Member) -> None:
    kim.pretend.fail_next("openid", *["stall"] * 9)
    forged = jwt.encode({"aud": APP}, key(9), "RS256", headers={"kid": "made-up"})
    calls = (kim.post(asked(kim), f"Bearer {forged}") for _ in range(9))
    assert {(one).status_code for one in await asyncio.gather(*calls)} == {503}
    assert kim.pretend.calls["openid"] == 1


@pytest.mark.parametrize("told", [{"keys": []}, {"keys": ["x"]}, {"keys": [{"kty": "oct", "kid": "a"}]}, []])
async def test_keys_that_are_none_do_not_replace_those_that_we_have(
    told: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published(request: httpx.Request) -> httpx.Response:
        described = {"jwks_uri": "https://keys.example/keys"}
        return httpx.Response(200, json=described if request.url.path == "/openid" else told)

    monkeypatch.setattr(keys, "AGAIN", 0)
    async with httpx.AsyncClient(transport=httpx.MockTransport(published)) as http:
        known = keys.Keys("https://keys.example/openid", http)
        with pytest.raises(TryLater):
            await known.get("key-0")


async def test_an_address_of_keys_that_is_none_lets_nobody_in() -> None:
    described = httpx.MockTransport(lambda _: httpx.Response(200, json={"jwks_uri": "https://x:port/\x00"}))
    async with httpx.AsyncClient(transport=described) as http:
        with pytest.raises(TryLater):
            await keys.Keys("https://keys.example/openid", http).get("key-0")


async def test_a_token_is_judged_once_until_it_ends(kim: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    token = f"Bearer {kim.pretend.signer.token(APP, kim.pretend.service_url)}"
    assert (await kim.post(asked(kim), token)).status_code == 200
    monkeypatch.setattr(tokens, "ALGORITHM", "none of them")
    assert (await kim.post(asked(kim), token)).status_code == 200
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert (await kim.post(asked(kim), token)).status_code == 401


async def test_whoever_signs_nothing_is_believed_in_the_emulator_alone(
    pretend: PretendTeams, desk: FakeDesk, kim: Member, caplog: pytest.LogCaptureFixture
) -> None:
    secretless = {"app_id": "", "app_password": "", "no_sign_in": True, "loopback": True}
    open_to_all = Teams(settings=settings_for(pretend, **secretless), hear=desk.hear, memory=Notebook())
    assert "WITHOUT SIGNING IN" in caplog.text
    member = Member(open_to_all, pretend)
    assert (await member.post(asked(kim), None)).status_code == 200
    for browser in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"host": "rebound.example"},
        {"host": "["},
        # A proxy on this machine calls us by the name of this machine.
        {"x-forwarded-for": "203.0.113.7"},
        {"forwarded": "for=203.0.113.7"},
        {"x-real-ip": "203.0.113.7"},
    ):
        answer = await member.http.post("/teams/messages", json=asked(kim), headers=browser)
        assert answer.status_code == 401, browser
    elsewhere = {**asked(kim), "serviceUrl": "https://evil.example/"}
    assert (await member.post(elsewhere, None)).status_code == 401
    (trouble,) = (await open_to_all.prove(())).troubles
    assert trouble.code == "no_sign_in"
    await open_to_all.close()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "action", "data", "command", "line", "open", "item", "team"]), inner
        )
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["type", "id", "name", "value", "from", "recipient", "conversation", "entities", "text", "replyToId",
     "action", "membersAdded", "timestamp"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["message", "invoke", "conversationUpdate", "installationUpdate", "typing", ""]),
    name=st.sampled_from(
        ["adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/fetchTask", "x"]
    ),
    changes=st.dictionaries(FIELDS, ANYTHING, max_size=4),
)
async def test_whatever_teams_may_send_one_day_is_answered(
    kim: Member, kind: str, name: str, changes: dict[str, Any]
) -> None:
    sent = {**asked(kim), "type": kind, "name": name, **changes}
    answer = await kim.send(sent)
    await kim.teams.telling.quiet()
    assert answer.status_code in {200, 400, 401, 501}, answer.text


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b"\xff\xfe", b"{" * 5000, b'{"a":' * 100 + b"1" + b"}" * 100]
)
async def test_what_is_no_activity_is_refused(kim: Member, body: bytes) -> None:
    token = kim.pretend.signer.token(APP, kim.pretend.service_url)
    headers = {"authorization": f"Bearer {token}"}
    assert (await kim.http.post("/teams/messages", content=body, headers=headers)).status_code == 401


async def test_what_is_too_large_is_refused(kim: Member) -> None:
    answer = await kim.http.post("/teams/messages", content=b"x" * (600 * 1024))
    assert answer.status_code == 413
