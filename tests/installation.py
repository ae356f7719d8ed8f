"""What every test of a whole installation needs: the commands an operator uses, and a free port.

Nothing outside an installation's own folder and loopback is touched.
"""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil

from thongsuot.domains.catalogue import shipped

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
CONSOLE_SCRIPT = Path(sys.executable).parent / "thongsuot"
ORGANISATION = TESTS / "journeys" / "organisation.json"
LOOPBACK = "127.0.0.1"
PLATFORM = "platform-port"
"""The file that says at which port a stand-in for the payment platform is looked for, if any."""
OK, PARTIAL = 0, 8
"""A real list holds rows that cannot be taken over; they are refused one by one, the rest taken."""
START_WITHIN_S = 120.0


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
    platform = home / PLATFORM
    paid_at = f"http://{LOOPBACK}:{platform.read_text()}/api" if platform.exists() else ""
    return kept | {
        "THONGSUOT_PLATFORM_URL": paid_at,
        "THONGSUOT_HOME": str(home),
        "THONGSUOT_PUBLIC_URL": f"http://{LOOPBACK}:{port}",
        "THONGSUOT_SAMPLE_DATA": "1",
    }


def python(home: Path, port: int, *words: str) -> str:
    """Run Python in ``home`` and return what it printed."""
    environment = variables(home, port) | {
        "DJANGO_SETTINGS_MODULE": "thongsuot.config.settings.dev",
        "PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT)])),
    }
    return subprocess.run(
        [sys.executable, *words], env=environment, check=True, capture_output=True, text=True
    ).stdout


def set_up(home: Path, port: int, catalogue: Path = shipped.SAMPLE_PROCEDURES) -> None:
    """Do what an operator does once: page assets, tables, catalogue, organisation."""
    python(home, port, str(ROOT / "tools" / "assets.py"))
    command(home, port, "database", "prepare")
    python(home, port, str(TESTS / "builders_coming_years.py"))
    command(home, port, "procedure", "import", str(catalogue), allowed=(OK, PARTIAL))
    settled = str(shipped.SAMPLE_SETTLEMENTS)
    command(home, port, "procedure", "settle", settled, allowed=(OK, PARTIAL))
    command(home, port, "org", "import", str(ORGANISATION))


def free_port() -> int:
    """Return a port on loopback that nobody listens on.

    It lies below those that the system hands out by itself, so that nothing else takes it between
    now and the start of whoever was given it.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as asked:
            if asked.connect_ex((LOOPBACK, port)):
                return port


def postmaster(home: Path) -> int:
    """Return the process id of the embedded database server."""
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def family(pid: int) -> Sequence[psutil.Process]:
    """Return a process and all that it started, or nothing when it is gone."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def until_it_answers(server: int, port: int, log: Path) -> None:
    """Wait for the server to accept connections; end at once when it dies."""
    for _attempt in range(int(START_WITHIN_S * 10)):
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            if has_ended(server):
                break
        else:
            return
    state = "has ended" if has_ended(server) else f"does not answer within {START_WITHIN_S:g} s"
    raise AssertionError(f"the web server {state}: {log.read_text()[-2000:]}")


def has_ended(pid: int, within_s: float = 0.1) -> bool:
    """Wait a moment for a process to end; return whether it has."""
    try:
        psutil.Process(pid).wait(timeout=within_s)
    except psutil.TimeoutExpired:
        return False
    except psutil.NoSuchProcess:
        return True
    return True
