"""Figures as they were and as they are told today: the same acts, the same sums."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from thongsuot.domains.accountability.rules import readings
from thongsuot.domains.accountability.rules.standing import league_of
from thongsuot.domains.accountability.terms import (
    Age,
    Consulting,
    Flow,
    Handovers,
    HidingPlace,
    Holder,
    Holding,
    Holdings,
    Loop,
)
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.entrypoints.shared.figures.few import told_parts
from thongsuot.entrypoints.shared.figures.readings import Cut, told

HEIRS = {1: 5, 2: 5, 3: 6}
"""1 and 2 went into 5, 3 into 6; 4 stayed."""
WHO = st.integers(1, 6)
MANY = st.integers(0, 40)
FEW = 5


@given(st.lists(st.builds(Flow, WHO, WHO, MANY, MANY, MANY, MANY), max_size=12))
def test_every_sum_of_hand_overs_is_the_same_and_who_stayed_has_the_same(flows):
    was = Handovers(0, 0, 0, 0, tuple(flows))
    now = readings.handovers_as_now(was, HEIRS)
    for name in ("handovers", "bounces", "returned", "silent"):
        assert sum(getattr(f, name) for f in now.flows) == sum(getattr(f, name) for f in flows)
    assert not {end for f in now.flows for end in (f.giver, f.taker)} & set(HEIRS)
    own = sum(f.handovers for f in flows if (f.giver, f.taker) == (4, 4))
    assert own == sum(f.handovers for f in now.flows if (f.giver, f.taker) == (4, 4))


def test_loops_places_ages_and_the_league_stand_under_the_heir():
    loops = [Loop(1, 4, 2, 1, 60, ["A"]), Loop(2, 4, 3, 0, 30, ["B"]), Loop(1, 2, 1, 0, 5, ["C"])]
    assert [
        (one.one, one.other, one.bounces, one.returned, one.minutes)
        for one in readings.loops_as_now(loops, HEIRS, 5)
    ] == [(4, 5, 5, 1, 90), (5, 5, 1, 0, 5)]
    places = [
        HidingPlace(1, asked=2, minutes=9, longest=7, contested=2, taken_back=1),
        HidingPlace(5, asked=1, longest=8, contested=1, taken_back=1),
    ]
    [place] = readings.places_as_now(places, HEIRS)
    assert (place.agency, place.asked, place.minutes, place.longest) == (5, 3, 9, 8)
    assert (place.contested, place.taken_back) == (3, 2)
    [age] = readings.ages_as_now([Age(1, [1, 0], late=1), Age(2, [0, 2], paused=1)], HEIRS)
    assert (age.key, age.buckets, age.late, age.paused) == (5, [1, 2], 1, 1)
    was = league_of([(1, 40, 30, 20), (2, 60, 60, 5), (4, 10, 9, 0)])
    now = readings.league_as_now(was, HEIRS)
    assert (now.decided, now.on_time) == (was.decided, was.on_time)
    assert {(rank.agency, rank.decided, rank.on_time, rank.early) for rank in now.ranks} == {
        (5, 100, 90, 25), (4, 10, 9, 0),
    }  # fmt: skip


HOLDERS = st.builds(Holder, WHO, st.integers(1, 3), st.integers(0, 3))
HELD = st.builds(Holding, HOLDERS, *(MANY for _one in ("turns", *MEASURED)))


@given(st.lists(HELD, max_size=12, unique_by=lambda row: row.holder))
def test_every_sum_of_holding_is_the_same_under_the_heirs(rows):
    now = readings.holdings_as_now(Holdings(tuple(rows)), HEIRS).rows
    for name in ("turns", *MEASURED):
        assert sum(getattr(row, name) for row in now) == sum(getattr(row, name) for row in rows)
    assert not {row.holder.agency for row in now} & set(HEIRS)
    assert len({row.holder for row in now}) == len(now)


def test_opinions_stand_under_the_heir():
    rows = [Consulting(1, asked=3, silent=1, late=2, minutes=90, longest=60),
            Consulting(2, asked=1, in_time=1, minutes=70, longest=70)]  # fmt: skip
    [now] = readings.consulting_as_now(rows, HEIRS)
    assert (now.agency, now.asked, now.silent, now.given, now.longest, now.mean) == (
        5, 4, 1, 3, 70, 160 // 3,
    )  # fmt: skip


@given(st.dictionaries(WHO, st.integers(0, 12), max_size=6))
def test_no_sum_or_difference_of_the_two_readings_is_a_small_count(counts):
    def stands(agency: int) -> int:
        return HEIRS.get(agency, agency)

    summed: dict[int, int] = {}
    for agency, number in counts.items():
        summed[stands(agency)] = summed.get(stands(agency), 0) + number
    cut: Cut[tuple[int, int], int] = Cut(lambda row: row[0], stands, lambda row: row[1],
                                    lambda row: row[1])  # fmt: skip
    now, _left = told(list(summed.items()), None, cut, FEW)
    was, _left = told(list(summed.items()), list(counts.items()), cut, FEW)
    assert {stands(agency) for agency, _n in was} <= {agency for agency, _n in now}
    for heir, whole in now:
        parts = [number for agency, number in was if stands(agency) == heir]
        for size in range(1, len(parts) + 1):
            for some in combinations(parts, size):
                assert whole - sum(some) in (0, *range(FEW, whole + 1))
    rest = sum(counts.values()) - sum(number for _agency, number in was)
    assert rest == 0 or rest >= FEW or not was
    assert not any(0 < n < FEW for n in told_parts([n for _a, n in was], FEW) if n)
