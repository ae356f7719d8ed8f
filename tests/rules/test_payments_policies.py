"""Payment policies: read whole, each value checked, the newest that has begun counts."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from tests.builders_payments import POLICY, POLICY_CODES

from thongsuot.domains.payments.rules import group_of_age
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
    ("notice_money_after_end", "no"), ("statement", []), ("statement", {"number": ["Số"]}),
], ids=repr)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(field, value):
    with pytest.raises(PaymentPolicyWrong):
        parse_policy({**deepcopy(POLICY), field: value})


@pytest.mark.parametrize(("born_on", "group"), [
    pytest.param(date(2010, 3, 3), "child", id="a day before sixteen is a child"),
    pytest.param(date(2010, 3, 2), "", id="sixteen today is none"),
    pytest.param(date(1966, 3, 3), "", id="a day before sixty is not old"),
    pytest.param(date(1966, 3, 2), "elderly", id="sixty today is old"),
    pytest.param(date(1966, 2, 28), "elderly", id="nothing ends old age"),
])  # fmt: skip
def test_a_group_is_known_by_age_alone(born_on, group):
    assert group_of_age(born_on, date(2026, 3, 2), shipped_policy().age_groups) == group
