"""A real WordPress on loopback: Debian's package, a private MariaDB and PHP's own web server.

Fakes repeat what we believe; this one answers back. It starts in a second or two: share it between tests.
Visitors come in through the public comment form, and moderators through WordPress's own functions in a PHP
process of their own: nothing here uses the REST API, which is what the adapter under test speaks.
`.ci/wordpress-install` brings the packages.
"""

import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from string import Template

import httpx

WORDPRESS = Path("/usr/share/wordpress")
MARIADB = Path("/usr/sbin/mariadbd")
PATIENCE = 30.0
WORKERS = 4

# Read before every page (auto_prepend_file): with ABSPATH known beforehand, WordPress takes its settings from
# our folder although its files are links, and Debian's own wp-config.php is never asked.
PRELUDE = """<?php define('ABSPATH', __DIR__ . '/site/');"""

# WP_ENVIRONMENT_TYPE=local allows application passwords over http. UPLOADS keeps writes out of /usr/share.
CONFIG = Template("""<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$socket'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '$url'); define('WP_SITEURL', '$url'); define('UPLOADS', 'uploads');
define('WPMU_PLUGIN_DIR', dirname(__DIR__) . '/must-use');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true); define('DISALLOW_FILE_MODS', true);
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $$salted) {
    define($$salted . '_KEY', '$secret'); define($$salted . '_SALT', '$secret');
}
$$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
""")

# A must-use plugin: no mail leaves, and the flood limit (one comment per visitor and 15 s) can be lifted.
MUST_USE = """<?php
add_filter('pre_wp_mail', '__return_true');
add_filter('comment_flood_filter', fn($block) => get_option('rig_flood_off') ? false : $block, 99);
"""

# The site's clock is not UTC on purpose: an adapter that takes site time for UTC must not get away with it.
INSTALL = """<?php
define('WP_INSTALLING', true);
require ABSPATH . 'wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Rig', 'admin', 'admin@example.org', true, '', wp_generate_password());
wp_delete_comment(1, true);
update_option('timezone_string', 'America/New_York');
update_option('comment_moderation', 0);
update_option('comment_previously_approved', 0);
$wp_rewrite->set_permalink_structure('/%postname%/');
$wp_rewrite->flush_rules();
$brand = wp_insert_user(['user_login' => 'brand', 'user_pass' => wp_generate_password(), 'role' => 'editor',
    'user_email' => 'brand@example.org', 'display_name' => 'Brand']);
[$password] = WP_Application_Passwords::create_new_application_password($brand, ['name' => 'rig']);
echo json_encode(['user' => 'brand', 'password' => $password, 'post_id' => 1]);
"""

# What a moderator does in wp-admin, by the same functions. Arguments: the step, then its values as JSON.
ADMIN = """<?php
require ABSPATH . 'wp-load.php';
wp_set_current_user(1);
$known = [
    'new_post' => fn($a) => wp_insert_post(wp_slash(['post_title' => $a['title'],
        'post_content' => $a['text'], 'post_status' => 'publish', 'comment_status' => 'open']), true),
    'option' => fn($a) => get_option($a['name']) == $a['value'] || update_option($a['name'], $a['value']),
    'edit' => fn($a) => wp_update_comment(wp_slash(['comment_ID' => $a['id'],
        'comment_content' => $a['text']]), true),
    'approve' => fn($a) => wp_set_comment_status($a['id'], 'approve', true),
    'trash' => fn($a) => wp_trash_comment($a['id']),
    'spam' => fn($a) => wp_spam_comment($a['id']),
    'delete' => fn($a) => wp_delete_comment($a['id'], true),
    'replies' => fn($a) => array_map(fn($c) => ['id' => (int) $c->comment_ID, 'author' => $c->comment_author,
            'text' => $c->comment_content, 'status' => wp_get_comment_status($c)],
        array_merge(...array_map(fn($status) => get_comments(['parent' => $a['id'], 'status' => $status]),
            ['all', 'spam', 'trash']))),
];
$result = $known[$argv[1]](json_decode($argv[2], true));
if (!$result && !is_array($result) || is_wp_error($result)) {
    fwrite(STDERR, is_wp_error($result) ? $result->get_error_message() : 'refused without a reason');
    exit(1);
}
echo json_encode($result);
"""


