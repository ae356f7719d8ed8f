"""How many wrong secrets are borne where a dossier is looked up, as an installation writes it."""

from dataclasses import fields

from thongsuot.domains.dossiers.terms.patience import Patience
from thongsuot.entrypoints.cli.plumbing import CommandFailed, Exit

VARIABLE = "THONGSUOT_LOOKUP_PATIENCE"


def read(written: str) -> Patience:
    """Return what ``here=5 pins=100`` says; what is not named is as it comes.

    Raises:  CommandFailed for another name, and for what is no number of 1 or more.
    """
    try:
        pairs = (pair.split("=") for pair in written.split())
        return Patience(**{name: int(number) for name, number in pairs})
    except (TypeError, ValueError):
        known = " ".join(f"{one.name}={one.default}" for one in fields(Patience))
        raise CommandFailed(
            f"{VARIABLE} must read as {known}, each 1 or more; it reads {written}",
            exit_code=Exit.USAGE,
        ) from None
