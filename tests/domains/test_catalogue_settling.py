"""Nothing is received under a limit that nobody knows; a person may say what it means."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.builders_catalogue import AT, ON, SYSTEM, list_row, load_sample, method, row, take_over

from thongsuot.domains.catalogue import queries, reading, services
from thongsuot.domains.catalogue.models import MethodLimit
from thongsuot.domains.catalogue.terms import (
    Channel,
    ChannelNotOffered,
    FileNotReadable,
    LimitAlreadyKnown,
    LimitNotSettled,
    NotYoursToChange,
    ProcedureNotInForce,
    Settlement,
    SettlementIncomplete,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor

CODE = "1.900001"
WITHOUT_ROLE = Actor.officer(officer_id=1, post_id=1, agency="H99")
THREE_DAYS = TimeLimit(3, Unit.WORKING_DAY)
UNCLEAR = {"methods": [method(limit=1, unit=None), method(channel="Trực tuyến", limit=5)]}

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """Return a version whose direct limit has no unit and whose online limit is clear."""
    take_over(row(**UNCLEAR))
    return queries.current_version(CODE, ON)


def settle(version, channel="direct", limit=THREE_DAYS, source="Luật X, Điều 1", by=SYSTEM, at=AT):
    return services.settle_limit(
        version_id=version.pk, channel=channel, limit=limit, source=source, by=by, at=at
    )


def test_an_unclear_limit_refuses_receiving_by_its_channel_alone(version):
    queries.check_receivable(version, Channel.ONLINE, ON)
    with pytest.raises(LimitNotSettled) as refused:
        queries.check_receivable(version, Channel.DIRECT, ON)
    assert refused.value.facts == {
        "procedure": CODE, "channel": "direct", "problem": "unit-missing",
    }  # fmt: skip


def test_a_settled_limit_says_who_when_and_on_what(version):
    settle(version, source=" Luật X, Điều 1 ")
    assert queries.limit_of(version, "direct") == THREE_DAYS
    row_ = MethodLimit.objects.get(version=version, channel="direct")
    assert (row_.raw, row_.problem) == ("1", "unit-missing")
    assert (row_.settled_at, row_.source) == (AT, "Luật X, Điều 1")
    act = acts_of("catalogue")[-1]
    assert act.act == "limit_settled"
    assert act.detail["quantity"] == 3
    assert act.detail["procedure"] == CODE


def test_a_published_limit_may_not_be_replaced_by_hand(version):
    with pytest.raises(LimitAlreadyKnown):
        settle(version, channel="online")


def test_a_settlement_may_be_bettered(version):
    settle(version)
    settle(version, limit=TimeLimit(5, Unit.DAY), source="Luật Y")
    assert queries.limit_of(version, "direct") == TimeLimit(5, Unit.DAY)


def test_a_settlement_without_a_source_is_refused(version):
    with pytest.raises(SettlementIncomplete):
        settle(version, source="  ")


def test_a_channel_that_is_not_published_cannot_be_settled_or_used(version):
    with pytest.raises(ChannelNotOffered):
        settle(version, channel="postal")
    with pytest.raises(ChannelNotOffered):
        queries.limit_of(version, "postal")


@pytest.mark.parametrize(
    "by", [Actor.citizen(), Actor.officer(officer_id=1, post_id=1, agency="H")]
)
def test_not_everybody_settles(version, by):
    with pytest.raises(NotYoursToChange):
        settle(version, by=by)


def test_a_procedure_known_from_a_list_alone_cannot_be_received_until_settled():
    take_over(list_row())
    version = queries.current_version(CODE, ON)
    with pytest.raises(LimitNotSettled):
        queries.check_receivable(version, "direct", ON)
    settle(version)
    assert queries.limit_of(queries.get_version(version.pk), "direct") == THREE_DAYS


def test_nothing_is_received_outside_the_days_of_a_version(version):
    with pytest.raises(ProcedureNotInForce):
        queries.check_receivable(version, "online", ON - timedelta(days=1))
    services.end_procedure(code=CODE, on=ON + timedelta(days=5), source="QĐ mẫu", by=SYSTEM, at=AT)
    with pytest.raises(ProcedureNotInForce):
        queries.check_receivable(queries.get_version(version.pk), "online", ON + timedelta(days=5))


def test_a_settlement_goes_on_into_the_next_version(version):
    settle(version)
    later = AT + timedelta(days=1)
    take_over(row(name="Tên mới", **UNCLEAR), at=later)
    new = queries.current_version(CODE, ON + timedelta(days=1))
    assert new.number == 2
    assert queries.limit_of(new, "direct") == THREE_DAYS
    assert MethodLimit.objects.get(version=new, channel="direct").settled_at == AT


def test_a_settlement_lapses_when_the_decision_changes(version):
    settle(version)
    take_over(row(decision="9/QĐ-BTP", **UNCLEAR), at=AT + timedelta(days=1))
    new = queries.current_version(CODE, ON + timedelta(days=1))
    with pytest.raises(LimitNotSettled):
        queries.limit_of(new, "direct")


def test_limits_that_wait_for_a_person_are_listed(version):
    assert [(r.version.code, r.channel) for r in queries.unsettled_limits(ON)] == [(CODE, "direct")]
    settle(version)
    assert queries.unsettled_limits(ON) == []


def test_a_settlement_file_is_one_act_and_leaves_known_limits_alone(version):
    both = (Channel.DIRECT, Channel.ONLINE, Channel.POSTAL)
    report = services.apply_settlements(
        settlements=[
            Settlement(CODE, both, THREE_DAYS, "Luật X"),
            Settlement("1.999999", (Channel.DIRECT,), THREE_DAYS, "Luật X"),
        ],
        by=SYSTEM, at=AT,
    )  # fmt: skip
    assert report.settled == (f"{CODE}/direct",)
    assert report.already_known == (f"{CODE}/online",)
    assert report.not_found == (f"{CODE}/postal", "1.999999/direct")
    assert [act.act for act in acts_of("catalogue")].count("limits_settled") == 1


def test_what_comes_is_settled_before_its_day(version):
    take_over(row(decision="9/QĐ-BTP", **UNCLEAR), on=ON + timedelta(days=30))
    line = Settlement(CODE, (Channel.DIRECT,), THREE_DAYS, "Luật X")
    services.apply_settlements(settlements=[line], by=SYSTEM, at=AT, on=ON + timedelta(days=30))
    coming = queries.current_version(CODE, ON + timedelta(days=30))
    assert queries.limit_of(coming, "direct") == THREE_DAYS
    assert MethodLimit.objects.get(version=coming, channel="direct").settled_at == AT
    assert queries.find_limit(version, "direct") is None


def test_one_line_without_a_source_stops_the_whole_file(version):
    lines = [Settlement(CODE, (Channel.DIRECT,), THREE_DAYS, "")]
    with pytest.raises(SettlementIncomplete), transaction.atomic():
        services.apply_settlements(settlements=lines, by=SYSTEM, at=AT)
    assert queries.find_limit(version, "direct") is None


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "{}",
        '{"settlements": [{"code": "1.001193"}]}',
        '{"settlements": [{"code": "1.001193", "channels": ["pigeon"], "quantity": 1,'
        ' "unit": "day", "source": "x"}]}',
        '{"settlements": [{"code": "1.001193", "channels": ["direct"], "quantity": 0,'
        ' "unit": "day", "source": "x"}]}',
    ],
)
def test_a_settlement_file_that_lacks_something_is_refused(tmp_path, text):
    file = tmp_path / "settlements.json"
    file.write_text(text)
    with pytest.raises(FileNotReadable):
        reading.read_settlements(file)


def test_the_sample_settles_births_deaths_and_marriages_on_the_day_itself():
    report = load_sample()
    assert report.not_found == ()
    for code in ("1.001193", "1.000656", "1.000894"):
        version = queries.current_version(code, ON)
        limits = {queries.limit_of(version, channel) for channel in Channel}
        assert limits == {TimeLimit(1, Unit.SAME_DAY)}


def test_some_sample_limits_stay_unsettled_as_they_are_in_life():
    load_sample()
    codes = {row.version.code for row in queries.unsettled_limits(ON)}
    assert "1.004859" in codes
    assert "1.001193" not in codes


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"quantity": 1, "unit": ""}, id="a number without unit"),
        pytest.param({"quantity": None, "unit": "day"}, id="a unit without number"),
        pytest.param({"quantity": None, "problem": ""}, id="nothing and no problem"),
        pytest.param({"quantity": 1, "unit": "day", "problem": "x"}, id="a problem yet a number"),
        pytest.param({"settled_at": AT, "source": ""}, id="settled on nothing"),
    ],
)
def test_the_database_refuses_a_limit_that_contradicts_itself(version, broken):
    whole = {"quantity": None, "unit": "", "problem": "unit-missing"} | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        MethodLimit.objects.create(version=version, channel="postal", raw="1", **whole)
