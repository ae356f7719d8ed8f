"""Processes on record: drafted, checked, published from a day on, put in force again."""

from datetime import date, timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from tests.builders import BIRTH, MONDAY, build_province
from tests.builders_birth_process import birth, with_step

from thongsuot.domains.catalogue import processes, services
from thongsuot.domains.catalogue.terms import (
    NotYoursToChange,
    ProcessBackDated,
    ProcessUnknown,
    ProcessWrong,
)
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()
TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=10)
TOLD = {"by": SYSTEM, "at": MONDAY}


@pytest.fixture
def province():
    return build_province()


def published(process, valid_from=TODAY):
    services.save_process(process=process, **TOLD)
    return services.publish_process(code=process.code, valid_from=valid_from, **TOLD)


def holding(on):
    found = processes.process_in_force(BIRTH, "commune", on)
    return found and found.name


def test_a_process_holds_from_its_day_until_the_next_one_and_can_come_back(province):
    first = published(birth())
    longer = with_step(birth(), "B2", share_minutes=200)
    published(longer, LATER)
    assert [holding(day) for day in (TODAY - timedelta(1), TODAY, LATER)] == [
        None, f"{BIRTH}/1", f"{BIRTH}/2",
    ]  # fmt: skip
    back = services.restore_process(code=BIRTH, number=1, valid_from=LATER, **TOLD)
    assert (back.number, back.restores, back.digest) == (3, 1, first.digest)
    assert holding(LATER) == f"{BIRTH}/3"
    assert [act.act for act in acts_of("processes")] == [
        "process_saved", "process_published", "process_saved", "process_published",
        "process_restored",
    ]  # fmt: skip


def test_saving_the_same_draft_twice_writes_one_entry_and_it_can_be_thrown_away(province):
    for _again in range(2):
        services.save_process(process=birth(), **TOLD)
    services.discard_process(code=BIRTH, **TOLD)
    with pytest.raises(ProcessUnknown):
        processes.process_versions(BIRTH)
    assert len(acts_of("processes")) == 2


@pytest.mark.parametrize(
    ("process", "problem"),
    [
        pytest.param(birth(limit_minutes=470), "shares-over-limit", id="shares"),
        pytest.param(birth(limit_minutes=960), "limit-over-law", id="more than the law"),
        pytest.param(birth(procedure="9.000001"), "procedure-unknown", id="no such procedure"),
        pytest.param(
            with_step(birth(), "B3", lane=birth().steps[1].lane), "drafter-signs", id="drafter"
        ),
    ],
)
def test_a_faulty_draft_is_kept_but_not_published(province, process, problem):
    with pytest.raises(ProcessWrong) as refused:
        published(process)
    assert refused.value.facts["problem"] == problem
    assert holding(TODAY) is None


def test_a_limit_in_plain_days_binds_the_shares_and_the_limit_of_the_process():
    build_province(days=2, unit="day")
    published(birth(limit_minutes=960))
    with pytest.raises(ProcessWrong) as refused:
        published(birth(limit_minutes=961), LATER)
    assert refused.value.facts["problem"] == "limit-over-law"
    open_ended = with_step(birth(limit_minutes=None), "B2", share_minutes=900)
    with pytest.raises(ProcessWrong) as refused:
        published(open_ended, LATER)
    assert refused.value.facts["problem"] == "shares-over-limit"


def test_a_limit_that_no_published_calendar_holds_is_flagged_and_refuses_nothing():
    build_province(days=100, unit="month")
    (fault,) = processes.faults_of(birth(), TODAY, MONDAY)
    assert (fault.problem, fault.refuses) == ("limit-not-compared", False)
    published(birth())
    assert holding(TODAY) == f"{BIRTH}/1"


def test_a_step_without_anybody_on_the_day_is_refused_by_the_agency(province):
    province.officers["head"].disabled_at = MONDAY
    province.officers["head"].save(update_fields=["disabled_at"])
    with pytest.raises(ProcessWrong, match=r"H99\.31"):
        published(birth())


def test_nothing_is_published_for_days_that_have_passed(province):
    with pytest.raises(ProcessBackDated):
        published(birth(), TODAY - timedelta(days=1))


def test_only_procedure_control_and_administrators_draft(province):
    with pytest.raises(NotYoursToChange):
        services.save_process(process=birth(), by=province.handler, at=MONDAY)


def test_the_database_refuses_to_change_what_was_published(province):
    published(birth())
    for sentence in (
        "UPDATE catalogue_processversion SET name = 'x'",
        "DELETE FROM catalogue_processversion",
    ):
        with (
            pytest.raises((InternalError, ProgrammingError), match="stays as it was"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)


def test_the_list_names_what_holds_what_comes_and_the_draft_in_one_query(
    province, django_assert_num_queries
):
    published(birth())
    published(with_step(birth(), "B2", share_minutes=200), LATER)
    services.save_process(process=birth(), **TOLD)
    with django_assert_num_queries(1):
        (line,) = processes.process_lines(TODAY)
    assert (line.holds, line.coming, line.draft, line.versions) == (1, 2, 3, 3)
