"""What the record says over a period; each question is asked for all agencies or for some."""

from thongsuot.domains.accountability.queries.chains import handovers, long_chains, loops
from thongsuot.domains.accountability.queries.charges import (
    charges,
    reckon_dossier,
    split_dossier,
)
from thongsuot.domains.accountability.queries.consulting import consulting
from thongsuot.domains.accountability.queries.holdings import holdings
from thongsuot.domains.accountability.queries.rulings import brought_up
from thongsuot.domains.accountability.queries.standing import (
    AGES,
    ages,
    citizen_waits,
    hiding_places,
    league,
)
from thongsuot.domains.accountability.queries.statements import (
    entries_of,
    explanations,
    statement,
)

__all__ = [
    "AGES",
    "ages",
    "brought_up",
    "charges",
    "citizen_waits",
    "consulting",
    "entries_of",
    "explanations",
    "handovers",
    "hiding_places",
    "holdings",
    "league",
    "long_chains",
    "loops",
    "reckon_dossier",
    "split_dossier",
    "statement",
]
