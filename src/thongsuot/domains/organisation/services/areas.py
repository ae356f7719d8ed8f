"""Taking over the lists of administrative units, and settling what became of divided ones."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from importlib.resources import files

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import policy
from thongsuot.domains.organisation.models import Area, AreaSuccession
from thongsuot.domains.organisation.rules import areas as rules
from thongsuot.domains.organisation.terms import (
    AreaFact,
    AreaLevel,
    AreaListsDiffer,
    AreaReport,
    AreaRow,
    Share,
    SourceMissing,
    SuccessionRow,
    SuccessionSettled,
    SuccessionUnknown,
)
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.text import fold, single_line

SUBJECT = "organisation:areas"
BATCH = 2_000
Progress = Callable[[int, int], None]


@transaction.atomic
def import_areas(
    *,
    by: Actor,
    at: datetime,
    progress: Progress = lambda _done, _total: None,
    dry_run: bool = False,
) -> AreaReport:
    """Take over the units before and after 1 July 2025 and what became of the old ones.

    Repeating it changes nothing and writes no entry. Old communes that were divided stay open
    decisions. ``progress`` is told the rows done and their number. With ``dry_run`` all is tried
    out and undone.

    Raises:  NotYours; AreaListsDiffer if the units on record contradict the lists.
    """
    policy.check_may_change(by, local_date(at))
    _one_at_a_time()
    head, facts, successions = _lists()
    total = len(facts) + len(successions)
    created = _create_missing_areas(facts, lambda done: progress(done, total))
    added = _create_missing_successions(
        successions, date.fromisoformat(head["effective_on"]), head["source"]
    )
    progress(total, total)
    report = AreaReport(created, len(facts) - created, added, _open_decisions())
    if created or added:
        record(
            subject=SUBJECT,
            act="areas_imported",
            by=by,
            at=at,
            detail={"created": created, "successions": added, "open": report.open_decisions},
        )
    if dry_run:
        transaction.set_rollback(True)
    return report


@transaction.atomic
def add_areas(
    *, facts: Sequence[AreaFact], successions: Sequence[SuccessionRow], effective_on: date,
    source: str, by: Actor, at: datetime,
) -> AreaReport:  # fmt: skip
    """Take over units that are on no shipped list, and what became of those that ended.

    Raises:  NotYours; AreaListsDiffer if they contradict each other or the units on record.
    """
    policy.check_may_change(by, local_date(at))
    rules.check_lists_agree(facts, successions, effective_on)
    created = _create_missing_areas(facts, lambda _done: None)
    added = _create_missing_successions(successions, effective_on, source)
    report = AreaReport(created, len(facts) - created, added, _open_decisions())
    if created or added:
        record(
            subject=SUBJECT,
            act="areas_added",
            by=by,
            at=at,
            detail={"created": created, "successions": added},
        )
    return report


def _one_at_a_time() -> None:
    """Wait until no other import runs, so that the second one finds everything there."""
    locks.hold(SUBJECT)


def _lists() -> tuple[dict[str, str], list[AreaFact], list[SuccessionRow]]:
    """Return the head of the successions, the units with their days, and the successions."""
    before, after = (_area_rows(name) for name in ("areas_before.csv", "areas_after.csv"))
    head, rows = _read_list("successions.csv")
    successions = [SuccessionRow(r["old"], r["new"], Share(r["share"])) for r in rows]
    changed_on = date.fromisoformat(head["effective_on"])
    facts = rules.with_days(before, after, successions, changed_on)
    rules.check_lists_agree(facts, successions, changed_on)
    return head, facts, successions


def _area_rows(name: str) -> list[AreaRow]:
    _head, rows = _read_list(name)
    return [AreaRow(row["code"], single_line(row["name"]), row["parent"]) for row in rows]


def _read_list(name: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the head lines (``# key: value``) and the rows of a list shipped with this room."""
    text = files("thongsuot.domains.organisation").joinpath("data", name).read_text("utf-8")
    lines = text.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    return head, list(csv.DictReader(line for line in lines if not line.startswith("#")))


