"""Hand-overs, bounces and returns, by their definitions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.domains.accountability import rules
from thongsuot.domains.accountability.terms import Case, Counts, Moment

START = datetime(2026, 3, 2, tzinfo=UTC)


def case(holders: str, name: str = "1") -> Case:
    """Return a case with an event a letter, a minute apart; a dash is a missing holder."""
    return Case(
        name,
        [
            Moment(None if letter == "-" else letter, START + timedelta(minutes=minute))
            for minute, letter in enumerate(holders)
        ],
    )


def counted(*cases: Case) -> Counts:
    counts = Counts()
    for one in cases:
        rules.count(one, counts)
    return counts


@pytest.mark.parametrize(
    ("holders", "chain", "bounces", "returns"),
    [
        ("", "", [], False),
        ("---", "", [], False),
        ("AAA", "A", [], False),
        ("AAB", "AB", [], False),
        ("A-B-A", "ABA", [("A", "B")], True),
        ("ABCA", "ABCA", [], True),
        ("A-A", "A", [], False),
        ("ABABA", "ABABA", [("A", "B"), ("B", "A"), ("A", "B")], True),
    ],
)
def test_a_chain_is_who_held_one_after_the_other(holders, chain, bounces, returns):
    counts = counted(case(holders))
    assert "".join(rules.chain_of(case(holders))) == chain
    assert rules.bounces_of(chain) == bounces
    assert counts.handovers == max(0, len(chain) - 1)
    assert counts.cases_with_return == int(returns)
    assert counts.longest_chain == len(chain)


@given(st.lists(st.text("ABC-", max_size=12), max_size=8))
def test_counts_of_many_cases_are_the_sums_of_each(many):
    together = counted(*map(case, many))
    alone = [counted(case(holders)) for holders in many]
    assert together.handovers == sum(one.handovers for one in alone)
    assert together.bounces == sum(one.bounces for one in alone)
    assert together.holders == set("".join(many)) - {"-"}
    assert together.events == sum(map(len, many))
    assert together.without_holder == "".join(many).count("-")
    assert together.cases_with_bounce <= together.cases_with_return <= together.cases_with_handover


def test_spans_say_who_held_from_when_to_when():
    first, second = rules.spans_of(case("AA-B"))
    assert (first.holder, first.events, first.began_at) == ("A", 2, START)
    assert first.ended_at == START + timedelta(minutes=1)
    assert (second.holder, second.began_at) == ("B", START + timedelta(minutes=3))


def test_events_that_go_back_in_time_are_told_and_kept_in_the_order_of_the_file():
    back = Case("1", [Moment("A", START), Moment("B", START - timedelta(hours=1))])
    counts = counted(back)
    assert counts.out_of_order == 1
    assert counts.pairs == {("A", "B"): 1}


def test_instants_with_and_without_a_zone_are_not_compared():
    mixed = Case("1", [Moment("A", START), Moment("B", datetime(2020, 1, 1))])  # noqa: DTZ001
    assert counted(mixed).out_of_order == 0


def test_of_pairs_met_equally_often_the_one_met_first_comes_first():
    counts = counted(case("AB"), case("CD"), case("CD"))
    assert list(counts.most(counts.pairs, 2)) == [("C", "D", 2), ("A", "B", 1)]
    assert len(list(counts.most(counts.pairs, 1))) == 1
