"""Where and how somebody wants to be told."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.exchange.models import Contact
from thongsuot.domains.exchange.terms import Channel
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.people import rules as people


@bookkeeping("how one wishes to be reached is no act of the law")
@transaction.atomic
def keep_contact(
    *, to: str, email: str = "", phone: str = "", channel: Channel | None = None,
    only_needed: bool = False, at: datetime,
) -> None:  # fmt: skip
    """Keep where a recipient is reached, instead of what was kept before.

    ``channel`` is tried first, the others of the policy after it; ``only_needed`` switches off
    what the law does not have the citizen told.
    Raises:  EmailWrong; PhoneWrong.
    """
    wanted = {
        "email": people.check_email(email) if email else "",
        "phone": people.check_phone(phone) if phone else "",
        "channel": channel.value if channel else "",
        "only_needed": only_needed,
        "changed_at": at,
    }
    Contact.objects.update_or_create(recipient=to, defaults=wanted)
