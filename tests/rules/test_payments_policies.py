"""Payment policies: read whole, each value checked, the newest that has begun counts."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from tests.builders_payments import KNOWN, ORPHANS, POLICY, POLICY_CODES

from thongsuot.domains.payments.rules import group_of_age, may_be_named
from thongsuot.domains.payments.rules.policies import (
    parse_policy,
    policy_on,
    shipped_policy,
)
from thongsuot.domains.payments.rules.refunds import counts_for_notice
from thongsuot.domains.payments.terms import PaymentPolicyWrong, PaymentState, Purpose


def test_a_later_policy_counts_from_its_day_on():
    later = parse_policy(POLICY)
    assert policy_on(date(2026, 12, 31), [later]) == shipped_policy()
    assert policy_on(date(2027, 1, 1), [later]).pay_within == timedelta(minutes=15)


@pytest.mark.parametrize(("said", "has_ended", "counts"), [
    pytest.param({"notice_money_after_end": False}, True, True, id="the policy: never by the desk"),
    pytest.param({"notice_money_after_end": True}, True, False, id="the policy: after the end"),
    pytest.param({"notice_money_after_end": True}, False, True, id="the dossier goes on"),
    pytest.param({}, True, False, id="a policy of before says nothing: as shipped"),
])  # fmt: skip
def test_whether_the_desk_gives_back_what_met_a_notice_is_the_policys(said, has_ended, counts):
    policy = parse_policy({**POLICY, **said})
    met = {"has_ended": has_ended, "policy": policy}
    assert counts_for_notice(Purpose.OBLIGATION, PaymentState.PAID, **met) is counts
    assert not counts_for_notice(Purpose.OBLIGATION, PaymentState.SURPLUS, **met)
    assert not counts_for_notice(Purpose.FEES, PaymentState.PAID, **met)


@pytest.mark.parametrize(("field", "value"), [
    ("format", "x"), ("version", ""), ("valid_from", "soon"), ("source", None),
    ("pay_within_minutes", 0), ("pay_within_minutes", True), ("reconcile_minutes", 1.5),
    ("reconcile_minutes", 1441), ("codes", []), ("codes", {**POLICY_CODES, "paid": []}),
    ("codes", {**POLICY_CODES, "paid": [1]}), ("codes", {**POLICY_CODES, "waiting": ["P"]}),
    ("age_groups", {}), ("age_groups", [{"group": "rich", "from_years": 1, "source": "x"}]),
    ("age_groups", [{"group": "child", "from_years": 5, "under_years": 5, "source": "x"}]),
    ("age_groups", [{"group": "child", "from_years": 0, "source": " "}]),
    ("age_groups", [{"group": ["child"], "from_years": 0, "source": "x"}]),
    ("groups", {}), ("groups", ["poor"]), ("groups", [ORPHANS] * 2), ("groups", []),
    ("groups", [*KNOWN, {**ORPHANS, "code": "Mồ côi"}]), ("groups", [*KNOWN, {"code": "orphan"}]),
    ("groups", [*KNOWN, {**ORPHANS, "code": "o" * 21}]),
    ("groups", [*KNOWN, {**ORPHANS, "name": " "}]), ("groups", [*KNOWN, {**ORPHANS, "source": ""}]),
    ("groups", [*KNOWN, {**ORPHANS, "valid_from": "soon"}]),
    ("groups", [*KNOWN, {**ORPHANS, "valid_to": "2027-01-01"}]),
    ("groups", [*KNOWN, {**ORPHANS, "valid_until": "2028-01-01"}]),
    ("notice_money_after_end", "no"), ("statement", []), ("statement", {"number": ["Số"]}),
], ids=repr)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(field, value):
    with pytest.raises(PaymentPolicyWrong):
        parse_policy({**deepcopy(POLICY), field: value})


def test_a_policy_without_a_group_by_age_has_no_ages_for_it():
    without = [one for one in KNOWN if one["code"] != "child"]
    policy = parse_policy({**POLICY, "groups": without})
    assert [age.group for age in policy.age_groups] == ["elderly"]


def test_groups_are_those_of_the_policy_and_of_the_shipped_one_where_it_names_none():
    assert parse_policy(POLICY).groups == shipped_policy().groups
    known = parse_policy({**POLICY, "groups": [*KNOWN, ORPHANS]}).groups
    assert [one.code for one in known] == [*(one["code"] for one in KNOWN), "orphan"]
    assert known[-1].source == ORPHANS["source"]


@pytest.mark.parametrize(("begins", "ends", "may"), [
    pytest.param(date(2026, 1, 1), None, True, id="a row that goes on into its days"),
    pytest.param(date(2026, 1, 1), date(2027, 1, 2), True, id="a row that ends on its first day"),
    pytest.param(date(2026, 1, 1), date(2027, 1, 1), False, id="a row that ends before its days"),
    pytest.param(date(2027, 12, 31), None, True, id="a row that begins on its last day"),
    pytest.param(date(2028, 1, 1), None, False, id="a row that begins after its days"),
])  # fmt: skip
def test_a_row_names_a_group_that_is_one_on_any_of_its_days(begins, ends, may):
    ended = {**ORPHANS, "valid_to": "2028-01-01"}
    known = parse_policy({**POLICY, "groups": [*KNOWN, ended]}).groups
    assert may_be_named("orphan", known, begins, ends) is may
    assert not may_be_named("rich", known, begins, ends)


@pytest.mark.parametrize(("born_on", "group"), [
    pytest.param(date(2010, 3, 3), "child", id="a day before sixteen is a child"),
    pytest.param(date(2010, 3, 2), "", id="sixteen today is none"),
    pytest.param(date(1966, 3, 3), "", id="a day before sixty is not old"),
    pytest.param(date(1966, 3, 2), "elderly", id="sixty today is old"),
    pytest.param(date(1966, 2, 28), "elderly", id="nothing ends old age"),
])  # fmt: skip
def test_a_group_is_known_by_age_alone(born_on, group):
    assert group_of_age(born_on, date(2026, 3, 2), shipped_policy().age_groups) == group
