"""How the desks of an agency, or of all, answered what was sent to them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.core.cache import cache

from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.dossiers.answering.facts import AnswerFact, answers_of_desks
from thongsuot.entrypoints.shared.figures.answers import answer_section
from thongsuot.entrypoints.shared.figures.names import names_of
from thongsuot.entrypoints.shared.figures.sections import Section

FRESH_FOR_S: Final = 60


def answers_shown(
    code: str, desks: Collection[int] | None, period: Period, at: datetime,
    heirs: Mapping[int, int],
) -> Section:  # fmt: skip
    """Return the section; ``code`` names the agency in the cache, '' all of them.

    ``heirs`` say under whom a desk that has ended is told.
    """
    key = f"figures:answers:{code}:{period.first}:{period.last}"
    found: list[AnswerFact] | None = cache.get(key)
    if found is None:
        found = answers_of_desks(since=period.since, until=period.until, at=at, desks=desks)
        cache.set(key, found, FRESH_FOR_S)
    told = _under_heirs(found, heirs)
    return answer_section(told, names_of({one.desk for one in told}).agency, period)


def _under_heirs(found: Collection[AnswerFact], heirs: Mapping[int, int]) -> list[AnswerFact]:
    summed: dict[int, AnswerFact] = {}
    for one in found:
        desk = heirs.get(one.desk, one.desk)
        before = summed.get(desk, AnswerFact(desk, 0, 0))
        summed[desk] = AnswerFact(
            desk, before.in_time + one.in_time, before.late + one.late,
            before.waiting + one.waiting, before.standing + one.standing,
        )  # fmt: skip
    return list(summed.values())
