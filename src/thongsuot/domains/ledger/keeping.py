"""The newest checkpoint, kept in a file: whoever bends the database must bend this too.

It is a weak witness that costs nothing. Witnesses elsewhere keep the same note.
"""

import os
from pathlib import Path

from django.conf import settings

from thongsuot.domains.ledger import public_log

NAME = "checkpoint"


def keep_newest() -> None:
    """Write the newest note into the folder of the log, whole or not at all."""
    note = public_log.newest_note()
    if note is None:
        return
    folder = Path(settings.LOG_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{NAME}.{os.getpid()}"
    fresh.write_text(note, "utf-8")
    fresh.replace(folder / NAME)


def kept_note() -> str:
    """Return the note that was kept, or nothing."""
    path = Path(settings.LOG_FOLDER) / NAME
    return path.read_text("utf-8", errors="replace") if path.exists() else ""
