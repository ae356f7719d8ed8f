"""What the tests of the payment platform begin with."""

import pytest
from tests.builders import MONDAY
from tests.payment_stand_in import BACK, DOOR, PARTNER, sent_to_our_door

from thongsuot.adapters.payment_platform.client import HttpPaymentPlatform
from thongsuot.adapters.payment_platform.fake import StandInPlatform


@pytest.fixture
def stand_in():
    """Return a platform that serves on loopback, and its client."""
    platform = StandInPlatform(
        PARTNER, door=DOOR, back=BACK, clock=lambda: MONDAY, send=sent_to_our_door
    )
    with platform.served() as url:
        yield platform, HttpPaymentPlatform(url, PARTNER, patience_s=2)
