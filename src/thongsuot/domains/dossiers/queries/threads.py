"""How the dossiers of a list were held so far, for drawing them; few queries, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import OfferTerms, Span
from thongsuot.domains.dossiers.models import Decision, Obligation, SupplementRequest
from thongsuot.domains.dossiers.queries.inbox import InboxRow
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Pause, PauseCause
from thongsuot.domains.dossiers.terms.drafts import DraftKind


@dataclass(frozen=True, slots=True)
class Thread:
    """What happened to one dossier of a list, as far as a row shows it."""

    spans: tuple[Span, ...] = ()
    pauses: tuple[Pause, ...] = ()
    returns: int = 0
    returned: OfferTerms | None = None
    """The last offer, when it was returned and the holder has not handed the dossier on since."""
    drafted_by: int | None = None
    signed_at: datetime | None = None
    guidances: int = 0
    """How often the desk said what is missing before it received anything."""
    window_ended_at: datetime | None = None
    """When it was put on record that whoever is guided so let his time for answering pass."""

    @property
    def supplements(self) -> int:
        """How often papers were asked for."""
        return sum(pause.cause is PauseCause.SUPPLEMENT for pause in self.pauses)


class _Asked(NamedTuple):
    """One request for missing papers."""

    code: str
    before_receipt: bool
    asked_at: datetime
    answered_at: datetime | None
    window_ended_at: datetime | None


def threads_of(rows: Sequence[InboxRow]) -> dict[str, Thread]:
    """Return the thread of each row the visitor was given, by code."""
    codes = [row.code for row in rows]
    subjects = [subject_of(code) for code in codes]
    spans = custodies.spans_by_subject(subjects)
    returns = custodies.returns_by_subject(subjects)
    returned = custodies.returned_by_subject(list(returns))
    asked, decisions = _asked_of(codes), _decisions_of(codes)
    pauses = _pauses_of(codes, asked)
    guided = _guided(asked)
    return {
        code: Thread(
            spans=tuple(spans.get(subject, ())),
            pauses=tuple(pauses.get(code, ())),
            returns=returns.get(subject, 0),
            returned=returned.get(subject),
            drafted_by=decisions.get(code, (None, None))[0],
            signed_at=decisions.get(code, (None, None))[1],
            guidances=len(guided.get(code, ())),
            window_ended_at=next((end for end in guided.get(code, ()) if end), None),
        )
        for code, subject in zip(codes, subjects, strict=True)
    }


def pauses_of(codes: Sequence[str]) -> dict[str, list[Pause]]:
    """Return when the clock of each dossier stood and why, oldest first; two queries."""
    return _pauses_of(codes, _asked_of(codes))


def _pauses_of(codes: Sequence[str], asked: Sequence[_Asked]) -> dict[str, list[Pause]]:
    due = Obligation.objects.filter(dossier__code__in=codes)
    waits = [
        *(
            ((a.code, a.asked_at, a.answered_at), PauseCause.SUPPLEMENT)
            for a in asked
            if not a.before_receipt
        ),
        *((row, PauseCause.OBLIGATION) for row in due.values_list(*_OWED)),
    ]
    found: dict[str, list[Pause]] = {}
    for (code, start, end), cause in sorted(waits, key=lambda wait: wait[0][1]):
        found.setdefault(code, []).append(Pause(start, end, cause))
    return found


def _asked_of(codes: Sequence[str]) -> list[_Asked]:
    """Return what was asked for, without what an objection overturned: it counts for nothing."""
    rows = SupplementRequest.objects.filter(dossier__code__in=codes, overturned_at=None)
    return [_Asked(*row) for row in rows.values_list("dossier__code", *_Asked._fields[1:])]


def _guided(asked: Sequence[_Asked]) -> dict[str, list[datetime | None]]:
    """Return the guidances of each dossier: for the one that waits, when its window ended."""
    found: dict[str, list[datetime | None]] = {}
    for one in asked:
        if one.before_receipt:
            ended = None if one.answered_at else one.window_ended_at
            found.setdefault(one.code, []).append(ended)
    return found


_OWED = ("dossier__code", "requested_at", "met_at")


def _decisions_of(codes: Sequence[str]) -> dict[str, tuple[int, datetime | None]]:
    drafted = without_turned(Decision.objects.filter(dossier__code__in=codes), DraftKind.DECISION)
    rows = drafted.values_list("dossier__code", "drafted_by_id", "signed_at")
    return {code: (drafter, signed_at) for code, drafter, signed_at in rows}
