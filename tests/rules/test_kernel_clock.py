from datetime import UTC, date, datetime, timedelta

import pytest

from thongsuot.kernel import clock


def test_the_local_day_begins_at_seventeen_hours_utc():
    evening = datetime(2025, 6, 30, 16, 59, 59, tzinfo=UTC)
    assert clock.local_date(evening) == date(2025, 6, 30)
    assert clock.local_date(evening + timedelta(seconds=1)) == date(2025, 7, 1)


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="zone"):
        clock.to_local(datetime(2025, 6, 30))  # noqa: DTZ001 - the mistake under test


def test_the_present_is_an_aware_instant_in_utc():
    assert clock.utc_now().tzinfo is UTC
