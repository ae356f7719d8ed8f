"""However much is held where agencies merge, no statement grows with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from tests.builders import Story
from tests.builders_reorganisation import apply, merger

from thongsuot.domains.custody import moving
from thongsuot.domains.dossiers.services import reorganising
from thongsuot.domains.dossiers.terms import Step

pytestmark = pytest.mark.usefixtures("neighbour")

PART = 3
TABLES = ("custody_custody", "custody_offer", "dossiers_dossier")


class Statements:
    """How many statements a simulation needs, and the most values that one of them carries."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        with connection.execute_wrapper(self):
            self.report = apply(merger(), dry_run=True)

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.asked.append((sql, len(params or ())))
        return execute(sql, params, many, context)

    @property
    def widest(self) -> int:
        """Return the most values of a statement that reads or changes what is held."""
        found = [
            values
            for sql, values in self.asked
            if not sql.startswith("INSERT") and any(table in sql for table in TABLES)
        ]
        return max(found)

    def about(self, words: str) -> int:
        """Return how many statements have these words."""
        return sum(words in sql for sql, _values in self.asked)


def test_no_statement_carries_more_values_when_more_is_held(province, monkeypatch):
    for room in (moving, reorganising):
        monkeypatch.setattr(room, "AT_ONCE", PART)
    for _ in range(PART):
        Story(province).processing().offered(province.handler, "head", Step.SIGN)
    few = Statements()
    for _ in range(4 * PART):
        Story(province).processing().offered(province.handler, "head", Step.SIGN)
    many = Statements()
    assert (few.report.work.held_after, many.report.work.held_after) == (PART, 5 * PART)
    assert many.report.work.offers_carried == 5 * PART
    assert many.widest == few.widest


def test_who_can_answer_is_asked_once_a_post_however_many_questions_wait(province):
    Story(province).processing().offered(province.handler, "head", Step.SIGN)
    few = Statements()
    for _ in range(4):
        Story(province).processing().offered(province.handler, "head", Step.SIGN)
    many = Statements()
    assert many.about("organisation_appointment") == few.about("organisation_appointment")
    assert len(many.asked) == len(few.asked)
