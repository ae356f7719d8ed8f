"""Processes that end with whoever began them, however that one ends: killed, too."""

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.context import ForkProcess
from typing import Any, Final

PR_SET_PDEATHSIG: Final = 1


def forked(work: Callable[..., None], *given: Any) -> ForkProcess:
    """Return a copy of this process that will do ``work``; the caller starts it, and joins it.

    When this process is gone, in whatever way, the kernel ends the copy at once (Linux).
    """
    context = multiprocessing.get_context("fork")
    return context.Process(target=_bound, args=(os.getpid(), work, *given), daemon=True)


def ending_with_us(told: signal.Signals) -> Callable[[], None]:
    """Return what a child that runs another program does first (``preexec_fn``).

    When this process is gone, in whatever way, the kernel sends the child ``told`` (Linux).
    """
    return partial(_end_with, os.getpid(), told)


def _bound(parent: int, work: Callable[..., None], *given: Any) -> None:
    _end_with(parent, signal.SIGKILL)  # what was copied may answer any other signal in its own way
    work(*given)


def _end_with(parent: int, told: signal.Signals) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, told)
    if os.getppid() != parent:  # it was gone before we could ask
        os.kill(os.getpid(), told)
