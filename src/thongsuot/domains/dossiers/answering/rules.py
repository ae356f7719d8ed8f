"""By when a desk answers; reading the policy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.dossiers.answering.terms import (
    AnsweringPolicy,
    AnsweringPolicyWrong,
    AnsweringRow,
    Stretch,
)
from thongsuot.domains.dossiers.lateness.terms import Addressee, Rung
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.rows import Row

FORMAT: Final = "thongsuot-answering-policy/1"
_CODE_LETTERS: Final = 40
_RUNG_LETTERS: Final = 20
_MOST_MINUTES: Final = 100_000
_MOST_DAYS: Final = 1_000
_IN_HOURS: Final = TimeLimit(1, Unit.WORKING_HOUR)
"""In what the time is lost while it stands: office time."""


def answer_by(
    sent_at: datetime, minutes: int, calendar: WorkingCalendar,
    stood: Sequence[Stretch] = (),
) -> datetime | None:  # fmt: skip
    """Return by when the desk answers what came at ``sent_at``; None while its time stands.

    ``stood`` are the stretches in which it may not receive, oldest first; the last may be open.
    One that begins when the answer was late already takes nothing back.

    Units:   ``minutes`` of working time; the answer is aware and UTC.
    Raises:  CalendarGap.
    """
    due_at = deadlines.add_working_minutes(sent_at, minutes, calendar)
    for since, until in stood:
        if since > due_at:
            break
        if until is None:
            return None
        due_at, _wait = deadlines.after_standing(
            due_at, _IN_HOURS, sent_at, calendar, since=max(since, sent_at), until=until
        )
    return due_at


def standing(stood: Sequence[Stretch], at: datetime, *, stands: bool) -> list[Stretch]:
    """Return the stretches after it was seen at ``at`` whether the time stands."""
    before, last = list(stood[:-1]), stood[-1] if stood else None
    if last is None or last[1] is not None:
        return [*stood, (at, None)] if stands else list(stood)
    return list(stood) if stands else [*before, (last[0], at)]


def read_stretches(written: Iterable[Sequence[str | None]]) -> tuple[Stretch, ...]:
    """Return stretches as a row keeps them."""
    return tuple(
        (datetime.fromisoformat(since or ""), datetime.fromisoformat(until) if until else None)
        for since, until in written
    )


def written_stretches(stood: Iterable[Stretch]) -> list[list[str | None]]:
    """Return stretches as a row keeps them."""
    return [[since.isoformat(), until.isoformat() if until else None] for since, until in stood]


def parse_policy(document: object) -> AnsweringPolicy:
    """Return the policy that a document states, every value checked.

    Raises:  AnsweringPolicyWrong, naming the field.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise AnsweringPolicyWrong("not an answering policy", field="format")
    row = Row(document, AnsweringPolicyWrong)
    ladder = tuple(_rung(rung) for rung in row.rows("ladder")) if row.has("ladder") else ()
    if len({rung.code for rung in ladder}) < len(ladder):
        raise AnsweringPolicyWrong("two rungs of one name", field="ladder")
    return AnsweringPolicy(
        version=row.text("version", most=_CODE_LETTERS),
        valid_from=row.day("valid_from"),
        source=row.text("source"),
        note=row.text("note", most=4_000) if row.has("note") else "",
        answer_minutes=row.number("answer_minutes", most=_MOST_MINUTES),
        ladder=ladder,
        rows=_rows(row) if row.has("procedures") else (),
    )


def _rows(policy: Row) -> tuple[AnsweringRow, ...]:
    """Return the rows of procedures, each of one day once."""
    since = policy.day("valid_from")
    found = tuple(
        AnsweringRow(
            procedure=row.text("procedure", most=_CODE_LETTERS),
            answer_minutes=row.number("answer_minutes", most=_MOST_MINUTES),
            valid_from=row.day("valid_from") if row.has("valid_from") else since,
            source=row.text("source"),
        )
        for row in policy.rows("procedures")
    )
    if len({(row.procedure, row.valid_from) for row in found}) < len(found):
        raise AnsweringPolicyWrong("a procedure has two rows of one day", field="procedures")
    return found


def _rung(row: Row) -> Rung:
    to = row.choice(Addressee, "to")
    if to is Addressee.HOLDER:
        raise AnsweringPolicyWrong("nobody holds it yet", field="to")
    return Rung(
        code=row.text("code", most=_RUNG_LETTERS),
        working_days=row.number("working_days", least=0, most=_MOST_DAYS),
        to=to,
        by_message=row.values.get("message") is True,
    )


@cache
def shipped_policy() -> AnsweringPolicy:
    """Return the policy that comes with the package."""
    return parse_policy(shipped_document())


def shipped_document() -> dict[str, Any]:
    """Return the document of the policy that comes with the package."""
    return dict(packaged_json("thongsuot.domains.dossiers", "answering_policy.json"))
