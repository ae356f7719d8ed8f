"""The payment platform that an installation under test is told of, played on loopback."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.installation import PLATFORM

from thongsuot.adapters.payment_platform.fake import StandInPlatform
from thongsuot.adapters.payment_platform.wire import Partner
from thongsuot.kernel.clock import utc_now


@contextmanager
def platform_of(installation: Any) -> Iterator[StandInPlatform]:
    """Play the platform at the port that the installation knows, one player at a time."""
    home = Path(installation.home)
    with (home / "platform.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _played(installation, home) as made:
            yield made


@contextmanager
def _played(installation: Any, home: Path) -> Iterator[StandInPlatform]:
    partner = Partner("THONGSUOT", (home / "keys" / "payment-platform.key").read_text())
    made = StandInPlatform(
        partner, door=f"{installation.url}/api/thanh-toan/xac-nhan",
        back=f"{installation.url}/thanh-toan/ve", clock=utc_now,
    )  # fmt: skip
    with made.served(int((home / PLATFORM).read_text())):
        yield made
