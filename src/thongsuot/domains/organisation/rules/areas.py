"""From two lists and what became of what, to units with their days."""

from collections.abc import Iterable, Sequence
from datetime import date

from thongsuot.domains.organisation.terms import (
    AreaFact,
    AreaLevel,
    AreaListsDiffer,
    AreaRow,
    SuccessionRow,
)

_LEVELS = {2: AreaLevel.PROVINCE, 3: AreaLevel.DISTRICT, 5: AreaLevel.COMMUNE}


def level_of(code: str) -> AreaLevel:
    """Return the tier that a code of the General Statistics Office belongs to."""
    return _LEVELS[len(code)]


def with_days(
    before: Iterable[AreaRow],
    after: Iterable[AreaRow],
    successions: Iterable[SuccessionRow],
    changed_on: date,
) -> list[AreaFact]:
    """Return every unit of both lists once, with its days; parents come before children.

    A unit that is in both lists under the same name and parent, and that nothing went into, is
    one unit that went on; every other one ended or began on ``changed_on``.
    """
    old, new = list(before), list(after)
    formed = {row.new for row in successions}
    going_on = {row for row in new if row.code not in formed} & set(old)
    facts = [
        *(_fact(row, None, None if row in going_on else changed_on) for row in old),
        *(_fact(row, changed_on, None) for row in new if row not in going_on),
    ]
    return sorted(facts, key=lambda fact: (len(fact.code), fact.code))


def _fact(row: AreaRow, valid_from: date | None, valid_to: date | None) -> AreaFact:
    return AreaFact(row.code, row.name, level_of(row.code), row.parent, valid_from, valid_to)


def check_lists_agree(
    facts: Sequence[AreaFact], successions: Iterable[SuccessionRow], changed_on: date
) -> None:
    """Refuse lists that name a parent or a successor which they do not hold.

    Raises:  AreaListsDiffer, naming the first code.
    """
    ended = {f.code for f in facts if f.valid_to == changed_on}
    began = {f.code for f in facts if f.valid_from == changed_on}
    old = {f.code for f in facts if f.valid_from is None}
    new = {f.code for f in facts if f.valid_to is None}
    for fact in facts:
        around = old if fact.valid_from is None else new
        if fact.parent and fact.parent not in around:
            raise AreaListsDiffer("a unit's parent is on no list", area=fact.code)
    for row in successions:
        if row.old not in ended or row.new not in began:
            raise AreaListsDiffer("a succession names a unit on no list", area=row.old)
