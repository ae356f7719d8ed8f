"""Which keys in the folder of an installation were made for its sample, and may go with it.

The file that marks the folder names those that were there before. Nothing is removed that it
names, nor what bears no name of ours; and where the file is empty, as it once was written, or
another database was entered with the keys, nothing is removed but the sample's password.
"""

import json
import shutil
from pathlib import Path
from typing import Final

from thongsuot.config.environment import sample_mark

LOGIN: Final = "sample-password"
MADE_BY_US: Final = (
    LOGIN,
    "session.key",
    "index.key",
    "personal-data.*.key",
    "public-log.*.key",
    "payment-platform.key",
    "signing",
)
"""What a start, or a first signature, makes under ``keys``."""


def present(home: Path) -> frozenset[str]:
    """Return the names of the keys of ours that are here."""
    return frozenset(path.name for name in MADE_BY_US for path in (home / "keys").glob(name))


def keep(home: Path, names: frozenset[str]) -> None:
    """Mark the folder as a sample's, and name the keys that are not the sample's."""
    sample_mark(home).write_text(json.dumps({"keep": sorted(names - {LOGIN})}))


def kept(home: Path) -> frozenset[str]:
    """Return which keys are not the sample's: all, where nobody noted it."""
    mark = sample_mark(home)
    noted = mark.read_text() if mark.exists() else ""
    return frozenset(json.loads(noted)["keep"]) if noted else present(home)


def drop(home: Path, keeping: frozenset[str]) -> list[str]:
    """Remove the keys of ours but those of ``keeping``; return the names of what stays."""
    for name in present(home) - (keeping - {LOGIN}):
        path = home / "keys" / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return sorted(path.name for path in (home / "keys").glob("*"))
