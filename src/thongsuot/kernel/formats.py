"""Vietnamese ways to write and read dates, numbers, money and numbers of things.

A number and its unit are held together by a non-breaking space; "%" follows without one.
Nothing here guesses: what could mean two things is refused.

Source:  domain practice; for dates in letters Decree 30/2020/NĐ-CP, appendix I (a zero before
         days under 10 and before the months 1 and 2).
"""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from thongsuot.kernel.clock import to_local
from thongsuot.kernel.text import single_line

NBSP: Final = "\u00a0"

Number = int | float | Decimal


class Unreadable(ValueError):
    """The text is not a date or a number that can be read in one way only."""


_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def date(day: datetime.date) -> str:
    """Return ``05/03/2025``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def date_in_words(day: datetime.date) -> str:
    """Return ``ngày 05 tháng 3 năm 2025``, as letters and decisions are dated."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def time(at: datetime.datetime) -> str:
    """Return the local time of an instant, ``14:30``."""
    return f"{to_local(at):%H:%M}"


def moment(at: datetime.datetime) -> str:
    """Return the local time and day of an instant, ``14:30 ngày 05/03/2025``."""
    return f"{time(at)} ngày {date(to_local(at).date())}"


def weekday(day: datetime.date) -> str:
    """Return ``thứ Hai`` to ``Chủ nhật``, as inside a sentence."""
    return _WEEKDAYS[day.weekday()]


def number(value: Number, decimals: int | None = None) -> str:
    """Return ``1.234.567,89``; with ``decimals`` rounded half up to just so many.

    Raises:  ValueError for NaN and infinity.
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise ValueError("only a finite number can be written")
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    written = f"{exact:,f}".translate(str.maketrans(",.", ".,"))
    return written.lstrip("-") if not exact else written


def percent(share: Number, decimals: int = 1) -> str:
    """Return a share of one as ``62,7%``; zeros at the end are left out (``50%``)."""
    scaled = Decimal(repr(share)) if isinstance(share, float) else Decimal(share)
    written = number(scaled * 100, decimals)
    return (written.rstrip("0").rstrip(",") if "," in written else written) + "%"


def dong(amount: int) -> str:
    """Return ``1.250.000 đồng``."""
    return f"{number(amount)}{NBSP}đồng"


def dong_in_words(amount: int) -> str:
    """Return ``Một triệu hai trăm năm mươi nghìn đồng``, as receipts say it."""
    words = _cardinal(abs(amount)) or ["không"]
    sign = ["âm"] if amount < 0 else []
    sentence = " ".join([*sign, *words, "đồng"])
    return sentence[0].upper() + sentence[1:]


_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 10**9
_SCALES: Final = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))


def _cardinal(amount: int, *, inner: bool = False) -> list[str]:
    """Return the words of ``amount``; ``inner`` when something greater was said before."""
    if amount >= _BILLION:
        billions, rest = divmod(amount, _BILLION)
        return [*_cardinal(billions, inner=inner), "tỷ", *_cardinal(rest, inner=True)]
    words: list[str] = []
    for size, scale in _SCALES:
        group, amount = divmod(amount, size)
        if group:
            words += _group(group, inner=inner or bool(words))
            words += [scale] if scale else []
    return words


def _group(group: int, *, inner: bool) -> list[str]:
    """Return the words of 1 to 999; after a greater group the hundreds are always said."""
    hundreds, rest = divmod(group, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or inner else []
    return words + _under_hundred(rest, after=bool(words))


def _under_hundred(rest: int, *, after: bool) -> list[str]:
    tens, unit = divmod(rest, 10)
    if tens == 0:
        spoken = [_DIGITS[unit]] if unit else []
        return ["linh", *spoken] if after and unit else spoken
    ten = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return ten + ([changed.get(unit, _DIGITS[unit])] if unit else [])


def personal_id(digits: str) -> str:
    """Return twelve digits grouped for reading, ``079 205 001234``; others as they are."""
    if len(digits) != 12 or not digits.isdecimal():
        return digits
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def phone(digits: str) -> str:
    """Return ten digits grouped for reading, ``0912 345 678``; others as they are."""
    if len(digits) != 10 or not digits.isdecimal():
        return digits
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


_SIZES: Final = ("KB", "MB", "GB", "TB")


def file_size(size: int) -> str:
    """Return ``1,2 MB``; a kilobyte is 1,024 bytes, as file managers count."""
    if size < 1024:
        return f"{size}{NBSP}byte"
    scaled, unit = size / 1024, 0
    while round(scaled, 1) >= 1024 and unit < len(_SIZES) - 1:
        scaled, unit = scaled / 1024, unit + 1
    written = number(scaled, 1).removesuffix(",0")
    return f"{written}{NBSP}{_SIZES[unit]}"


_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
_DAY_FIRST_TIGHT: Final = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def parse_date(text: str) -> datetime.date:
    """Return the day meant by ``5/3/2025``, ``5-3-2025``, ``05032025`` or ``2025-03-05``.

    Raises:  Unreadable for anything else; a year of two digits could mean two centuries.
    """
    line = single_line(text)
    if found := _YEAR_FIRST.fullmatch(line):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(line) or _DAY_FIRST_TIGHT.fullmatch(line):
        day, month, year = map(int, found.groups())
    else:
        raise Unreadable("a date is day, month and year of four digits")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Unreadable("no such day in the calendar") from None


_GROUPED: Final = re.compile(r"\d+|\d{1,3}(?:\.\d{3})+", re.ASCII)
LONGEST: Final = 30
"""More digits than anything counted here has."""


def parse_whole(text: str) -> int:
    """Return the whole number meant by ``1.250.000`` or ``1250000``; none is negative.

    Raises:  Unreadable for anything else, and for what reads differently by other customs:
             ``1.5`` and ``1,250``.
    """
    line = single_line(text)
    if len(line) > LONGEST or not _GROUPED.fullmatch(line):
        raise Unreadable("write whole numbers, thousands parted by points")
    return int(line.replace(".", ""))
