"""When a message goes, by which way, in how many parts; and how its address is shown."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from thongsuot.domains.exchange.terms import Channel, Recipient, SendingPolicy, Template
from thongsuot.domains.people.rules import mask_email, mask_phone
from thongsuot.kernel.clock import LOCAL, to_local
from thongsuot.kernel.text import single_line

MOST_OF_A_REFERENCE: Final = 120
"""Letters of what a carrier calls a letter; its column has as many."""
_GSM: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE: Final = frozenset("^{}\\[~]|€")
"""Of the extension table: each takes two places."""
_LONE, _EACH = (160, 153), (70, 67)


def sms_parts(text: str) -> int:
    """Return how many parts a text has as an SMS; each part is paid for.

    Source:  3GPP TS 23.038: 160 places of 7 bits alone, 153 in each of several; with any letter
             outside that alphabet, as Vietnamese has them, 70 and 67 of UCS-2.
    """
    plain = all(letter in _GSM or letter in _GSM_TWICE for letter in text)
    if plain:
        places = len(text) + sum(letter in _GSM_TWICE for letter in text)
    else:
        places = len(text.encode("utf-16-be")) // 2
    alone, of_several = _LONE if plain else _EACH
    return 1 if places <= alone else -(-places // of_several)


def chosen(
    template: Template, to: Recipient, policy: SendingPolicy, *, tried: Collection[Channel] = ()
) -> Channel | None:
    """Return the way to send by: the first with an address and a text that has not failed."""
    if to.only_needed and not template.needed:
        return None
    order = sorted(policy.order, key=lambda way: way is not to.first)
    ways = [way for way in order if way not in tried]
    return next((way for way in ways if to.address(way) and template.has(way)), None)


def after_quiet(at: datetime, channel: Channel, policy: SendingPolicy) -> datetime:
    """Return ``at``, or the end of the quiet hours in which it lies."""
    local, begins, ends = to_local(at), policy.quiet_from, policy.quiet_to
    if channel not in policy.quiet_channels or begins == ends:
        return at
    now = local.time()
    over_night = begins > ends
    quiet = (now >= begins or now < ends) if over_night else begins <= now < ends
    if not quiet:
        return at
    day = local.date() + timedelta(days=1 if over_night and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=LOCAL).astimezone(at.tzinfo)


def next_try(attempts: int, at: datetime, policy: SendingPolicy) -> datetime | None:
    """Return when to try again after so many attempts, or None when it was tried often enough."""
    waits = policy.retry_minutes
    return at + timedelta(minutes=waits[attempts - 1]) if attempts <= len(waits) else None


def reference_kept(said: str) -> str:
    """Return what a carrier calls a letter as it is kept, and so as its report is compared."""
    return single_line(said)[:MOST_OF_A_REFERENCE]


def fits(text: str, policy: SendingPolicy) -> bool:
    """Return whether a text has no more parts as an SMS than are to be paid for."""
    return sms_parts(text) <= policy.sms_parts


def without_marks(text: str) -> str:
    """Return a text as old telephones write it, ``Da nhan ho so``."""
    parted = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def shown_address(address: str) -> str:
    """Return enough of an address to know it again: ``091••••417``, ``l•••@vidu.vn``."""
    return mask_email(address) if "@" in address else mask_phone(address)
