"""Bearer tokens of the machine doors: a signed statement that a program acts as one officer.

Nothing is stored: what the officer may do is asked at every request, so that an account
disabled, a post left or tokens revoked end it at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from thongsuot.kernel.clock import utc_now

SALT: Final = "thongsuot.api"
VALID_FOR: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Token:
    """For whom a program acts, and since when."""

    officer_id: int
    post_id: int
    issued_at: datetime


def issue(*, officer_id: int, post_id: int, valid_for: timedelta = VALID_FOR) -> str:
    """Return a token for an officer on a post, good for ``valid_for``, at most ``LONGEST``."""
    now = utc_now()
    said = {
        "officer": officer_id,
        "post": post_id,
        "issued": now.isoformat(),
        "until": (now + min(valid_for, LONGEST)).isoformat(),
    }
    return signing.dumps(said, salt=SALT)


def read(token: str) -> Token:
    """Return what a token says.

    Raises:  django.core.signing.BadSignature for one that is forged or too old.
    """
    said = signing.loads(token, salt=SALT, max_age=LONGEST)
    if datetime.fromisoformat(said["until"]) <= utc_now():
        raise signing.SignatureExpired("the token was good until an earlier instant")
    issued_at = datetime.fromisoformat(said["issued"])
    return Token(int(said["officer"]), int(said["post"]), issued_at)
