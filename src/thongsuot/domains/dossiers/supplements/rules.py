"""Reading supplement policies, and which row of one counts for a procedure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Final

from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import DueDate, TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.dossiers.terms.objections import (
    NO_ROW,
    AnsweredBy,
    ObjectionPolicy,
    WindowAfter,
)
from thongsuot.domains.dossiers.terms.supplements import (
    OnExpiry,
    SignedBy,
    SupplementPolicies,
    SupplementPolicy,
    SupplementPolicyWrong,
)
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.rows import Row
from thongsuot.kernel.text import fold

FORMAT: Final = "thongsuot-supplement-policy/1"
_CODE_LETTERS: Final = 40
_MOST_REQUESTS: Final = 20


def parse_policies(document: object) -> SupplementPolicies:
    """Return the policies that a document states, every value checked.

    Raises:  SupplementPolicyWrong, naming the field; also for one that lets a dossier be stopped
             without naming the law, and where no row is general on the first day.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise SupplementPolicyWrong("not a supplement policy", field="format")
    top = Row(document, SupplementPolicyWrong)
    version, valid_from = top.text("version", most=_CODE_LETTERS), top.day("valid_from")
    rows = tuple(_policy(row, version, valid_from) for row in top.rows("policies"))
    if not any(row.is_general and row.valid_from <= valid_from for row in rows):
        raise SupplementPolicyWrong("no general row on the first day", field="policies")
    return SupplementPolicies(version, valid_from, top.text("source"), rows)


def _policy(row: Row, version: str, since: date) -> SupplementPolicy:
    found = SupplementPolicy(
        max_supplements=row.number("max_supplements", least=0, most=_MOST_REQUESTS),
        notice_days=row.number("notice_days", most=1_000),
        restart_clock=row.flag("restart_clock"),
        valid_from=row.day("valid_from") if row.has("valid_from") else since,
        source=row.text("source"),
        version=version,
        procedure=row.text("procedure", most=20) if row.has("procedure") else "",
        field=row.text("field", most=200) if row.has("field") else "",
        window=_window(row) if row.has("window") else None,
        on_expiry=row.choice(OnExpiry, "on_expiry") if row.has("on_expiry") else OnExpiry.REMIND,
        expiry_basis=row.text("expiry_basis", most=300) if row.has("expiry_basis") else "",
        exceptions=row.number("exceptions", least=0, most=_MOST_REQUESTS)
        if row.has("exceptions")
        else 0,
        guidances=row.number("guidances", least=0, most=_MOST_REQUESTS)
        if row.has("guidances")
        else 1,
        signed_by=row.choice(SignedBy, "signed_by") if row.has("signed_by") else SignedBy.HEAD,
        objection=_objection(row.row("objection")) if row.has("objection") else NO_ROW,
    )
    if found.on_expiry is not OnExpiry.REMIND and not (found.expiry_basis and found.window):
        raise SupplementPolicyWrong("an end names its law and its window", field="expiry_basis")
    if found.procedure and found.field:
        raise SupplementPolicyWrong("of a procedure or of a field", field="field")
    return found


def _objection(row: Row) -> ObjectionPolicy:
    return ObjectionPolicy(
        answer_within=TimeLimit.read(*row.pair("answer_within")),
        answered_by=row.choice(AnsweredBy, "answered_by"),
        window=row.choice(WindowAfter, "window"),
        note=row.text("note"),
    )


def _window(row: Row) -> TimeLimit:
    return TimeLimit.read(*row.pair("window"))


def policy_among(
    policies: Iterable[SupplementPolicy], on: date, procedure: str, field: str = ""
) -> SupplementPolicy:
    """Return the newest row of the procedure on a day, else of its field, else the general one."""
    valid = [
        row
        for row in policies
        if row.valid_from <= on
        and row.procedure in {procedure, ""}
        and (not row.field or fold(row.field) == fold(field))
    ]
    return max(valid, key=lambda row: (bool(row.procedure), bool(row.field), row.valid_from))


@cache
def shipped_policies() -> SupplementPolicies:
    """Return the policies that come with the package."""
    return parse_policies(shipped_document())


def shipped_document() -> object:
    """Return the document that comes with the package."""
    return packaged_json("thongsuot.domains.dossiers", "supplement_policy.json")


def last_to_ask(policy: SupplementPolicy, since: datetime, calendar: WorkingCalendar) -> DueDate:
    """Return until when papers may be asked for by the general law.

    ``since`` is from when the limit is counted: receipt, or the answer that had it counted anew.
    Raises:  CalendarGap.
    Source:  NĐ 61/2018 Art. 15(3), 19(4).
    """
    return deadline_rules.due_after(
        since, TimeLimit(policy.notice_days, Unit.WORKING_DAY), calendar
    )