def _create_missing_areas(facts: Sequence[AreaFact], progress: Callable[[int], None]) -> int:
    known = {(area.code, area.valid_from): area for area in Area.objects.all()}
    created = done = 0
    for level in (AreaLevel.PROVINCE, AreaLevel.DISTRICT, AreaLevel.COMMUNE):
        of_level = [fact for fact in facts if fact.level is level]
        missing = [fact for fact in of_level if _is_missing(fact, known)]
        for start in range(0, len(missing), BATCH):
            rows = [_area(fact, known) for fact in missing[start : start + BATCH]]
            for area in Area.objects.bulk_create(rows):
                known[area.code, area.valid_from] = area
            progress(done + start + len(rows))
        created, done = created + len(missing), done + len(of_level)
    return created


def _is_missing(fact: AreaFact, known: dict[tuple[str, date | None], Area]) -> bool:
    there = known.get((fact.code, fact.valid_from))
    if there is None:
        return True
    if there.name != fact.name or (fact.valid_to and there.valid_to != fact.valid_to):
        raise AreaListsDiffer("a unit on record is not that of the list", area=fact.code)
    return False


def _area(fact: AreaFact, known: dict[tuple[str, date | None], Area]) -> Area:
    return Area(
        code=fact.code,
        name=fact.name,
        name_folded=fold(fact.name),
        level=fact.level,
        parent=_parent(fact, known) if fact.parent else None,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
    )


def _parent(fact: AreaFact, known: dict[tuple[str, date | None], Area]) -> Area:
    """Return the parent as it stood with the unit; a parent that went on has no first day."""
    return known.get((fact.parent, fact.valid_from)) or known[fact.parent, None]


def _create_missing_successions(
    rows: Iterable[SuccessionRow], effective_on: date, source: str
) -> int:
    ended = dict(Area.objects.filter(valid_to=effective_on).values_list("code", "pk"))
    began = dict(Area.objects.filter(valid_from=effective_on).values_list("code", "pk"))
    known = set(AreaSuccession.objects.values_list("old_id", "new_id"))
    missing = [
        AreaSuccession(
            old_id=ended[row.old],
            new_id=began[row.new],
            effective_on=effective_on,
            share=row.share,
            decided=row.share is Share.WHOLE,
            is_successor=row.share is Share.WHOLE,
            source=source,
        )
        for row in rows
        if (ended[row.old], began[row.new]) not in known
    ]
    AreaSuccession.objects.bulk_create(missing, batch_size=BATCH)
    return len(missing)


def _open_decisions() -> int:
    return AreaSuccession.objects.filter(decided=False).values("old_id").distinct().count()


@transaction.atomic
def settle_succession(
    *,
    old_code: str,
    new_code: str,
    source: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> AreaSuccession:
    """Settle which new unit answers for what is known by a divided old unit alone.

    ``source`` names the document that decides it. With ``dry_run`` all is tried out and undone.

    Raises:  NotYours; SourceMissing; SuccessionUnknown; SuccessionSettled.
    """
    policy.check_may_change(by, local_date(at))
    document = single_line(source)
    if not document:
        raise SourceMissing("a decision names its document", area=old_code)
    rows = _parts_of(old_code)
    chosen = _chosen(rows, old_code, new_code)
    for row in rows:
        row.decided, row.is_successor = True, row is chosen
        row.source = document if row is chosen else row.source
    AreaSuccession.objects.bulk_update(rows, ["decided", "is_successor", "source"])
    record(
        subject=f"area:{old_code}",
        act="succession_settled",
        by=by,
        at=at,
        detail={"old": old_code, "new": new_code, "on": chosen.effective_on.isoformat()},
    )
    if dry_run:
        transaction.set_rollback(True)
    return chosen


def _parts_of(old_code: str) -> list[AreaSuccession]:
    """Lock and return the successions of a unit."""
    return list(
        AreaSuccession.objects.select_for_update(of=["self"])
        .filter(old__code=old_code)
        .select_related("old", "new")
        .order_by("pk")
    )


def _chosen(rows: Sequence[AreaSuccession], old_code: str, new_code: str) -> AreaSuccession:
    chosen = next((row for row in rows if row.new.code == new_code), None)
    if chosen is None:
        raise SuccessionUnknown("the old unit did not go there", area=old_code, new=new_code)
    if chosen.decided:
        raise SuccessionSettled("the successor was settled before", area=old_code)
    return chosen