class RigError(RuntimeError):
    """The rig itself does not work: not what a test is about."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A comment beneath another one, as the database has it."""

    id: int
    author: str
    text: str
    status: str  # WordPress's words: approved, unapproved, spam, trash


@dataclass(frozen=True, kw_only=True)
class Site:
    """A running WordPress with one post, and an editor who has an application password.

    A moderator's step that WordPress refuses, such as approving what is approved, is a RigError.
    """

    url: str
    user: str
    password: str
    post_id: int
    root: Path

    def new_post(self, title: str, text: str) -> int:
        """Publish a post that is open for comments."""
        return int(self._admin("new_post", title=title, text=text))

    def visitor_form(self, post: int, author: str, email: str, text: str, parent: int = 0) -> httpx.Response:
        """Send the public comment form as a stranger; the whole answer, for tests about being refused."""
        form = {"author": author, "email": email, "comment": text}
        ids = {"comment_post_ID": str(post), "comment_parent": str(parent)}
        page = f"{self.url}/wp-comments-post.php"
        return httpx.post(page, data=form | ids, timeout=PATIENCE, trust_env=False)

    def comment_as_visitor(
        self, post: int, author: str, email: str, text: str, parent: int = 0
    ) -> int | None:
        """Comment as a stranger; the comment's id, held or not, or None when WordPress refused (409, 429)."""
        answer = self.visitor_form(post, author, email, text, parent)
        _, found, number = answer.headers.get("location", "").rpartition("#comment-")
        return int(number) if found else None

    def flood_off(self) -> None:
        """Let visitors comment as fast as they like."""
        self._admin("option", name="rig_flood_off", value=1)

    def flood_on(self) -> None:
        """Allow one comment in 15 seconds, as WordPress comes; visitors all share one address here."""
        self._admin("option", name="rig_flood_off", value=0)

    def moderate(self, *, on: bool) -> None:
        """Hold every stranger's comment until it is approved, or publish it at once, as at the start."""
        self._admin("option", name="comment_moderation", value=int(on))

    def approve(self, comment: int) -> None:
        """Publish a held comment; its id stays older than comments that were published before it."""
        self._admin("approve", id=comment)

    def edit(self, comment: int, text: str) -> None:
        """Change a comment's text as a moderator; WordPress keeps no date of it."""
        self._admin("edit", id=comment, text=text)

    def trash(self, comment: int) -> None:
        """Put a comment into the trash, from where it could come back."""
        self._admin("trash", id=comment)

    def spam(self, comment: int) -> None:
        """Mark a comment as spam."""
        self._admin("spam", id=comment)

    def delete_for_good(self, comment: int) -> None:
        """Delete a comment without a trace."""
        self._admin("delete", id=comment)

    def replies(self, comment: int) -> list[Reply]:
        """List what stands directly beneath a comment, spam and trash too, oldest first."""
        rows = json.loads(self._admin("replies", id=comment))
        return sorted((Reply(**row) for row in rows), key=lambda reply: reply.id)

    def _admin(self, step: str, **values: str | int) -> str:
        return _php(self.root, "admin.php", step, json.dumps(values))


def installed() -> bool:
    """Whether this machine has the packages; a test may skip without them, CI must not."""
    return WORDPRESS.is_dir() and MARIADB.exists() and shutil.which("php") is not None


