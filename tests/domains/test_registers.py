"""The register of what a desk receives: one line a dossier, no gap, closed each year."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import MONDAY, Story, build_province
from tests.builders_at_once import at_once
from tests.conftest import publish_calendar

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents import services
from thongsuot.domains.documents.terms import RegisterClosed, RegisterNotYours, YearNotOver
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import REGISTER
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

DESK = "H99.31.01"
YEAR = MONDAY.year
NEW_YEAR = datetime(YEAR + 1, 1, 5, 2, tzinfo=UTC)
AT_ONCE = 16


class TornDown(Exception):
    """What breaks a transaction after everything in it was done."""


def lines(year=YEAR) -> list[int]:
    return [line.number for line in documents.register_lines(DESK, REGISTER, year)]


def test_16_receipts_at_once_of_which_half_are_undone_leave_no_gap(committed_db):
    publish_calendar()
    province = build_province()
    codes = [Story(province).registered().code for _n in range(AT_ONCE)]

    def receive(n: int) -> str:
        try:
            with transaction.atomic():
                dossiers.receive(
                    code=codes[n], by=province.desk, at=MONDAY + timedelta(hours=1, seconds=n)
                )
                if n % 2:
                    raise TornDown
        except TornDown:
            return ""
        return codes[n]

    stayed = {code for code in at_once(AT_ONCE, receive) if code}
    kept = documents.register_lines(DESK, REGISTER, YEAR)
    assert [line.number for line in kept] == list(range(1, AT_ONCE // 2 + 1))
    assert {line.subject for line in kept} == {f"dossier:{code}" for code in stayed}
    for line in kept:
        received = next(act for act in record.acts_of(line.subject) if act.act == "received")
        assert received.detail["line"] == line.number
    assert record.verify_all().ok


@pytest.fixture
def province(db, published_calendar):
    return build_province()


def test_a_dossier_received_twice_under_one_key_has_one_line(province):
    story = Story(province).registered()
    for _time in range(2):
        dossiers.receive(code=story.code, by=province.desk, at=story.now(), key="once")
    assert lines() == [1]


def test_a_closed_year_takes_no_later_line_whoever_asks(province):
    Story(province).received()
    waiting = Story(province).registered()
    closed = services.close_register(
        agency_code=DESK, book=REGISTER, year=YEAR, by=province.head, at=NEW_YEAR
    )
    assert closed.last == 1
    with pytest.raises(RegisterClosed), transaction.atomic():
        dossiers.receive(code=waiting.code, by=province.desk, at=waiting.now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_registernumber (agency_code, book, year, number)"
            " VALUES (%s, %s, %s, 2)",
            [DESK, REGISTER, YEAR],
        )
    assert lines() == [1]
    (act,) = record.acts_of(f"register:{DESK}:{REGISTER}:{YEAR}")
    assert (act.act, act.detail["last"]) == ("register_closed", 1)
    assert services.next_number(agency_code=DESK, book=REGISTER, year=YEAR + 1) == 1


@pytest.mark.parametrize(
    ("who", "year", "refusal"),
    [
        pytest.param("head", NEW_YEAR.year, YearNotOver, id="not the year that runs"),
        pytest.param("desk", YEAR, RegisterNotYours, id="not by an officer of the desk"),
        pytest.param("handler", YEAR, RegisterNotYours, id="nor by a handler"),
    ],
)
def test_a_register_is_closed_by_who_heads_the_desk_once_its_year_is_over(
    province, who, year, refusal
):
    with pytest.raises(refusal):
        services.close_register(
            agency_code=DESK, book=REGISTER, year=year, by=province.actor(who), at=NEW_YEAR
        )


def test_a_register_is_closed_once(province):
    def close():
        services.close_register(
            agency_code=DESK, book=REGISTER, year=YEAR, by=Actor.system(), at=NEW_YEAR
        )

    close()
    with pytest.raises(RegisterClosed):
        close()


def test_dossiers_received_before_there_was_a_register_get_their_lines_in_order(as_superuser):
    publish_calendar()
    province = build_province()
    stories = [Story(province, at=MONDAY + timedelta(days=n)).received() for n in (2, 0, 1)]
    moved = import_module("thongsuot.domains.dossiers.migrations.0015_register")
    for statement in (
        "SET session_replication_role = replica", "DELETE FROM documents_registernumber",
        "DELETE FROM documents_registercounter", "RESET session_replication_role",
        moved.LINES.sql, moved.COUNTERS.sql,
    ):  # fmt: skip
        as_superuser.execute(statement)
    kept = documents.register_lines(DESK, REGISTER, YEAR)
    in_order = [stories[place].code for place in (1, 2, 0)]
    assert [line.subject for line in kept] == [f"dossier:{code}" for code in in_order]
    Story(province, at=MONDAY + timedelta(days=3)).received()
    assert lines() == [1, 2, 3, 4]
