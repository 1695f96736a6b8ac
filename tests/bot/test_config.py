"""Settings: what is read from where, and what people are told when something is wrong."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.platforms.wordpress_settings import WordPressSettings
from bot.config import DEMO_TEAM, Settings, describe, load, load_demo
from bot.domain.people import Role
from bot.domain.risk import RiskRule
from bot.errors import BadSetting

KEY = "k" * 40
POSTGRES = {"DATABASE_URL": "postgres://bot:s3cret-word@db.example:5432/bot", "AUGENHOEHE_WEB_SECRET": KEY}
BLOG = """
[community]
mode = "own"

[[platforms.wordpress]]
name = "blog"
url = "https://blog.example"
user = "community"
every = 30
channels = [["web", "team"], ["web", "night"]]
"""
BLOG_PASSWORD = {"AUGENHOEHE_WORDPRESS_BLOG_PASSWORD": "abcd efgh"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder, in which the program is started."""
    return tmp_path


def read(folder: Path, text: str = "", environ: Mapping[str, str] | None = None) -> Settings:
    """The settings, from this file and environment; the data folder is beside the file."""
    if text:
        (folder / "augenhoehe.toml").write_text(text, encoding="utf-8")
    return load({"AUGENHOEHE_DATA": str(folder / "data"), **(environ or {})}, folder)


def refused(folder: Path, text: str = "", environ: Mapping[str, str] | None = None) -> str:
    """What is said about these settings."""
    with pytest.raises(BadSetting) as caught:
        read(folder, text, environ)
    return str(caught.value.words)


class TestDefaults:
    def test_without_a_file_it_is_the_demo_for_this_machine_alone(self, folder: Path) -> None:
        settings = read(folder)
        assert settings.demo
        assert settings.file is None
        assert settings.serving.loopback
        assert not settings.web.sign_in_required
        assert not settings.web.secure
        assert settings.web.teammates == DEMO_TEAM
        assert settings.platforms == ()

    def test_the_team_is_german_and_can_take_back(self, folder: Path) -> None:
        team = read(folder).team
        assert (team.language, team.time_zone) == ("de", "Europe/Berlin")
        assert (team.undo, team.undo_high) == (timedelta(seconds=15), timedelta(seconds=30))

    def test_only_a_crisis_takes_two_until_the_team_says_otherwise(self, folder: Path) -> None:
        two = {risk: rule.second for risk, rule in read(folder).risks.items()}
        assert two == {"low": False, "normal": False, "high": False, "crisis": True}
        said = '[risk.high]\nsecond = true\napprove = "lead"\n'
        settings = read(folder, said, {"AUGENHOEHE_CRISIS_SECOND": "no"})
        assert settings.risks["high"] == RiskRule(second=True, least=Role.LEAD)
        assert settings.risks["crisis"] == RiskRule()
        assert "“approver”, “lead”" in refused(folder, '[risk.high]\napprove = "responder"\n')

    def test_everything_is_kept_in_the_data_folder(self, folder: Path) -> None:
        settings = read(folder, BLOG, BLOG_PASSWORD)
        assert settings.database.url == f"sqlite:///{folder}/data/augenhoehe.db"
        assert settings.engine.url == f"sqlite:///{folder}/data/engine.db"
        assert not settings.database.shared

    def test_the_demo_keeps_its_things_apart(self, folder: Path) -> None:
        settings = read(folder)
        assert settings.data == folder / "data" / "demo"
        assert settings.demo_community.folder == settings.data
        assert settings.demo_community.time_zone == settings.team.time_zone
        assert str(settings.data) in settings.database.url


