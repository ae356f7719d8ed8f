"""Whether an address is free to listen on, asked before a server is started on it."""

import socket
from errno import EADDRINUSE
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.request import urlopen

from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit
from thongsuot.entrypoints.shared.references import HEADER

FURTHER_ON: Final = 80
LAST_PORT: Final = 65535


def check_free(host: str, port: int, again: str) -> None:
    """Refuse an address where somebody listens, or that is not ours to listen on.

    ``again`` is the command to run with another ``{port}``.
    Raises:  CommandFailed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return
        except OSError as error:
            other = port + FURTHER_ON if port + FURTHER_ON <= LAST_PORT else port - FURTHER_ON
            raise _not_free(error, host, port, again.format(port=other)) from error


def _not_free(error: OSError, host: str, port: int, advice: str) -> CommandFailed:
    if error.errno != EADDRINUSE:
        return CommandFailed(
            f"nothing can listen on {host}, port {port}",
            why=error.strerror or type(error).__name__,
            advice="name an address of this machine and a port that this user may open",
            exit_code=Exit.PERMISSION if isinstance(error, PermissionError) else Exit.USAGE,
        )
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    is_ours = answers_as_ours(url)
    return CommandFailed(
        f"Thông Suốt is running already: {url}" if is_ours else f"port {port} is taken",
        why=f"port {port} answers as ours" if is_ours else "another program listens there",
        advice=advice,
        exit_code=Exit.CONFLICT,
    )


def answers_as_ours(url: str) -> bool:
    """Return whether a page of ours answers there."""
    try:
        with urlopen(url, timeout=2) as page:  # noqa: S310 - an address that we listen on
            return HEADER in page.headers
    except HTTPError as answered:
        return HEADER in answered.headers
    except (OSError, HTTPException):
        return False
