"""Words of looking a dossier up: how many wrong secrets are borne."""

from dataclasses import dataclass

from thongsuot.domains.dossiers.terms import DossierError


class PinOnly(DossierError):
    """So many guessed at this code today that the end of a telephone opens it no more."""

    code = "pin-only"


@dataclass(frozen=True, slots=True)
class Patience:
    """How many wrong secrets are borne; no law sets it, an installation may.

    ``here`` counts those of one address on one code: it alone waits then. ``phone_ends`` and
    ``pins`` count those of all addresses on one code, after which the end of the telephone, and
    then the PIN too, are slow to open it. ``any_codes`` counts those of one address on any code.

    Units:  wrong secrets; ``here``, ``phone_ends`` and ``pins`` of a day, ``any_codes`` of a
            quarter of an hour.
    """

    here: int = 5
    phone_ends: int = 20
    pins: int = 100
    any_codes: int = 60

    def __post_init__(self) -> None:
        """Refuse a bound that would bear nothing at all.  Raises: ValueError."""
        if min(self.here, self.phone_ends, self.pins, self.any_codes) < 1:
            raise ValueError("at least one wrong secret is borne")
