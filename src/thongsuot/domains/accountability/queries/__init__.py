"""What the record says over a period; each question is asked for all agencies or for some."""

from thongsuot.domains.accountability.queries.chains import handovers, loops
from thongsuot.domains.accountability.queries.charges import charges, reckon_dossier
from thongsuot.domains.accountability.queries.standing import AGES, ages, hiding_places, league
from thongsuot.domains.accountability.queries.statements import (
    entries_of,
    explanations,
    statement,
)

__all__ = [
    "AGES",
    "ages",
    "charges",
    "entries_of",
    "explanations",
    "handovers",
    "hiding_places",
    "league",
    "loops",
    "reckon_dossier",
    "statement",
]
