"""What the record says over a period; each question is asked for all agencies or for some."""

from thongsuot.domains.accountability.queries.chains import handovers, loops
from thongsuot.domains.accountability.queries.charges import charges, reckon_dossier
from thongsuot.domains.accountability.queries.standing import ages, hiding_places, league

__all__ = [
    "ages",
    "charges",
    "handovers",
    "hiding_places",
    "league",
    "loops",
    "reckon_dossier",
]
