"""What is borne of strangers, as an installation writes it: wrong secrets, and much to keep."""

from dataclasses import fields
from typing import Any, TypeVar

from thongsuot.domains.dossiers.terms.bounds import FilingBounds
from thongsuot.domains.dossiers.terms.patience import Patience
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

Numbers = TypeVar("Numbers", Patience, FilingBounds)


def read(written: str) -> Patience:
    """Return what ``here=5 pins=100`` says; what is not named is as it comes.

    Raises:  CommandFailed for another name, and for what is no number of 1 or more.
    """
    return _read(Patience, "THONGSUOT_LOOKUP_PATIENCE", written)


def read_bounds(written: str) -> FilingBounds:
    """Return what ``drafts=300 files=1500`` says; what is not named is as it comes.

    Raises:  CommandFailed for another name, and for what is no number of 1 or more.
    """
    return _read(FilingBounds, "THONGSUOT_FILING_BOUNDS", written)


def _read(kind: type[Numbers], variable: str, written: str) -> Numbers:
    try:
        pairs = (pair.split("=") for pair in written.split())
        numbers: dict[str, Any] = {name: int(number) for name, number in pairs}
        return kind(**numbers)
    except (TypeError, ValueError):
        known = " ".join(f"{one.name}={one.default}" for one in fields(kind))
        raise CommandFailed(
            f"{variable} must read as {known}, each 1 or more",
            why=f"it reads {written}",
            advice=f"correct or unset {variable}, see docs/howto/install.md",
            exit_code=Exit.USAGE,
        ) from None
