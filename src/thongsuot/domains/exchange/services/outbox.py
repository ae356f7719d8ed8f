"""The outbox: what somebody is to be told, in the transaction of the act that causes it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection

from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.terms import Value
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.people.fields import SealedJSONField

TOLD_ONCE = "subject, recipient, template, cause"
_TELL_EACH: Final = """
    INSERT INTO exchange_message (id, subject, recipient, template, cause, "values", created_at,
      next_at, state, channel, attempts, spent, last_error)
    SELECT gen_random_uuid(), told.subject, told.recipient, %s, %s, decode(told.sealed, 'hex'), %s,
           %s, 'queued', '', 0, 0, ''
      FROM jsonb_to_recordset(%s::jsonb) AS told (subject text, recipient text, sealed text)
    ON CONFLICT (subject, recipient, template, cause) DO NOTHING
"""
"""Thousands at once: worded by Django, they cost many times as much."""


@bookkeeping("what is told follows from an act that has its own entry")
def tell(
    *, subject: str, template: str, to: str, cause: str, values: Mapping[str, Value], at: datetime,
    not_before: datetime | None = None,
) -> None:  # fmt: skip
    """Have somebody told, after commit; the same thing is told once, however often it is asked.

    ``to`` is ``terms.to_applicant(code)`` or ``terms.to_officer(id)``; ``cause`` tells this
    occasion from others of its kind, such as the number of the act's entry.
    Raises:  TemplateUnknown; ValueNotPlain.
    """
    rules.check_told(template, values)
    message = Message(
        subject=subject, recipient=to, template=template, cause=cause,
        values=rules.as_kept(values), created_at=at, next_at=max(at, not_before or at),
    )  # fmt: skip
    rows.add(message, unless=TOLD_ONCE)


@bookkeeping("what is told follows from acts that have their own entries")
def tell_each(
    *, template: str, cause: str, told: Sequence[tuple[str, str, Mapping[str, Value]]], at: datetime
) -> None:
    """Have many told of the same occasion, in one statement: subject, recipient and values each.

    Raises:  TemplateUnknown; ValueNotPlain.
    """
    for _subject, _to, values in told:
        rules.check_told(template, values)
    kept: SealedJSONField = Message._meta.get_field("values")
    each = [
        {"subject": subject, "recipient": to,
         "sealed": kept.get_prep_value(rules.as_kept(values)).hex()}
        for subject, to, values in told
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TELL_EACH, [template, cause, at, at, json.dumps(each)])