class TestTheFile:
    def test_it_is_found_where_the_program_is_started(self, folder: Path) -> None:
        settings = read(folder, "[team]\nundo = 0\n")
        assert settings.file == folder / "augenhoehe.toml"
        assert settings.team.undo == timedelta(0)

    def test_it_is_found_where_the_environment_says(self, folder: Path) -> None:
        elsewhere = folder / "etc.toml"
        elsewhere.write_text('[team]\nlanguage = "en"\n', encoding="utf-8")
        assert read(folder, environ={"AUGENHOEHE_CONFIG": str(elsewhere)}).team.language == "en"

    def test_one_that_is_named_has_to_be_there(self, folder: Path) -> None:
        assert "nowhere.toml" in refused(folder, environ={"AUGENHOEHE_CONFIG": "nowhere.toml"})

    @pytest.mark.parametrize("text", ["[team", "undo = ", "[team]\nundo = 1\nundo = 2"])
    def test_one_that_is_no_toml_is_named_with_the_line(self, folder: Path, text: str) -> None:
        words = refused(folder, f"{text}\n\n[web]\nport = 1\n")
        assert "augenhoehe.toml" in words
        assert "line" in words

    def test_one_that_is_no_text_is_named(self, folder: Path) -> None:
        (folder / "augenhoehe.toml").write_bytes(b"\xff\xfe\x00")
        assert "augenhoehe.toml" in refused(folder)


class TestTheEnvironment:
    def test_it_goes_before_the_file(self, folder: Path) -> None:
        settings = read(
            folder, "[web]\nport = 1\n[team]\nundo = 1\n", {"PORT": "5000", "AUGENHOEHE_TEAM_UNDO": "2.5"}
        )
        assert settings.serving.port == 5000
        assert settings.team.undo == timedelta(seconds=2.5)

    def test_ours_goes_before_the_hosting_platforms(self, folder: Path) -> None:
        assert read(folder, environ={"PORT": "5000", "AUGENHOEHE_WEB_PORT": "6000"}).serving.port == 6000

    def test_an_empty_variable_is_not_set(self, folder: Path) -> None:
        settings = read(folder, environ={"PORT": "", "AUGENHOEHE_WORDPRESS_URL": " "})
        assert settings.serving.port == 8080

    @pytest.mark.parametrize(
        ("text", "secure"), [("yes", True), ("TRUE", True), ("0", False), ("none", False)]
    )
    def test_truth_has_many_names(self, folder: Path, text: str, *, secure: bool) -> None:
        assert read(folder, environ={"AUGENHOEHE_WEB_SECURE": text}).web.secure is secure

    def test_a_blog_can_be_connected_without_a_file(self, folder: Path) -> None:
        settings = read(
            folder,
            environ={
                "AUGENHOEHE_COMMUNITY_MODE": "own",
                "AUGENHOEHE_WORDPRESS_URL": "https://blog.example",
                "AUGENHOEHE_WORDPRESS_USER": "community",
                "AUGENHOEHE_WORDPRESS_PASSWORD": "abcd efgh",
                "AUGENHOEHE_WORDPRESS_CHANNELS": "web:team, web:night",
            },
        )
        (blog,) = settings.platforms
        assert blog.name == "wordpress"
        assert blog.watch.channels == (("web", "team"), ("web", "night"))

    def test_a_model_without_a_temperature_can_be_set(self, folder: Path) -> None:
        assert read(folder, environ={"AUGENHOEHE_MODEL_TEMPERATURE": "none"}).drafting.temperature is None
        assert read(folder, '[model]\ntemperature = "none"\n').drafting.temperature is None
        assert read(folder, "[model]\ntemperature = 1\n").drafting.temperature == 1.0


