"""Where ``serve`` may not listen, and what it may not serve: said before anything is started."""

import socket

import pytest
from tests.entered import run

from thongsuot.entrypoints.cli import servers
from thongsuot.entrypoints.cli.demo import loading, state


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


def unfinished():
    state.note_begun("tiny", 1)


def loaded():
    unfinished()
    state.note_loaded("tiny", 1, loading.Played(0, 0, ""))


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("sample", [unfinished, loaded])
def test_a_folder_that_says_nothing_of_the_sample_does_not_serve_it(
    committed_db, settings, never_started, sample, command
):
    sample()
    settings.SAMPLE_DATA = False
    done = run(command)
    assert done.exit_code == 5
    assert "error: this database holds the sample province" in told(done)
    assert "would not be marked as samples" in done.stderr
    assert "next: check DATABASE_URL and THONGSUOT_HOME" in done.stderr


def test_a_folder_that_says_so_serves_the_sample(committed_db, settings, never_started):
    loaded()
    settings.SAMPLE_DATA = True
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    done = run("serve", "--port", port)
    assert isinstance(done.exception, AssertionError), done.stderr
    assert "started all the same" in str(done.exception)
