"""Words of what strangers may send: how much one network is taken in an hour."""

from dataclasses import dataclass

from thongsuot.domains.dossiers.terms import DossierError


class SentTooMuch(DossierError):
    """One network sent more within the hour than an installation takes."""

    code = "sent-too-much"


@dataclass(frozen=True, slots=True)
class FilingBounds:
    """How much is taken in from one network; no law sets it, an installation may.

    A village, an agency or a carrier's telephones may share one address: the bounds keep a disk
    from being filled, and are far above what people file.

    Units:  an hour of the clock; ``megabytes`` of 10^6 bytes.
    """

    drafts: int = 300
    files: int = 1500
    megabytes: int = 3000

    def __post_init__(self) -> None:
        """Refuse a bound that would take nothing at all.  Raises: ValueError."""
        if min(self.drafts, self.files, self.megabytes) < 1:
            raise ValueError("at least one of each is taken")
