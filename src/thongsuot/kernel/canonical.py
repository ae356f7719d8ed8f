"""One JSON text for one value, so that its hash means the value.

Source:  RFC 8785 (JSON Canonicalization Scheme); numbers as ECMAScript prints them
         (ECMA-262, Number::toString), keys in the order of their UTF-16 code units.
"""

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from json.encoder import JSONEncoder, encode_basestring
from typing import Final

SAFE_INTEGER: Final = 2**53 - 1
"""Beyond it a double no longer holds every integer; I-JSON (RFC 7493, 2.2) stops here."""


class NotCanonical(ValueError):
    """The value has no canonical JSON form."""


def canonical_json(value: object) -> bytes:
    """Return the canonical JSON of ``value`` in UTF-8.

    Takes None, bool, int, float, str, mappings with text keys, lists and tuples.

    Raises:  NotCanonical for NaN, infinity, a lone surrogate, an integer beyond 2**53 - 1,
             a key that is not text, and any other type: none may pass as something else.
    """
    try:
        return (_PLAIN.encode(value) if _is_plain(value) else _text(value)).encode()
    except UnicodeEncodeError:
        raise NotCanonical("a lone surrogate is not text") from None


_PLAIN: Final = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
"""Writes what is plain in the same way, and several times as fast."""


def _is_plain(value: object) -> bool:
    """Whether the value holds texts, whole numbers and ASCII keys alone, as nearly all do."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -SAFE_INTEGER <= value <= SAFE_INTEGER  # type: ignore[operator]  # an int
    if kind is list:
        return all(map(_is_plain, value))  # type: ignore[call-overload]  # a list
    if kind is dict:
        names_and_values = value.items()  # type: ignore[attr-defined]  # a dict
        return all(type(n) is str and n.isascii() and _is_plain(v) for n, v in names_and_values)
    return False


def _text(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return encode_basestring(value)
        case int():
            return _integer(value)
        case float():
            return _double(value)
        case Mapping():
            return _object(value)
        case Sequence() if not isinstance(value, bytes | bytearray | memoryview):
            return "[" + ",".join(_text(item) for item in value) + "]"
        case _:
            raise NotCanonical(f"{type(value).__name__} has no JSON form")


def _object(members: Mapping[object, object]) -> str:
    ordered = sorted(members, key=_utf16)
    return "{" + ",".join(f"{_text(key)}:{_text(members[key])}" for key in ordered) + "}"


def _utf16(key: object) -> bytes:
    if not isinstance(key, str):
        raise NotCanonical(f"a key is text, not {type(key).__name__}")
    return key.encode("utf-16-be")


def _integer(number: int) -> str:
    if abs(number) > SAFE_INTEGER:
        raise NotCanonical("an integer beyond 2**53 - 1 must be sent as text")
    return str(int(number))  # int(): an IntEnum prints its value


def _double(number: float) -> str:
    if not math.isfinite(number):
        raise NotCanonical("NaN and infinity are not JSON numbers")
    if number == 0:
        return "0"  # minus zero too
    sign = "-" if number < 0 else ""
    shortest = Decimal(repr(abs(number))).as_tuple()
    digits = "".join(map(str, shortest.digits)).rstrip("0")
    exponent = shortest.exponent
    assert isinstance(exponent, int)  # noqa: S101 - only NaN and infinity have a letter here
    point = len(shortest.digits) + exponent
    return sign + _ecmascript(digits, point)


def _ecmascript(digits: str, point: int) -> str:
    """Return 0.``digits`` times ten to the ``point`` as Number::toString has it, steps 6 to 10."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"
