"""What a message may carry: codes, numbers and dates, so that no personal data can slip in."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Final

from thongsuot.domains.exchange.rules.wordings import shipped
from thongsuot.domains.exchange.terms import TemplateUnknown, Value, ValueNotPlain

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
