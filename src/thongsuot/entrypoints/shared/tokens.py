"""Bearer tokens of the machine doors: a signed statement that a program acts as one officer.

Nothing is stored: what the officer may do is asked at every request, so that an account
disabled or a post left ends the token at once.
"""

from datetime import timedelta
from typing import Final

from django.core import signing

SALT: Final = "thongsuot.api"
VALID_FOR: Final = timedelta(days=90)


def issue(*, officer_id: int, post_id: int) -> str:
    """Return a token for an officer on a post, good for ``VALID_FOR``."""
    return signing.dumps({"officer": officer_id, "post": post_id}, salt=SALT)


def read(token: str) -> tuple[int, int]:
    """Return the officer and the post that a token names.

    Raises:  django.core.signing.BadSignature for one that is forged or too old.
    """
    said = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    return int(said["officer"]), int(said["post"])
