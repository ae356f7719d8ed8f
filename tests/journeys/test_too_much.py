"""More than may be sent: answered with a page, and never held in memory."""

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from tests.births import BIRTH_PAPER
from tests.journeys.people_at_work import plain

pytestmark = pytest.mark.browser

MIB = 1024 * 1024
TOO_MUCH = 200 * MIB
MARGIN = 48 * MIB
"""What a server may grow by while it answers anything at all."""
MARK = "qua-lon"


def most_memory(installation) -> int:
    """Return the most bytes that any process of the web server has held since it was started."""
    server = psutil.Process(installation.server)
    return max(_peak(p.pid) for p in [server, *server.children(recursive=True)])


def _peak(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def form_with_a_file(token: str, size: int) -> tuple[int, Iterator[bytes]]:
    """Return the length and the pieces of a form that holds one file of ``size`` bytes."""
    head = (
        f'--{MARK}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{MARK}\r\nContent-Disposition: form-data; name="file-{BIRTH_PAPER}"; filename="to.jpg"'
        "\r\nContent-Type: image/jpeg\r\n\r\n"
    ).encode()
    tail = f"\r\n--{MARK}--\r\n".encode()
    pieces = ([head], (os.urandom(MIB) for _piece in range(size // MIB)), [tail])
    return len(head) + size + len(tail), (piece for part in pieces for piece in part)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_a_file_of_200_mib_is_refused_by_name_and_size_and_not_held_in_memory(
    plain_citizen, installation
):
    plain_citizen.begins_a_birth()
    plain_citizen.adds(b"", "rong.jpg")  # the server has done such work before it is measured
    before = most_memory(installation)
    length, body = form_with_a_file(plain_citizen.hidden()["csrfmiddlewaretoken"], TOO_MUCH)

    answer = plain_citizen.session.post(
        plain_citizen.path, content=body,
        headers={
            "Content-Type": f"multipart/form-data; boundary={MARK}",
            "Content-Length": str(length),
        },
    )  # fmt: skip

    assert answer.status_code == 413
    assert "Tệp “to.jpg” nặng 200 MB, vượt mức 20 MB" in plain(answer.text)
    assert most_memory(installation) - before < MARGIN
    assert plain_citizen.opens(plain_citizen.path).count("đã nhận,") == 0


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
@pytest.mark.parametrize("path", ["/tra-cuu", "/can-bo/dang-nhap/", "/api/dossiers"])
def test_a_form_of_200_mib_is_answered_and_not_held_in_memory(plain_citizen, installation, path):
    plain_citizen.opens("/tra-cuu")
    token = plain_citizen.hidden()["csrfmiddlewaretoken"]
    before = most_memory(installation)
    pieces = (b"x" * MIB for _piece in range(TOO_MUCH // MIB))

    answer = plain_citizen.session.post(
        path, content=pieces,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(TOO_MUCH), "X-CSRFToken": token,
        },
    )  # fmt: skip

    assert answer.status_code in {401, 403, 413}
    assert "Phần gửi lên quá lớn" in answer.text or answer.status_code != 413
    assert most_memory(installation) - before < MARGIN
