"""An objection that nobody answers any more: the papers came, or the dossier ended."""

from datetime import datetime
from typing import Final

from thongsuot.domains.dossiers.models import Dossier, Objection
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome

_ENDS: Final = frozenset({Act.SUPPLY, Act.COMPLETE, Act.WITHDRAW, Act.STOP, Act.REFUSE})


def drop(dossier: Dossier, act: Act, at: datetime) -> None:
    """End the objection that waits where an act leaves nothing to disagree with."""
    if act not in _ENDS or dossier.as_locked["supplement_since"] is None:
        return
    waiting = Objection.objects.filter(request__dossier=dossier, answered_at=None)
    waiting.update(answered_at=at, outcome=ObjectionOutcome.DROPPED)
