"""The web server beside a benchmark: whatever befalls it, the figures are read by programs."""

import os

import psutil
import pytest

from thongsuot.entrypoints.cli.bench.server import web_server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
AT_MOST_S = 30


def test_what_the_server_says_of_a_lost_worker_is_not_mixed_with_the_figures(capfd):
    with web_server(os.environ, workers=1) as (_port, pid):
        workers = psutil.Process(pid).children()
        for worker in workers:
            worker.kill()
        gone, alive = psutil.wait_procs(workers, timeout=AT_MOST_S)
        assert gone
        assert not alive
    assert capfd.readouterr().out == ""
