"""An officer's own e-mail address: nothing goes there before he has read a code in it."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from django.db import transaction

from thongsuot.domains.exchange import queries
from thongsuot.domains.exchange.models import Contact, Message
from thongsuot.domains.exchange.services.contacts import keep_contact
from thongsuot.domains.exchange.services.outbox import tell
from thongsuot.domains.exchange.terms import AddressNotProven, Channel, to_new_address
from thongsuot.domains.ledger.services import bookkeeping

CHECK: Final = "address-check"
PROVABLE_FOR: Final = timedelta(hours=24)
LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without those that people take for one another."""
LENGTH: Final = 8


@bookkeeping("how one wishes to be reached is no act of the law")
@transaction.atomic
def ask_for_proof(*, to: str, email: str, at: datetime) -> None:
    """Send a code to an address; until it is typed, nothing else goes there.

    Raises:  EmailWrong.
    """
    keep_contact(to=to_new_address(to), email=email, channel=Channel.EMAIL, at=at)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    tell(
        subject=f"contact:{to.partition(':')[2]}", template=CHECK, to=to_new_address(to),
        cause=secrets.token_hex(8), values={"proof": code}, at=at,
    )  # fmt: skip


@bookkeeping("how one wishes to be reached is no act of the law")
@transaction.atomic
def prove_address(*, to: str, code: str, at: datetime) -> None:
    """Take over the address in which the newest code was read.  Raises: AddressNotProven."""
    waiting = Contact.objects.select_for_update().filter(recipient=to_new_address(to)).first()
    sent = _newest(to, at)
    typed = code.strip().upper().encode()
    if waiting is None or sent is None or not compare_digest(sent.encode(), typed):
        raise AddressNotProven("not the newest code")
    now = queries.recipient_of(to)
    keep_contact(
        to=to, email=waiting.email, phone=now.phone, channel=now.first,
        only_needed=now.only_needed, at=at,
    )  # fmt: skip
    waiting.delete()


def _newest(to: str, at: datetime) -> str | None:
    asked = Message.objects.filter(
        recipient=to_new_address(to), template=CHECK, created_at__gt=at - PROVABLE_FOR
    )
    found = asked.order_by("-created_at").first()
    return str(found.values["proof"]) if found else None