@contextmanager
def wordpress(folder: Path) -> Iterator[Site]:
    """Run a fresh WordPress whose files are under `folder`, and leave no process behind, whatever happens."""
    if not installed():
        raise RigError("WordPress is not on this machine: run .ci/wordpress-install first")
    # A unix socket's path has at most 107 bytes, and a test's own folder can be deeper.
    with tempfile.TemporaryDirectory(prefix="wp-") as short:
        database, port = Path(short) / "db", _free_port()
        root = _lay_out(folder.resolve(), database, f"http://127.0.0.1:{port}")
        with _running(root, _database(root, database), _web_server(root, port)):
            _wait("the database", database.is_socket, root)
            known = json.loads(_php(root, "install.php"))
            site = Site(url=f"http://127.0.0.1:{port}", root=root, **known)
            _wait("the web server", lambda: _answers(site.url), root)
            yield site


def _lay_out(folder: Path, database: Path, url: str) -> Path:
    root = folder / "wordpress"
    for name in ("site", "must-use", "data"):
        (root / name).mkdir(parents=True)
    for part in WORDPRESS.iterdir():
        if part.name not in {"wp-config.php", ".htaccess"}:
            (root / "site" / part.name).symlink_to(part)
    names = {"socket": database, "url": url, "secret": secrets.token_hex(32)}
    (root / "prelude.php").write_text(PRELUDE)
    (root / "site" / "wp-config.php").write_text(CONFIG.substitute(names))
    (root / "must-use" / "rig.php").write_text(MUST_USE)
    (root / "install.php").write_text(INSTALL)
    (root / "admin.php").write_text(ADMIN)
    (root / "init.sql").write_text("CREATE DATABASE wordpress CHARACTER SET utf8mb4;\n")
    return root


def _database(root: Path, at: Path) -> list[str]:
    # Without grant tables MariaDB starts on an empty folder in a tenth of a second: no set-up, no passwords.
    # It listens on the socket alone, in a folder only we can enter. Nothing written need survive a crash.
    return [
        *(str(MARIADB), "--no-defaults", "--user=root", "--skip-grant-tables", "--skip-networking"),
        *(f"--datadir={root}/data", f"--init-file={root}/init.sql", f"--socket={at}", f"--pid-file={at}.pid"),
        *("--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-log-file-size=8M"),
        *("--innodb-buffer-pool-size=32M", "--performance-schema=OFF"),
    ]


def _web_server(root: Path, port: int) -> list[str]:
    settings = ["-d", f"auto_prepend_file={root}/prelude.php", "-d", "opcache.enable_cli=1"]
    serve = ["-S", f"127.0.0.1:{port}", "-t", f"{root}/site"]
    return ["env", f"PHP_CLI_SERVER_WORKERS={WORKERS}", "php", *settings, *serve]


@contextmanager
def _running(root: Path, database: list[str], web: list[str]) -> Iterator[None]:
    # A shell in a process group of its own waits for the end of its input and then ends the whole group. The
    # input ends when we close it, and also when this process dies without a chance to clean up. The web
    # server is interrupted, not killed: so it buries its workers, which few containers would do.
    begin = f"{shlex.join(database)} & db=$!; {shlex.join(web)} & cat"
    command = ["/bin/sh", "-c", f"{begin}; trap : INT; kill -INT 0; kill -KILL $db; wait"]
    pipe = subprocess.PIPE
    with (
        (root / "log").open("wb") as log,
        subprocess.Popen(command, stdin=pipe, stdout=log, stderr=log, start_new_session=True) as shell,
    ):
        try:
            yield
        finally:
            _end(shell)
            shutil.rmtree(root / "data", ignore_errors=True)


def _end(shell: subprocess.Popen[bytes]) -> None:
    try:
        shell.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, signal.SIGKILL)


def _php(root: Path, script: str, *arguments: str) -> str:
    command = ["php", "-d", f"auto_prepend_file={root}/prelude.php", str(root / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode != 0:
        raise RigError(f"{script} {' '.join(arguments)}: {done.stderr or done.stdout}")
    return done.stdout


def _answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/wp-json/", trust_env=False).is_success
    return False


def _wait(what: str, ready: Callable[[], bool], root: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if ready():
            return
        time.sleep(0.02)
    raise RigError(f"{what} did not start:\n{(root / 'log').read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
