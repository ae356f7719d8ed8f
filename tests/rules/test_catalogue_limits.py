"""A time limit is taken when it is clear; everything else waits for a person."""

import pytest

from thongsuot.domains.catalogue import shipped
from thongsuot.domains.catalogue.rules.limits import channel_limits, read_limit
from thongsuot.domains.catalogue.terms import Channel, Method
from thongsuot.domains.deadlines.terms import TimeLimit, Unit

UNITS = shipped.reference().units


def line(limit, unit, channel="Trực tiếp"):
    return Method(channel, limit, unit, "", None, "")


@pytest.mark.parametrize(
    ("limit", "unit", "meant"),
    [
        pytest.param(7, "Ngày làm việc", TimeLimit(7, Unit.WORKING_DAY), id="working days"),
        pytest.param(7.0, "Ngày làm việc", TimeLimit(7, Unit.WORKING_DAY), id="a whole float"),
        pytest.param(15, "Ngày", TimeLimit(15, Unit.DAY), id="plain days are not working days"),
        pytest.param(6, "Tháng", TimeLimit(6, Unit.MONTH), id="months"),
        pytest.param(3, "ngay LAM viec", TimeLimit(3, Unit.WORKING_DAY), id="another spelling"),
        pytest.param(5, "WORKING_DAY", TimeLimit(5, Unit.WORKING_DAY), id="the portal's own code"),
    ],
)
def test_a_clear_limit_is_taken(limit, unit, meant):
    assert read_limit(line(limit, unit), UNITS).limit == meant


def test_hours_are_counted_in_working_time_and_remarked():
    reading = read_limit(line(8, "Giờ"), UNITS)
    assert reading.limit == TimeLimit(8, Unit.WORKING_HOUR)
    assert reading.remark == "hour-counted-in-working-time"


@pytest.mark.parametrize(
    ("limit", "unit", "problem"),
    [
        pytest.param(1, None, "unit-missing", id="a number alone"),
        pytest.param(None, None, "limit-missing", id="nothing at all"),
        pytest.param(None, "Ngày", "limit-missing", id="a unit alone"),
        pytest.param(5, "OTHER", "unit-unknown", id="the portal's OTHER"),
        pytest.param(5, "Tuần", "unit-unknown", id="a unit nobody has defined"),
        pytest.param(0, "Giờ", "limit-zero", id="zero"),
        pytest.param(0.5, "Giờ", "limit-fraction", id="half an hour"),
    ],
)
def test_an_unclear_limit_is_never_defaulted(limit, unit, problem):
    reading = read_limit(line(limit, unit), UNITS)
    assert reading.limit is None
    assert reading.problem == problem


def test_limits_of_different_channels_are_kept_apart():
    methods = [line(15, "Ngày làm việc", "Trực tuyến"), line(5, "Ngày làm việc", "Trực tiếp"),
               line(1, None, "Dịch vụ bưu chính")]  # fmt: skip
    readings = channel_limits(methods, UNITS)
    assert readings[Channel.ONLINE].limit == TimeLimit(15, Unit.WORKING_DAY)
    assert readings[Channel.DIRECT].limit == TimeLimit(5, Unit.WORKING_DAY)
    assert readings[Channel.POSTAL].limit is None


def test_several_different_limits_of_one_channel_stand_for_none():
    readings = channel_limits([line(3, "Ngày làm việc"), line(7, "Ngày làm việc")], UNITS)
    assert readings[Channel.DIRECT].problem == "limits-differ"
    assert readings[Channel.DIRECT].raw == "3 Ngày làm việc | 7 Ngày làm việc"


def test_the_same_limit_twice_is_one_limit():
    readings = channel_limits([line(3, "Ngày làm việc"), line(3.0, "WORKING_DAY")], UNITS)
    assert readings[Channel.DIRECT].limit == TimeLimit(3, Unit.WORKING_DAY)


def test_a_channel_nobody_knows_has_no_limit():
    assert channel_limits([line(3, "Ngày", "Bồ câu đưa thư")], UNITS) == {}
