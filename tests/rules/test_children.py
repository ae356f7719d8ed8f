"""Children end with whoever began them; a killed parent has no time to tell them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
BEGINS = "import os, signal, subprocess, sys; from thongsuot.kernel.children import *\n"
FORKS = "child = forked(signal.pause); child.start()\n"
FORKS_DEAF = """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = forked(signal.pause); child.start()
"""
RUNS = """
child = subprocess.Popen(
    [sys.executable, "-c", "import signal; signal.pause()"],
    preexec_fn=ending_with_us(signal.SIGTERM), start_new_session=True,
)
"""
GOES_ON = "print(child.pid, flush=True); signal.pause()"
PATIENCE_S = 60


@contextmanager
def parent_of(begun: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process that has begun a child, which holds its standard output as well."""
    parent = subprocess.Popen(
        [sys.executable, "-c", BEGINS + begun + GOES_ON], stdout=subprocess.PIPE
    )
    child = int(parent.stdout.readline())
    try:
        yield parent
    finally:
        for left in (parent.pid, child):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        parent.wait()
        parent.stdout.close()


@pytest.mark.parametrize(
    "begun", [FORKS, FORKS_DEAF, RUNS], ids=["a copy", "a copy deaf to SIGTERM", "a program"]
)
def test_the_child_of_a_killed_parent_ends(begun):
    with parent_of(begun) as parent:
        parent.send_signal(signal.SIGKILL)
        rest, _nothing = parent.communicate(timeout=PATIENCE_S)  # until nobody holds the pipe
    assert rest == b""


def test_a_child_begun_by_one_who_is_gone_already_ends_at_once():
    late = (
        "from thongsuot.kernel.children import _bound\nif not os.fork(): _bound(1, print, 'on')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", BEGINS + late + "print(os.wait()[1])"],
        capture_output=True, timeout=PATIENCE_S,
    )  # fmt: skip
    assert done.stdout.decode() == f"{int(signal.SIGKILL)}\n", done.stderr
