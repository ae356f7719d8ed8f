"""Intervals and ranges of ranks say no more than their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.kernel.rates import rank_ranges, wilson


@pytest.mark.parametrize(
    ("good", "whole", "low", "high"),
    [
        pytest.param(39, 40, 0.871, 0.996, id="39 of 40 mean between 87.1 and 99.6 percent"),
        pytest.param(3900, 4000, 0.970, 0.979, id="3,900 of 4,000 mean between 97.0 and 97.9"),
        pytest.param(0, 10, 0.0, 0.278, id="none of ten may still be a quarter"),
    ],
)
def test_wilson_at_95_percent(good, whole, low, high):
    assert wilson(good, whole, 0.95) == pytest.approx((low, high), abs=6e-4)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_in_its_interval_within_nought_and_one(counts):
    good, whole = counts
    low, high = wilson(good, whole)
    assert 0 <= low <= good / whole <= high <= 1


def test_no_share_of_nothing():
    with pytest.raises(ValueError, match="no share"):
        wilson(0, 0)


def test_the_first_by_its_rate_may_be_anywhere_when_it_has_few():
    few, many = rank_ranges([(41, 41), *[(1950 + n, 2000) for n in range(0, 40, 4)]])[:2]
    assert few[1] - few[0] >= 4
    assert many[0] >= 8


def test_the_same_numbers_give_the_same_ranges():
    counts = [(90, 100), (80, 100), (70, 100)]
    assert rank_ranges(counts) == rank_ranges(counts)
    assert rank_ranges([]) == []