class TestABlog:
    def test_it_is_connected_and_watched(self, folder: Path) -> None:
        (blog,) = read(folder, BLOG, BLOG_PASSWORD).platforms
        assert blog.kind == "wordpress"
        assert blog.settings == WordPressSettings(
            name="blog", url="https://blog.example", user="community", password="abcd efgh"
        )
        assert blog.watch.every == timedelta(seconds=30)
        assert blog.watch.target_minutes == 240
        assert blog.watch.channels == (("web", "team"), ("web", "night"))

    def test_the_team_signs_in(self, folder: Path) -> None:
        web = read(folder, BLOG, BLOG_PASSWORD).web
        assert web.sign_in_required
        assert not web.demo
        assert web.teammates == ()

    def test_single_brackets_are_clear_enough(self, folder: Path) -> None:
        settings = read(
            folder, BLOG.replace("[[platforms.wordpress]]", "[platforms.wordpress]"), BLOG_PASSWORD
        )
        assert [each.name for each in settings.platforms] == ["blog"]

    def test_two_need_two_names(self, folder: Path) -> None:
        second = BLOG.partition("[[")[2]
        assert "blog, blog" in refused(folder, f"{BLOG}\n[[{second}", BLOG_PASSWORD)

    def test_its_password_is_asked_for_by_name(self, folder: Path) -> None:
        assert "AUGENHOEHE_WORDPRESS_BLOG_PASSWORD" in refused(folder, BLOG)

    def test_what_is_missing_in_the_file_is_named(self, folder: Path) -> None:
        words = refused(folder, BLOG.replace('url = "https://blog.example"', ""), BLOG_PASSWORD)
        assert "“platforms.wordpress.url” of “blog”" in words

    def test_what_the_adapter_refuses_is_told_with_its_section(self, folder: Path) -> None:
        words = refused(folder, BLOG.replace("https", "http"), BLOG_PASSWORD)
        assert words.startswith("[platforms.wordpress]")
        assert "https://" in words

    @pytest.mark.parametrize(
        "line", ["every = 0", "target_minutes = 0", "backfill_days = -1", "channels = []"]
    )
    def test_a_watch_that_makes_no_sense_is_refused(self, folder: Path, line: str) -> None:
        text = "\n".join(each for each in BLOG.splitlines() if not each.startswith(("every", "channels")))
        assert "[platforms.wordpress]" in refused(folder, f"{text}\n{line}\n", BLOG_PASSWORD)

    def test_own_mode_without_a_platform_says_what_to_do(self, folder: Path) -> None:
        assert "[[platforms.wordpress]]" in refused(folder, '[community]\nmode = "own"\n')

    def test_the_demo_leaves_it_alone(self, folder: Path) -> None:
        assert read(folder, BLOG.replace("own", "demo"), BLOG_PASSWORD).platforms == ()


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("[web]\nprot = 1", "web.port"),
            ("port = 1", "web.port"),
            ("[team]\nport = 1", "web.port"),
            ('[communty]\nmode = "own"', "community.mode"),
            ('[[platforms.wordpres]]\nuser = "x"', "platforms.wordpress.user"),
        ],
    )
    def test_a_misspelt_setting_is_named_with_what_was_meant(
        self, folder: Path, text: str, meant: str
    ) -> None:
        words = refused(folder, text)
        assert f"Did you mean “{meant}”?" in words
        assert "augenhoehe.toml" in words

    def test_a_misspelt_variable_is_named_with_what_was_meant(self, folder: Path) -> None:
        assert "“AUGENHOEHE_WEB_HOST”" in refused(folder, environ={"AUGENHOEHE_WEB_HSOT": "x"})

    def test_something_unheard_of_is_sent_to_the_page_of_settings(self, folder: Path) -> None:
        assert "docs/settings.md" in refused(folder, "[xyzzy]\nqqqqq = 1")

    def test_a_section_with_a_value_is_explained(self, folder: Path) -> None:
        assert "write [web]" in refused(folder, "web = 8080")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ('[web]\nport = "80"', "a whole number"),
            ("[web]\nport = true", "a whole number"),
            ("[web]\nhost = 1", "a text in quotation marks"),
            ("[web]\nsecure = 1", "true or false, or"),
            ("[web]\npoll = nan", "a number"),
            ("[team]\nundo = -1", "a number of seconds, from 0 to a year"),
            ("[team]\nundo = 1e300", "a number of seconds, from 0 to a year"),
            ("[model]\nlibrary = 1", "a path"),
            ('[community]\nmode = "real"', "one of “demo”, “own”"),
        ],
    )
    def test_a_wrong_type_is_named_with_what_was_expected(
        self, folder: Path, text: str, expected: str
    ) -> None:
        assert f"must be {expected}" in refused(folder, text)

    @pytest.mark.parametrize("channels", ['"web"', '["web"]', '[["web"]]', '[["web", 1]]'])
    def test_channels_are_pairs(self, folder: Path, channels: str) -> None:
        text = BLOG.replace('[["web", "team"], ["web", "night"]]', channels)
        assert 'such as [["web", "team"]]' in refused(folder, text, BLOG_PASSWORD)

    @pytest.mark.parametrize("text", ["web", "web:a,b"])
    def test_channels_of_the_environment_are_pairs_too(self, folder: Path, text: str) -> None:
        environ = {**BLOG_PASSWORD, "AUGENHOEHE_WORDPRESS_BLOG_CHANNELS": text}
        assert "AUGENHOEHE_WORDPRESS_BLOG_CHANNELS must be" in refused(folder, BLOG, environ)

    @pytest.mark.parametrize(("name", "text"), [("PORT", "http"), ("AUGENHOEHE_WEB_SECURE", "perhaps")])
    def test_a_wrong_variable_is_named(self, folder: Path, name: str, text: str) -> None:
        assert refused(folder, environ={name: text}).startswith(f"{name} must be")

    def test_everything_is_told_at_once(self, folder: Path) -> None:
        words = refused(folder, "[web]\nprot = 1\nport = true\n", {"AUGENHOEHE_TEM_UNDO": "1"})
        assert len(words.splitlines()) == 3

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("[web]\nport = 65536", "65536"),
            ('[team]\nlanguage = "tlh"', "tlh"),
            ('[team]\ntime_zone = "Mars/Phobos"', "Mars/Phobos"),
            ('[team]\ntime_zone = "../etc"', "../etc"),
            ("[model]\ntimeout = 0", "[model]"),
            ("[demo]\nspeed = 0", "[demo]"),
        ],
    )
    def test_a_value_that_makes_no_sense_is_named(self, folder: Path, text: str, named: str) -> None:
        assert named in refused(folder, text)

    def test_a_data_folder_that_cannot_be_used_is_named(self, folder: Path) -> None:
        (folder / "data").write_text("a file", encoding="utf-8")
        words = refused(folder)
        assert str(folder / "data") in words
        assert "AUGENHOEHE_DATA" in words


