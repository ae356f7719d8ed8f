"""What takes days happens in a moment: doors at a later instant, beside the installation's own."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tests.installation import (
    CONSOLE_SCRIPT,
    LOOPBACK,
    free_port,
    python,
    until_it_answers,
    variables,
)
from tests.journeys.installation_under_test import Installation, end

from thongsuot.kernel.clock import utc_now

MOVED = """
from datetime import timedelta
from thongsuot.kernel import clock
real = clock.utc_now
clock.utc_now = lambda: real() + timedelta(seconds={seconds:.0f})
"""
SILENCE = """
import sys, django
from datetime import timedelta
django.setup()
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
(asked,) = (o for o in custodies.opinions_of(f"dossier:{sys.argv[1]}") if o.is_open)
at = asked.answer_by + timedelta(minutes=1)
dossiers.end_opinion_in_silence(opinion_id=asked.id, at=at, key=f"silence:opinion:{asked.id}")
print(at.isoformat())
"""


def silence_is_over(installation: Installation, code: str) -> datetime:
    """Do what the worker does once the time of the open question is over; return that instant.

    Of this dossier alone: to the worker itself, days later, the questions of the other journeys
    would be unanswered too.
    """
    told = python(Path(installation.home), installation.port, "-c", SILENCE, code)
    return datetime.fromisoformat(told.strip())


@contextmanager
def doors_at(installation: Installation, at: datetime, folder: Path) -> Iterator[str]:
    """Serve the installation on another port where it is ``at`` now; give the address."""
    seconds, port = (at - utc_now()).total_seconds(), free_port()
    (folder / "sitecustomize.py").write_text(MOVED.format(seconds=seconds))
    home, log = Path(installation.home), folder / "serve.log"
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    with log.open("wb") as written:
        server = subprocess.Popen(
            [str(CONSOLE_SCRIPT), "serve", "--port", str(port), "--workers", "1"],
            env=variables(home, port) | {"PYTHONPATH": os.pathsep.join(paths)},
            stdout=written, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        until_it_answers(server.pid, port, log)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        end(server.pid, signal.SIGTERM)
        server.wait()
