"""Who calls: the bearer token of a request, read anew each time."""

from django.core import signing
from django.http import HttpRequest
from ninja.security import HttpBearer

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.terms import NotOnThisPost
from thongsuot.entrypoints.shared import tokens
from thongsuot.kernel.clock import utc_now


class Bearer(HttpBearer):
    """Reads the token of a request and returns the actor, or nothing for a wrong one."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002 - ninja's signature
        """Return who acts; ninja answers 401 when nobody does."""
        try:
            said = tokens.read(token)
            return successors.actor_by_token(
                said.officer_id, said.post_id, said.issued_at, utc_now()
            )
        except (signing.BadSignature, NotOnThisPost):
            return None
