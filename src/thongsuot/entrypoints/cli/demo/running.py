"""Start the web server and the worker, watch over both, stop both."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from thongsuot.entrypoints.cli.demo.logins import Login
from thongsuot.entrypoints.cli.installation import Installation
from thongsuot.entrypoints.cli.listening import answers_as_ours, check_free
from thongsuot.entrypoints.cli.plumbing import CommandFailed, note
from thongsuot.entrypoints.cli.servers import collect_pages, serve_command
from thongsuot.kernel.children import ending_with_us

HOST: Final = "127.0.0.1"
WEB_PROCESSES: Final = 2
START_S: Final = 60
STOP_S: Final = 15
LOOK_S: Final = 0.3
RESTARTS: Final = 5
QUICK_S: Final = 30
"""A server that ends sooner than this after its start counts against ``RESTARTS``."""
LOGS: Final = "logs"
LOGGED: Final = ("web", "worker", "platform")
CUT_OFF: Final = (
    "the sample is not whole yet: the next run begins it anew, or keeps it as it is where\n"
    "something was done on dossiers since; thongsuot demo reset, then run, brings the whole"
)
OURS: Final = (sys.executable, "-m", "thongsuot.config.manage")


@dataclass(frozen=True, slots=True)
class Ready:
    """What preparing came to: who may log in, and the command that finishes it beside the pages."""

    logins: list[Login]
    still_to_do: list[str] | None


def run_servers(installation: Installation, port: int, *, prepare: Callable[[], Ready]) -> None:
    """Prepare, serve until Ctrl-C or SIGTERM, and stop what was started."""
    check_free(HOST, port, "thongsuot demo run --port {port}")
    url = f"http://{HOST}:{port}"
    installation.be_reached_at(url)
    ready = prepare()
    note("==> pages")
    collect_pages()
    platform = _free_port()
    given = installation.for_children(public_url=url) | {
        "THONGSUOT_PLATFORM_URL": f"http://{HOST}:{platform}/api"
    }
    logs = installation.home / LOGS
    logs.mkdir(exist_ok=True)
    servers = _servers(port, platform, url, given, logs)
    rest = Server("sample", [*OURS, *(ready.still_to_do or [])], given, ends=True)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    try:
        for server in servers:
            server.start()
        _wait_until_it_answers(url, servers[0])
        _welcome(url, ready, logs)
        if ready.still_to_do:
            servers.append(rest)
            rest.start()
        _watch(servers)
    except KeyboardInterrupt:
        note("\nstopping")
        if rest.is_running():
            note(CUT_OFF)
    finally:
        for server in reversed(servers):
            server.stop()


def _servers(
    port: int, platform: int, url: str, given: Mapping[str, str], logs: Path
) -> list["Server"]:
    playing = [*OURS, "demo", "platform", "--port", str(platform), "--site", url]
    commands = (serve_command(HOST, port, WEB_PROCESSES), [*OURS, "worker"], playing)
    return [
        Server(name, command, given, logs / f"{name}.log")
        for name, command in zip(LOGGED, commands, strict=True)
    ]


def drop_logs(home: Path) -> None:
    """Remove what the servers of the sample logged; what else lies there stays."""
    for name in LOGGED:
        (home / LOGS / f"{name}.log").unlink(missing_ok=True)
    with suppress(OSError):  # not there, or others keep something in it
        (home / LOGS).rmdir()


def _as_ctrl_c(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _free_port() -> int:
    """Return a port of loopback that nobody uses now: for the stand-in payment platform."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One child process that is started again when it falls."""

    name: str
    command: list[str]
    variables: Mapping[str, str]
    log: Path | None = None
    """Where it writes what it logs; without one it speaks on this terminal."""
    ends: bool = False
    """It does one piece of work and is not started again."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = field(default=0)

    def start(self) -> None:
        """Start it in a group of its own: Ctrl-C comes to us, and we stop it in order."""
        self.started = time.monotonic()
        with self.log.open("ab") if self.log else nullcontext() as log:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.variables),
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=ending_with_us(signal.SIGTERM),
            )

    def is_running(self) -> bool:
        """Return whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def has_fallen(self) -> bool:
        """Return whether it ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def start_again(self) -> None:
        """Start it again, unless it falls again and again.  Raises: CommandFailed."""
        quick = time.monotonic() - self.started < QUICK_S
        self.falls = self.falls + 1 if quick else 1
        if self.falls > RESTARTS:
            raise CommandFailed(
                f"the {self.name} process does not stay up",
                why=f"its messages stand in {self.log}" if self.log else "see above",
                advice="thongsuot doctor",
            )
        note(f"the {self.name} process ended; starting it again")
        self.start()

    def stop(self) -> None:
        """Ask it to stop, wait, and end it if it does not."""
        if self.process is None or not self.is_running():
            return
        if self.ends:
            os.killpg(self.process.pid, signal.SIGTERM)  # it has forked
        else:
            self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _wait_until_it_answers(url: str, web: Server) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and not web.has_fallen():
        if answers_as_ours(url):
            return
        time.sleep(LOOK_S)
    raise CommandFailed(
        "the web server does not answer",
        why=f"waited {START_S} s" if not web.has_fallen() else f"it ended; see {web.log}",
        advice="thongsuot doctor",
    )


def _watch(servers: list[Server]) -> None:
    while True:
        for server in servers:
            if server.has_fallen() and not server.ends:
                server.start_again()
        time.sleep(LOOK_S)


def _welcome(url: str, ready: Ready, logs: Path) -> None:
    note(f"\nThông Suốt – DỮ LIỆU MẪU (tỉnh Mẫu, không có thật)\n\n  người dân   {url}/")
    note(f"  cán bộ      {url}/can-bo/\n  máy         {url}/api/openapi.json\n")
    width = max((len(login.username) for login in ready.logins), default=0)
    for login in ready.logins:
        note(f"  {login.username:<{width}}  {login.password}  {login.does}")
    if ready.still_to_do:
        note("\nHồ sơ mẫu đang được nạp: trang dùng được ngay và đầy dần lên.")
    note(f"\nNhật ký máy chủ: {logs}\nCtrl-C dừng lại.")
