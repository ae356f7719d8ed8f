"""What the tests of the payment platform begin with."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import publish_tariffs
from tests.payment_stand_in import BACK, DOOR, PARTNER, opened, sent_to_our_door

from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform
from thongsuot.adapters.payment_platform.fake import StandInPlatform
from thongsuot.entrypoints.api import confirming


@pytest.fixture
def stand_in():
    """Return a platform that serves on loopback, and its client."""
    platform = StandInPlatform(
        PARTNER, door=DOOR, back=BACK, clock=lambda: MONDAY, send=sent_to_our_door
    )
    with platform.served() as url:
        yield platform, HttpPaymentPlatform(url, PARTNER, patience_s=60)


@pytest.fixture
def story(db, published_calendar):
    publish_at = Story(build_province())
    publish_tariffs(MONDAY)
    return publish_at.registered()


@pytest.fixture
def paying(story, stand_in, monkeypatch):
    """Return the story's payment, opened with the platform."""
    platform, client = stand_in
    monkeypatch.setattr(confirming.bootstrap, "payment_platform", lambda _day: client)
    monkeypatch.setattr(confirming, "utc_now", lambda: story.at + timedelta(minutes=5))
    return opened(story, client), platform, client
