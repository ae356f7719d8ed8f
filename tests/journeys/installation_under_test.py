"""A whole installation of its own, set up with the commands an operator uses.

It is shared by all workers of a test run: the first that needs it starts it, the last one stops
it. Nothing outside its folder and loopback is touched.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from django.conf import settings

from thongsuot.domains.catalogue import shipped

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BIN = Path(sys.executable).parent
CONSOLE_SCRIPT = BIN / "thongsuot"
REAL_CATALOGUE = settings.SHARED_DATA / "data" / "tthc" / "procedures.jsonl"
PASSWORD = "bay con ngua keo xe"
OK, PARTIAL = 0, 8
"""A real list holds rows that cannot be taken over; they are refused one by one, the rest taken."""
START_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0


@dataclass(frozen=True)
class Installation:
    """A running installation: its folder, its address, its processes."""

    home: str
    port: int
    server: int
    worker: int

    @property
    def url(self) -> str:
        """The address of the citizen's door."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def signing_authority(self) -> bytes:
        """The certificate that whoever checks a result has to trust, as PEM."""
        pem = (Path(self.home) / "keys" / "signing" / "authority.pem").read_bytes()
        return pem[pem.index(b"-----BEGIN CERTIFICATE-----") :]

    def run(self, *words: str) -> str:
        """Run the console script and return what it printed."""
        return command(Path(self.home), self.port, *words)

    def server_memory(self) -> int:
        """Return the bytes of memory that the web server's processes hold between them."""
        server = psutil.Process(self.server)
        return sum(p.memory_info().rss for p in [server, *server.children(recursive=True)])

    def server_log(self) -> str:
        """Return what the web server has logged."""
        return (Path(self.home) / "serve.log").read_text()


def command(
    home: Path, port: int, *words: str, typed: str = "", allowed: tuple[int, ...] = (OK,)
) -> str:
    """Run ``thongsuot`` in ``home`` and return what it printed; fail when it does."""
    ended = subprocess.run(
        [str(CONSOLE_SCRIPT), *words],
        env=variables(home, port), input=typed, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode in allowed, f"thongsuot {' '.join(words)}: {ended.stderr[-2000:]}"
    return ended.stdout


def variables(home: Path, port: int) -> dict[str, str]:
    """Return the environment of the installation; nothing of this process's database leaks in."""
    foreign = ("DATABASE_", "DJANGO_", "THONGSUOT_", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {
        "THONGSUOT_HOME": str(home),
        "THONGSUOT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "THONGSUOT_SAMPLE_DATA": "1",
    }


@contextmanager
def shared(folder: Path) -> Iterator[Installation]:
    """Give the one installation of this test run; the first starts it, the last stops it."""
    note = folder / "journeys.json"
    with _locked(folder):
        state = json.loads(note.read_text()) if note.exists() else {"users": 0}
        if state["users"] == 0:
            state["installation"] = asdict(_start())
        state["users"] += 1
        note.write_text(json.dumps(state))
    running = Installation(**state["installation"])
    try:
        yield running
    finally:
        with _locked(folder):
            state = json.loads(note.read_text())
            state["users"] -= 1
            note.write_text(json.dumps(state))
            if state["users"] == 0:
                _stop(running)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "journeys.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _start() -> Installation:
    # A short path: the database listens on a socket inside it, and such names are bounded.
    home = Path(tempfile.mkdtemp(prefix="ts-"))
    home.chmod(0o755)  # under root the database runs as another user, who must get there
    port = _free_port()
    _set_up(home, port)
    server = _in_the_background(home, port, "serve", "--port", str(port))
    worker = _in_the_background(home, port, "worker")
    _until_it_answers(server, port, home / "serve.log")
    return Installation(str(home), port, server, worker)


def _set_up(home: Path, port: int) -> None:
    """Do what an operator does once: tables, page assets, catalogue, organisation, passwords."""
    command(home, port, "database", "prepare")
    _python(home, port, str(ROOT / "tools" / "assets.py"))
    _python(home, port, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0")
    _python(home, port, str(HERE.parent / "builders_coming_years.py"))
    catalogue = REAL_CATALOGUE if REAL_CATALOGUE.exists() else shipped.SAMPLE_PROCEDURES
    command(home, port, "procedure", "import", str(catalogue), allowed=(OK, PARTIAL))
    settled = str(shipped.SAMPLE_SETTLEMENTS)
    command(home, port, "procedure", "settle", settled, allowed=(OK, PARTIAL))
    organisation = HERE / "organisation.json"
    command(home, port, "org", "import", str(organisation))
    for officer in json.loads(organisation.read_text("utf-8"))["officers"]:
        command(home, port, "org", "password", officer["username"], typed=f"{PASSWORD}\n")


def _python(home: Path, port: int, *words: str) -> None:
    environment = variables(home, port) | {
        "DJANGO_SETTINGS_MODULE": "thongsuot.config.settings.dev"
    }
    subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True)


def _in_the_background(home: Path, port: int, *words: str) -> int:
    """Start a process that outlives this one, as the last worker to leave stops it."""
    detached = 'log="$1"; shift; "$@" >"$log" 2>&1 </dev/null & echo $!'
    started = subprocess.run(
        ["sh", "-c", detached, "sh", str(home / f"{words[0]}.log"), str(CONSOLE_SCRIPT), *words],
        env=variables(home, port), start_new_session=True, check=True, capture_output=True,
    )  # fmt: skip
    return int(started.stdout)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _until_it_answers(server: int, port: int, log: Path) -> None:
    """Wait for the server to accept connections; end at once when it dies."""
    for _attempt in range(int(START_WITHIN_S * 10)):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if _has_ended(server):
                break
        else:
            return
    raise AssertionError(f"the web server does not answer: {log.read_text()[-2000:]}")


def _has_ended(pid: int) -> bool:
    """Wait a tenth of a second for a process to end."""
    try:
        psutil.Process(pid).wait(timeout=0.1)
    except psutil.TimeoutExpired:
        return False
    except psutil.NoSuchProcess:
        return True
    return True


def _stop(running: Installation) -> None:
    """Stop what was started here, by its process id, and remove the folder."""
    home = Path(running.home)
    postmaster = int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    _end(running.server, signal.SIGTERM)
    _end(running.worker, signal.SIGTERM)
    _end(postmaster, signal.SIGINT)  # PostgreSQL's fast way to stop
    shutil.rmtree(home)


def _end(pid: int, by: signal.Signals) -> None:
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    process.send_signal(by)
    _gone, alive = psutil.wait_procs(family, timeout=STOP_WITHIN_S)
    for left in alive:
        left.kill()
