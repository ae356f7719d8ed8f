"""Processes as BPMN 2.0 at the command line: a file in as a draft."""

from datetime import datetime
from pathlib import Path
from typing import Final

from thongsuot.domains.catalogue import services
from thongsuot.domains.catalogue.bpmn.reading import MOST_BYTES
from thongsuot.domains.catalogue.terms import ImportReport
from thongsuot.domains.ledger.terms import Actor

ENDINGS: Final = frozenset({".bpmn", ".xml"})


def is_bpmn(file: Path) -> bool:
    """Whether a file is taken for BPMN, by its name."""
    return file.suffix.lower() in ENDINGS


def import_bpmn(file: Path, *, by: Actor, at: datetime, dry_run: bool) -> ImportReport:
    """Take over the process of a file as a draft; what is outside the subset refuses it whole.

    Raises:  FileNotReadable; NotYoursToChange.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    report, _code = services.import_bpmn(content=content, by=by, at=at, dry_run=dry_run)
    return report
