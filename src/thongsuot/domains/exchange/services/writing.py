"""From a message to the letter that is carried: its values looked up, its text filled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thongsuot.domains.exchange import rules
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.exchange.ports import NeverWorks
from thongsuot.domains.exchange.queries import Said
from thongsuot.domains.exchange.terms import Channel, Letter, Template, Value
from thongsuot.domains.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every text may name: the address of the site, the number to call.

    Where no number is known, a text that says whom to call names the agency instead.
    """

    site: str
    hotline: str


def letter_of(
    message: Message, template: Template, channel: Channel, address: str, said: Said,
    around: Surroundings, at: datetime,
) -> Letter:  # fmt: skip
    """Return the letter for one way.  Raises: NeverWorks when the text lacks a value."""
    values = values_of(message, template, said, around)
    try:
        written = _written(template, channel, values, accents=said.policy.sms_accents)
    except (KeyError, ValueError):
        raise NeverWorks("text-lacks-value") from None
    return Letter(id=message.pk, address=address, at=at, **written)


def values_of(
    message: Message, template: Template, said: Said, around: Surroundings
) -> dict[str, Value]:
    """Return what the text is filled with."""
    values: dict[str, Value] = {
        **rules.completed(message.template, message.values),
        "code": message.subject.partition(":")[2],
        "site": around.site,
        "hotline": around.hotline,
    }
    if "agency" in values:
        values["agency"] = _name(values["agency"])
        values["hotline"] = around.hotline or values["agency"]
    values["link"] = rules.filled(said.links[template.audience], values)
    return values


def _name(agency: Value) -> str:
    """Return the name of an agency, given by its number or its code."""
    if isinstance(agency, int):
        return organisation.agency_names([agency])[agency]
    return organisation.get_agency(str(agency)).name


def _written(
    template: Template, channel: Channel, values: dict[str, Value], *,
    accents: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return the words of the letter as its way takes them."""
    if channel is Channel.EMAIL:
        text = "\n\n".join(rules.filled(part, values) for part in template.body)
        return {"text": text, "title": rules.filled(template.title, values)}
    text = rules.filled(template.sms, values)
    if channel is Channel.SMS or template.zalo is None:
        return {"text": text if accents else rules.without_marks(text)}
    fields = tuple((name, rules.filled(part, values)) for name, part in template.zalo.fields)
    return {"text": text, "registered": template.zalo.template, "fields": fields}
