"""What the record says of one officer, and what he answered."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from thongsuot.domains.accountability.models import Explanation
from thongsuot.domains.accountability.queries.charges import reckon_each
from thongsuot.domains.accountability.queries.happenings import ACT_OF, KIND, happenings
from thongsuot.domains.accountability.terms import (
    Account,
    Explained,
    Period,
    Reckoning,
    Statement,
    StatementRow,
)
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import rules as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Act

AT_ONCE: Final = 500


def statement(
    officer: int, period: Period, *, at: datetime, calendar: WorkingCalendar
) -> Statement:
    """Return what the record says of an officer: every dossier he had to do with in the period.

    A dossier's minutes are those of its whole life until ``at``, so that they add up to its
    lateness.  Raises: CalendarGap.
    """
    since, until = period.since, period.until
    subjects = custody.subjects_of(officer, since=since, until=until)
    codes = [dossiers.code_of(subject) for subject in subjects if subject.startswith(KIND)]
    events = happenings(officer, codes, since=since, until=until, at=at)
    rows = []
    for page in _pages(codes):
        for code, reckoning in reckon_each(page, at=at, calendar=calendar):
            rows += [_row(code, reckoning, officer)]
    rows.sort(key=lambda row: (-row.late, -row.held, row.code))
    told_of = {*subjects, *(dossiers.subject_of(event.code) for event in events)}
    return Statement(
        officer, period, at, tuple(rows), tuple(events),
        tuple(explanations(told_of, officer=officer)),
    )  # fmt: skip


def _pages(codes: Iterable[str]) -> Iterable[list[str]]:
    left = iter(codes)
    while page := list(islice(left, AT_ONCE)):
        yield page


def _row(code: str, reckoning: Reckoning, officer: int) -> StatementRow:
    own = [account for account in reckoning.accounts if account.holder.officer == officer]
    return StatementRow(
        code=code,
        held=_sum(own, "held"),
        share=_sum(own, "share"),
        over=_sum(own, "over"),
        awaiting=_sum(own, "awaiting"),
        paused=_sum(own, "paused"),
        late=_sum(own, "late"),
        whole_late=reckoning.late,
    )


def _sum(accounts: Sequence[Account], name: str) -> int:
    return sum(int(getattr(account, name)) for account in accounts)


# --- answers ------------------------------------------------------------------------------------


def explanations(subjects: Iterable[str], *, officer: int | None = None) -> list[Explained]:
    """Return the answers to entries of these subjects, oldest first: of one officer, or all."""
    rows = Explanation.objects.filter(subject__in=list(subjects)).order_by("id")
    if officer is not None:
        rows = rows.filter(officer_id=officer)
    return [
        Explained(row.subject.partition(":")[2], row.entry, row.officer_id, row.at, row.words)
        for row in rows
    ]


def entries_of(code: str, officer: int, *, at: datetime) -> list[Act]:
    """Return the entries of a dossier's chain that concern the officer, oldest first."""
    subject = dossiers.subject_of(code)
    acts = record.acts_of(subject)
    offers = custody.offers_of([subject]).get(subject, [])
    spans = custody.spans_of([subject]).get(subject, [])
    named = {o.id for o in offers if officer in (o.officer, o.answered_by)}
    taken = {span.started_at for span in spans if span.officer == officer}
    happened = _happened(code, officer, acts, at)
    return [
        act for act in acts
        if act.act != "explained"
        and (act.actor.officer_id == officer or act.detail.get("offer") in named
             or act.detail.get("officer") == officer or act.at in taken
             or (act.act, act.at) in happened)
    ]  # fmt: skip


def _happened(
    code: str, officer: int, acts: Sequence[Act], at: datetime
) -> set[tuple[str, datetime]]:
    """Return the entries of one dossier, by name and instant, that say what happened to him."""
    if not acts:
        return set()
    until = max(at, acts[-1].at) + timedelta(microseconds=1)
    found = happenings(officer, [code], since=acts[0].at, until=until, at=at, code=code)
    return {(act, event.at) for event in found for act in ACT_OF.get(event.what, ())}


def concerns(subject: str, entry: int, officer: int, *, at: datetime) -> bool:
    """Whether an entry concerns the officer: his own act, his question, what he was left with."""
    code = subject.removeprefix(KIND)
    return entry in {act.seq for act in entries_of(code, officer, at=at)}
