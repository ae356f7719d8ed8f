"""Bearer tokens: a signed statement that a program acts as one officer on one post.

Nothing is stored: what the officer may do is asked at every request, so that an account
disabled or a post left ends the token at once.
"""

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest
from ninja.security import HttpBearer

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import NotOnThisPost
from thongsuot.kernel.clock import utc_now

SALT = "thongsuot.api"
VALID_FOR = timedelta(days=90)


def issue(*, officer_id: int, post_id: int) -> str:
    """Return a token for an officer on a post, good for ``VALID_FOR``."""
    return signing.dumps({"officer": officer_id, "post": post_id}, salt=SALT)


class Bearer(HttpBearer):
    """Reads the token of a request and returns the actor, or nothing for a wrong one."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Return who acts; ninja answers 401 when nobody does."""
        try:
            said = signing.loads(token, salt=SALT, max_age=VALID_FOR)
            return organisation.actor_of(said["officer"], said["post"], utc_now())
        except (signing.BadSignature, NotOnThisPost):
            return None