class TestSecrets:
    def test_none_is_taken_from_the_file(self, folder: Path) -> None:
        words = refused(folder, f'[web]\nsecret = "{KEY}"\n')
        assert "set augenhoehe_web_secret" in words.lower()
        assert KEY not in words

    def test_the_key_is_made_once_and_for_us_alone(self, folder: Path) -> None:
        first, second = read(folder).web.secret, read(folder).web.secret
        assert first == second
        assert len(first) >= 32
        assert (folder / "data" / "demo" / "web-secret").stat().st_mode & 0o077 == 0

    def test_with_postgresql_the_key_has_to_be_set(self, folder: Path) -> None:
        environ = {"DATABASE_URL": POSTGRES["DATABASE_URL"]}
        assert "AUGENHOEHE_WEB_SECRET" in refused(folder, environ=environ)

    def test_a_short_key_is_refused(self, folder: Path) -> None:
        assert "[web]" in refused(folder, environ={"AUGENHOEHE_WEB_SECRET": "short"})

    def test_none_is_shown_with_the_settings(self, folder: Path) -> None:
        settings = read(folder, BLOG, {**BLOG_PASSWORD, **POSTGRES, "AUGENHOEHE_MODEL_API_KEY": "sk-123456"})
        shown = (
            repr(settings.serving) + repr(settings.web) + repr(settings.platforms) + repr(settings.drafting)
        )
        assert not [secret for secret in settings.secrets() if secret in shown]

    def test_all_are_known_to_the_logs(self, folder: Path) -> None:
        settings = read(folder, BLOG, {**BLOG_PASSWORD, **POSTGRES, "AUGENHOEHE_MODEL_API_KEY": "sk-123456"})
        assert {"abcd efgh", "s3cret-word", KEY, "sk-123456"} <= settings.secrets()
        assert "" not in settings.secrets()


