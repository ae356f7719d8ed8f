"""The web server that is measured: the real one, on a free port."""

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

import psutil

from thongsuot.entrypoints.cli.plumbing import CommandFailed
from thongsuot.entrypoints.cli.servers import serve_command
from thongsuot.kernel.children import ending_with_us

START_S = 60.0
STOP_S = 15.0
PAUSE_S = 0.1
LOOPBACK = "127.0.0.1"


@contextmanager
def web_server(variables: Mapping[str, str], workers: int) -> Iterator[tuple[int, int]]:
    """Serve on a free port for a while; yields the port and the id of the server's process.

    What the server says of itself goes nowhere: a benchmark prints figures that programs read.

    Raises:  CommandFailed when it does not answer.
    """
    port = _free_port()
    process = subprocess.Popen(
        serve_command(LOOPBACK, port, workers),
        env=dict(variables), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=ending_with_us(signal.SIGTERM),
    )  # fmt: skip
    try:
        _wait(process, port)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def process_of(pid: int) -> psutil.Process:
    """Return the process with this id."""
    return psutil.Process(pid)


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listening:
        return int(listening.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        connection = HTTPConnection(LOOPBACK, port, timeout=START_S)
        try:
            connection.request("GET", "/api/openapi.json")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(PAUSE_S)
        else:
            return
        finally:
            connection.close()
    raise CommandFailed(
        "the web server does not start",
        why=f"port {port} did not answer for {START_S} s",
        advice="thongsuot serve says more",
    )
