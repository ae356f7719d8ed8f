"""A whole installation of its own, set up with the commands an operator uses.

It is shared by all workers of a test run: the first that needs it starts it, the last one stops
it. Nothing outside its folder and loopback is touched.
"""

import fcntl
import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from django.conf import settings
from tests.installation import (
    CONSOLE_SCRIPT,
    LOOPBACK,
    OK,
    PLATFORM,
    TESTS,
    command,
    family,
    free_port,
    postmaster,
    python,
    set_up,
    until_it_answers,
    variables,
)

from thongsuot.domains.catalogue import shipped

PERMIT = "1.013225"
"""A construction permit: published after the real catalogue here was taken, so in the sample's."""
REAL_CATALOGUE = settings.SHARED_DATA / "data" / "tthc" / "procedures.jsonl"
PASSWORD = "bay con ngua keo xe"
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
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def signing_authority(self) -> bytes:
        """The certificate that whoever checks a result has to trust, as PEM."""
        pem = (Path(self.home) / "keys" / "signing" / "authority.pem").read_bytes()
        return pem[pem.index(b"-----BEGIN CERTIFICATE-----") :]

    def run(self, *words: str, allowed: tuple[int, ...] = (OK,)) -> str:
        """Run the console script and return what it printed."""
        return command(Path(self.home), self.port, *words, allowed=allowed)

    def server_memory(self) -> int:
        """Return the bytes of memory that the web server's processes hold between them."""
        return sum(process.memory_info().rss for process in family(self.server))

    def logs(self) -> str:
        """Return what the web server and the worker have logged."""
        return "".join((Path(self.home) / f"{one}.log").read_text() for one in ("serve", "worker"))


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
    port = free_port()
    (home / PLATFORM).write_text(str(free_port()))
    set_up(home, port, _catalogue(home))
    python(home, port, str(TESTS / "builders_passwords.py"), PASSWORD)
    server = _in_the_background(home, port, "serve", "--port", str(port))
    worker = _in_the_background(home, port, "worker")
    until_it_answers(server, port, home / "serve.log")
    return Installation(str(home), port, server, worker)


def _catalogue(home: Path) -> Path:
    """Return the real catalogue with the permit, or the sample where there is no real one."""
    if not REAL_CATALOGUE.exists():
        return shipped.SAMPLE_PROCEDURES
    whole, sample = home / "procedures.jsonl", shipped.SAMPLE_PROCEDURES.read_text("utf-8")
    (permit,) = (line for line in sample.splitlines() if f'"code": "{PERMIT}"' in line)
    whole.write_text(f"{REAL_CATALOGUE.read_text('utf-8').rstrip()}\n{permit}\n", "utf-8")
    return whole


def _in_the_background(home: Path, port: int, *words: str) -> int:
    """Start a process that outlives this one, as the last worker to leave stops it."""
    detached = 'log="$1"; shift; "$@" >"$log" 2>&1 </dev/null & echo $!'
    started = subprocess.run(
        ["sh", "-c", detached, "sh", str(home / f"{words[0]}.log"), str(CONSOLE_SCRIPT), *words],
        env=variables(home, port), start_new_session=True, check=True, capture_output=True,
    )  # fmt: skip
    return int(started.stdout)


def _stop(running: Installation) -> None:
    """Stop what was started here, by its process id, and remove the folder."""
    home = Path(running.home)
    database = postmaster(home)
    end(running.server, signal.SIGTERM)
    end(running.worker, signal.SIGTERM)
    end(database, signal.SIGINT)  # PostgreSQL's fast way to stop
    shutil.rmtree(home)


def end(pid: int, by: signal.Signals) -> None:
    """Stop a process and all that it started."""
    processes = family(pid)
    for process in processes[:1]:
        process.send_signal(by)
    _gone, alive = psutil.wait_procs(processes, timeout=STOP_WITHIN_S)
    for left in alive:
        left.kill()
