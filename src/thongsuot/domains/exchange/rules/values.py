"""What a message may carry: codes, numbers and dates, so that no personal data can slip in."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Final

from thongsuot.domains.exchange.rules.sending import fits
from thongsuot.domains.exchange.rules.wordings import filled, shipped
from thongsuot.domains.exchange.terms import (
    Template,
    TemplateUnknown,
    Value,
    ValueNotPlain,
    Wordings,
    WordingWrong,
)

MOST_IN_A_LETTER: Final = 6_000
"""Letters of an e-mail; what is longer nobody reads to its end."""
_GIVEN_LATER: Final[Mapping[str, Mapping[str, Value]]] = {
    "digest": dict.fromkeys(
        ("requests", "intake", "unanswered", "opinions", "rulings", "decisions", "objections"), 0
    )
}
"""What an occasion gives only since a later version, and what was told before then says for it."""
_CODE: Final = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")


def check_told(template: str, values: Mapping[str, Value]) -> None:
    """Refuse an occasion that nothing is worded for, or words among its values.

    Raises:  TemplateUnknown; ValueNotPlain.
    """
    if template not in _known():
        raise TemplateUnknown("nothing is worded under this code", template=template)
    check_values(values)


def check_values(values: Mapping[str, Value]) -> None:
    """Refuse words: a name, an address, a sentence.  Raises: ValueNotPlain, naming the field."""
    for name, value in values.items():
        if isinstance(value, str) and not _CODE.fullmatch(value):
            raise ValueNotPlain("a message carries codes, numbers and dates alone", field=name)


def completed(template: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of a message with what its occasion did not give yet when it was told."""
    return {**_GIVEN_LATER.get(template, {}), **values}


def as_kept(values: Mapping[str, Value]) -> dict[str, str | int]:
    """Return values as they are kept: days and instants in ISO form."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in values.items()
    }


@cache
def _known() -> frozenset[str]:
    """Return the occasions that the package words; a published document words the same anew."""
    return frozenset(template.code for template in shipped().templates)


def check_published(stated: Wordings) -> None:
    """Refuse texts of unknown occasions, with other values than theirs, or too long to be read.

    The sample of the shipped text says what an occasion gives.
    Raises:  WordingWrong, naming the text.
    """
    given = {template.code: template for template in shipped().templates}
    policy = stated.policy or shipped().policy
    for template in stated.templates:
        first = given.get(template.code)
        if first is None:
            raise WordingWrong("an occasion that nothing tells of", field=template.code)
        if not {name for name, _v in template.sample} <= {name for name, _v in first.sample}:
            raise WordingWrong("a value that the occasion does not give", field=template.code)
        if first.needed and not template.needed:
            raise WordingWrong("what the law has told stays needed", field=template.code)
        if policy and not fits(sample_sms(template), policy):
            raise WordingWrong("the text has too many parts as an SMS", field=template.code)
        if letters_of(template.body) > MOST_IN_A_LETTER:
            raise WordingWrong("the letter is too long", field="letter")


def letters_of(body: Sequence[str]) -> int:
    """Return how many letters the paragraphs of an e-mail have."""
    return sum(map(len, body))


def sample_sms(template: Template) -> str:
    """Return the text as an SMS of usual length, filled with its sample."""
    return filled(template.sms, sample_values(template))


def sample_values(template: Template) -> dict[str, Value]:
    """Return what a text is tried with: its sample, a code and addresses of usual length."""
    around = {"code": "H99.31.01-20260302-0000001", "site": "https://dichvucong.tinhmau.gov.vn"}
    link = filled(dict(shipped().links)[template.audience], around)
    return {**around, "link": link, "hotline": "1900 0000", **dict(template.sample)}


def reworded(template: Template, *, sms: str, title: str, body: list[str]) -> dict[str, object]:
    """Return one text of a document that words an occasion anew; the rest of it as it was."""
    zalo = template.zalo
    row: dict[str, object] = {
        "code": template.code,
        "for": template.audience.value,
        "needed": template.needed,
        "source": template.source,
        "sample": as_kept(dict(template.sample)),
    }
    row |= {"sms": sms} if sms else {}
    row |= {"email": {"title": title, "body": body}} if title or body else {}
    row |= {"zalo": {"template": zalo.template, "fields": dict(zalo.fields)}} if zalo else {}
    return row
