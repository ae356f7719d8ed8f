"""Clients that are slow, or stop in the middle: everybody else is served meanwhile."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.filing_over_http import PlainCitizen
from tests.journeys.installation_under_test import Installation
from tests.journeys.photographs import jpeg_held_upright

pytestmark = pytest.mark.browser

IDLE = 200
HALF_HEADERS = 20
HALF_UPLOADS = 3
"""Fewer than one process of the server has threads: the proxy before it keeps more away."""
SLOW_READERS = 20
PROMISED = 5_000_000
RECEIVES = 4096
"""Bytes that the machine of a slow reader takes in before it is read from."""
LONG = "/static/shared/css/base.css"


@pytest.fixture
def connect(installation: Installation) -> Iterator[Callable[[bytes], socket.socket]]:
    """Return what opens a connection, says something and then nothing more, until the test ends."""
    with ExitStack() as held:

        def said(words: bytes) -> socket.socket:
            line = held.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVES)
            line.connect(("127.0.0.1", installation.port))
            line.sendall(words)
            return line

        yield said


def half_an_upload(citizen: PlainCitizen) -> bytes:
    """Return the beginning of a form that the server waits for: its file never comes."""
    cookies = "; ".join(f"{name}={value}" for name, value in citizen.session.cookies.items())
    return (
        f"POST {citizen.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        f"Content-Length: {PROMISED}\r\nContent-Type: multipart/form-data; boundary=cham\r\n\r\n"
        '--cham\r\nContent-Disposition: form-data; name="tai"\r\n\r\n'
    ).encode()


def test_a_citizen_files_while_others_are_slow_or_stop_in_the_middle(
    installation, plain_citizen, connect
):
    plain_citizen.begins_a_birth()
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for words, many in (
        (b"", IDLE),
        (head + b"X-Cham: a", HALF_HEADERS),
        (half_an_upload(plain_citizen), HALF_UPLOADS),
        (head.replace(b"/ ", f"{LONG} ".encode()) + b"\r\n", SLOW_READERS),
    ):
        for _one in range(many):
            connect(words)
    other = PlainCitizen(installation.url)
    with other.session:
        code, pin = other.files_a_birth(jpeg_held_upright("GIAY CHUNG SINH"))
    assert code
    assert pin
