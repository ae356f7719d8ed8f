"""Statements worded once: what they answer, and what they refuse to be worded for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders import Story, build_province

from thongsuot.domains.dossiers.models import DueDateSet
from thongsuot.domains.ledger import rows
from thongsuot.domains.organisation.models import Agency, Officer
from thongsuot.domains.people.models import Person
from thongsuot.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
BY_CODE = rows.Question(
    lambda code: Agency.objects.filter(code=code).values_list("code", "is_desk"), code="code"
)


@pytest.fixture
def story(published_calendar) -> Story:
    """Return the story of a dossier that was received."""
    return Story(build_province()).received()


def test_a_question_is_asked_again_with_other_values(db):
    build_province()
    assert BY_CODE.first(code="H99.31.01") == ("H99.31.01", True)
    assert BY_CODE.first(code="H99.31") == ("H99.31", False)
    assert BY_CODE.every(code="none") == []


def test_a_question_with_a_value_reckoned_from_a_sample_is_refused(db):
    at = utc_now()
    late = rows.Question(
        lambda at: Officer.objects.filter(disabled_at__gt=at + timedelta(1)).values_list("pk"),
        at=at,
    )
    with pytest.raises(TypeError, match="no sample"):
        late.first(at=at)


def test_a_question_for_a_sealed_column_is_refused(db):
    everybody = rows.Question(lambda: Person.objects.values_list("identity"))
    with pytest.raises(TypeError, match="no reading"):
        everybody.every()


def _person() -> Person:
    return Person(
        kind="citizen", identity={"full_name": "Nguyễn Thị Ví Dụ"}, name_index=b"n" * 32,
        personal_id_index=b"p" * 32, recorded_at=utc_now(),
    )  # fmt: skip


def test_a_row_that_is_there_already_is_not_added_and_not_changed(db):
    first, second = _person(), _person()
    assert rows.add(first, unless=rows.ANYTHING)
    assert not rows.add(second, unless=rows.ANYTHING)
    assert [person.pk for person in Person.objects.all()] == [first.pk]
    assert Person.objects.get().identity == {"full_name": "Nguyễn Thị Ví Dụ"}


def test_without_leave_to_be_there_already_a_second_row_is_an_error(db):
    rows.add(_person())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.add(_person())


def test_a_change_of_a_row_that_is_gone_is_an_error(db):
    gone = _person()
    with pytest.raises(Person.DoesNotExist):
        rows.change(gone, "recorded_at")


def test_a_row_says_its_own_value_where_the_database_has_a_default_too(story):
    due = DueDateSet.objects.get(dossier__code=story.code)
    due.pk, due.reason, due.hours_of = None, "pause", "H99.31"
    rows.add(due)
    assert DueDateSet.objects.get(pk=due.pk).hours_of == "H99.31"
