"""Where ``serve`` may not listen: said before anything is started."""

import socket

import pytest
from tests.entered import run

from thongsuot.entrypoints.cli import servers


@pytest.fixture
def never_started(monkeypatch):
    """Refuse to become a web server."""

    def become(*_words):
        raise AssertionError("started all the same")

    monkeypatch.setattr(servers.os, "execv", become)


def told(done):
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["error", "why", "next"]
    return done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_told_with_another(committed_db, never_started, host):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "--host", host, "--port", port)
    assert done.exit_code == 5
    assert f"error: port {port} is taken" in told(done)
    assert "next: thongsuot serve --port" in done.stderr


def test_an_address_of_another_machine_is_told(committed_db, never_started):
    done = run("serve", "--host", "192.0.2.1", "--port", 8000)
    assert done.exit_code == 2
    assert "error: nothing can listen on 192.0.2.1, port 8000" in told(done)
