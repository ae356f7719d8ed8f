"""A server of ``demo run`` as a process: it runs, it is stopped, it has fallen."""

import os
import sys

import pytest

from thongsuot.entrypoints.cli.demo.running import Server

UNTIL_STOPPED = [sys.executable, "-c", "import signal; signal.pause()"]


@pytest.fixture
def server():
    """Return one that does a single piece of work; stopped afterwards."""
    made = Server("sample", UNTIL_STOPPED, os.environ, ends=True)
    yield made
    made.stop()


def test_what_was_never_started_does_not_run_and_has_not_fallen(server):
    assert (server.is_running(), server.has_fallen()) == (False, False)


def test_a_load_runs_until_it_is_stopped(server):
    server.start()
    assert (server.is_running(), server.has_fallen()) == (True, False)
    server.stop()
    assert (server.is_running(), server.has_fallen()) == (False, True)
