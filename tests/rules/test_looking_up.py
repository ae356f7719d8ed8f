"""How long one waits after wrong secrets."""

from datetime import UTC, datetime, timedelta

import pytest

from thongsuot.domains.dossiers.rules import wait_everywhere, wait_here

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("failed", "wait"),
    [
        pytest.param(4, 0 * HOUR, id="a few mistakes are borne"),
        pytest.param(5, 15 * MINUTE, id="then comes a quarter of an hour"),
        pytest.param(6, 30 * MINUTE, id="and twice as long the next time"),
        pytest.param(40, 24 * HOUR, id="never more than a day"),
    ],
)
def test_an_address_waits_longer_each_time(failed, wait):
    assert wait_here([NOW] * failed, 5, NOW) == wait
    assert wait_here([NOW] * failed, 5, NOW + wait) == 0 * HOUR


def test_one_address_has_about_a_dozen_tries_a_day():
    failures, now = [], NOW
    while now < NOW + 24 * HOUR:
        failures.append(now)
        now += max(wait_here(failures, 5, now), MINUTE)
    assert len(failures) == 11


def test_when_many_guess_from_everywhere_one_secret_is_heard_in_a_quarter_of_an_hour():
    assert wait_everywhere([NOW] * 99, 100, NOW) == 0 * HOUR
    assert wait_everywhere([NOW] * 100, 100, NOW + 5 * MINUTE) == 10 * MINUTE
