"""Answers kept between acts: the act after a publication never works with what was before it."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import BIRTH, LAN, MONDAY, Story, build_province
from tests.conftest import publish_calendar

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.terms import NotCompetent
from thongsuot.domains.ledger import settled
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.models import RoleGrant
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.kernel.clock import local_date

ON = local_date(MONDAY)
TOMORROW = ON + timedelta(days=1)
END_HER_ROLE = "UPDATE organisation_rolegrant SET valid_to = '2026-03-02' WHERE role = 'receive'"
OF_THE_DOSSIER = ("ledger_", "dossiers_", "custody_", "people_", "payments_assessment")


@pytest.fixture
def story(committed_db) -> Story:
    """Return a story whose first dossier was received: what it asked is kept in this process."""
    publish_calendar()
    return Story(build_province()).received()


def _may_receive(story, on=ON) -> bool:
    try:
        organisation.require_role(story.province.desk, Role.RECEIVE, on)
    except RoleMissing:
        return False
    return True


def test_an_act_sees_what_another_process_has_just_committed(story, as_superuser):
    second = story.registered().code
    as_superuser.execute("UPDATE organisation_competence SET valid_to = '2026-03-02'")
    with pytest.raises(NotCompetent):
        dossiers.receive(code=second, by=story.province.desk, at=story.now())
    as_superuser.execute(END_HER_ROLE)
    with pytest.raises(RoleMissing):
        story.registered()


def test_whoever_waited_for_a_dossier_looks_again(story, as_superuser):
    with settled.looking(), transaction.atomic():
        assert _may_receive(story)
        as_superuser.execute(END_HER_ROLE)
        assert _may_receive(story), "one look sees one state"
        act.lock(story.code)
        assert not _may_receive(story)


def test_what_is_not_committed_is_kept_for_nobody(story):
    with settled.looking(), transaction.atomic():
        assert _may_receive(story)
        RoleGrant.objects.filter(role=Role.RECEIVE).update(valid_to=ON)
        assert not _may_receive(story, TOMORROW), "asked for the first time, of what it changed"
        transaction.set_rollback(True)
    with settled.looking():
        assert _may_receive(story, TOMORROW)


def test_the_second_act_asks_for_the_mark_and_its_own_dossier_alone(story):
    with CaptureQueriesContext(connection) as asked:
        dossiers.register(
            procedure_code=BIRTH, receiving_agency="H99.31.01", channel="direct", identity=LAN,
            answers={}, by=story.province.desk, at=story.now(),
        )  # fmt: skip
    settled_tables = _tables_read(asked) & _noted_tables()
    assert not settled_tables


def test_all_that_is_kept_rests_on_tables_whose_changes_are_noted(story, as_superuser):
    as_superuser.execute("UPDATE ledger_edition SET mark = gen_random_uuid()")
    with CaptureQueriesContext(connection) as asked:
        dossiers.receive(code=story.registered().code, by=story.province.desk, at=story.now())
    read = {table for table in _tables_read(asked) if not table.startswith(OF_THE_DOSSIER)}
    assert {"organisation_rolegrant", "catalogue_methodlimit", "payments_listedtariff"} <= read
    assert read <= _noted_tables()


def _tables_read(asked) -> set[str]:
    questions = [q["sql"] for q in asked.captured_queries if q["sql"].startswith("SELECT")]
    return {table for sql in questions for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}


def _noted_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_begins_edition'"
        )
        return {table for (table,) in cursor.fetchall()}