class TestHosting:
    def test_the_address_of_hosting_platforms_is_understood(self, folder: Path) -> None:
        settings = read(folder, environ=POSTGRES)
        assert settings.database.url == "postgresql://bot:s3cret-word@db.example:5432/bot"
        assert settings.engine.url == settings.database.url
        assert settings.database.shared

    def test_a_demo_that_others_reach_wants_signing_in_and_https(self, folder: Path) -> None:
        web = read(folder, environ={"AUGENHOEHE_WEB_HOST": "0.0.0.0"}).web  # noqa: S104  # it is what is tested
        assert web.sign_in_required
        assert web.secure

    @pytest.mark.parametrize("host", ["localhost", "::1", "127.0.0.2"])
    def test_this_machine_has_many_names(self, folder: Path, host: str) -> None:
        assert read(folder, environ={"AUGENHOEHE_WEB_HOST": host}).serving.loopback

    def test_an_unknown_name_is_not_this_machine(self, folder: Path) -> None:
        assert not read(folder, environ={"AUGENHOEHE_WEB_HOST": "blog.example"}).serving.loopback


class TestTheDemoCommand:
    def test_it_never_touches_a_real_community(self, folder: Path) -> None:
        (folder / "augenhoehe.toml").write_text(BLOG, encoding="utf-8")
        environ = {
            **POSTGRES,
            "AUGENHOEHE_CONFIG": str(folder / "augenhoehe.toml"),
            "AUGENHOEHE_COMMUNITY_MODE": "own",
            "AUGENHOEHE_WORDPRESS_BLOG_PASSWORD": "abcd",
            "AUGENHOEHE_DATA": str(folder / "data"),
        }
        settings = load_demo(environ)
        assert settings.demo
        assert settings.file is None
        assert settings.platforms == ()
        assert settings.database.url.startswith("sqlite:")

    @pytest.mark.parametrize(("empty", "day"), [(False, True), (True, False)])
    def test_it_begins_with_a_day_unless_it_is_to_be_empty(
        self, folder: Path, *, empty: bool, day: bool
    ) -> None:
        environ = {"AUGENHOEHE_DATA": str(folder)}
        assert load_demo(environ, empty=empty).demo_community.day is day
        assert not load(environ, folder).demo_community.day

    def test_it_listens_where_it_is_told(self, folder: Path) -> None:
        environ = {"PORT": "5000", "AUGENHOEHE_DATA": str(folder), "AUGENHOEHE_DEMO_SPEED": "3"}
        settings = load_demo(environ)
        assert settings.serving.port == 5000
        assert settings.demo_community.speed == 3.0

    def test_a_misspelt_variable_stops_it_too(self, folder: Path) -> None:
        with pytest.raises(BadSetting):
            load_demo({"AUGENHOEHE_DATA": str(folder), "AUGENHOEHE_WEB_PROT": "1"})


def test_every_variable_of_a_plain_setting_can_be_set(folder: Path) -> None:
    """The default, given as a text, changes nothing: so every type can come from the environment."""
    plain = [row for row in describe() if isinstance(row.default, int | float | str) and not row.many]
    environ = {row.variable(): str(row.default) for row in plain if str(row.default)}
    assert read(folder, environ=environ).serving == read(folder).serving


class TestRoutes:
    ROUTES = (
        BLOG
        + """
[[routes]]
risks = "high, crisis"
channels = [["slack", "C0CRISIS"]]
only = true

[[routes]]
languages = "fr"
platforms = "blog"
channels = [["web", "france"], ["web", "team"]]
"""
    )

    def test_they_stand_in_the_file_in_their_order(self, folder: Path) -> None:
        first, second = read(folder, self.ROUTES, BLOG_PASSWORD).routes
        assert (first.risks, first.only, first.channels) == ("high, crisis", True, (("slack", "C0CRISIS"),))
        assert (second.languages, second.platforms, second.only) == ("fr", "blog", False)

    def test_the_demo_has_none(self, folder: Path) -> None:
        text = self.ROUTES.replace('mode = "own"', 'mode = "demo"')
        assert read(folder, text, BLOG_PASSWORD).routes == ()

    @pytest.mark.parametrize(
        ("was", "put", "said"),
        [
            ("high, crisis", "high, awful", "“awful” is no risk"),
            ('[["slack", "C0CRISIS"]]', "[]", "at least one channel"),
            ('risks = "high, crisis"', 'risk = "high"', "routes.risks"),
        ],
    )
    def test_what_cannot_work_is_said(self, folder: Path, was: str, put: str, said: str) -> None:
        assert said in refused(folder, self.ROUTES.replace(was, put), BLOG_PASSWORD)
