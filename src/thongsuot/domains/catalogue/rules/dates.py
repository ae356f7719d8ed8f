"""Dates as people write them on a form: what is wrong with one, and which of two comes first."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from thongsuot.domains.catalogue.terms import AnswerError, Field, FieldKind, Topic
from thongsuot.kernel.formats import parse_date

PARTS = ("day", "month", "year")
CONFIRMED = "_sure"
"""Ends the name under which a date is sent again to say that it is meant."""
_DIGITS = re.compile(r"\d+", re.ASCII)


def fault_in(text: str) -> tuple[str, dict[str, str | int]]:
    """Return the code and the facts of what is wrong with ``text``, which is no date."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) == 1 and _DIGITS.fullmatch(text):
        parts = ["", "", text]
        if len(text) != 4:
            return "date-year-digits", {}
    if len(parts) != len(PARTS):
        return "date-wrong", {}
    missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
    if missing:
        return "date-incomplete", {"missing": " ".join(missing)}
    if not all(map(_DIGITS.fullmatch, parts)):
        return "date-not-digits", {}
    return _not_in_calendar(*parts)


def _not_in_calendar(day: str, month: str, year: str) -> tuple[str, dict[str, str | int]]:
    if len(year) != 4:
        return "date-year-digits", {}
    if len(month) > 2 or not 1 <= int(month) <= 12:
        return "date-no-such-month", {"month": month[:4]}
    if len(day) > 2 or int(year) < 1 or not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        facts: dict[str, str | int] = {"day": day[:4], "month": int(month), "year": year}
        return "date-no-such-day", facts
    return "date-wrong", {}


def disorder(
    topic: Topic, cleaned: Mapping[str, str], others: Mapping[str, str], labels: Mapping[str, str]
) -> Iterator[AnswerError]:
    """Yield an error for each date that lies before, or after, another one of the form."""
    known = {**others, **cleaned}
    for field in topic.fields:
        if field.name not in cleaned:
            continue
        for name in field.not_before:
            if _is_before(cleaned[field.name], known.get(name, "")):
                yield AnswerError(field.name, "date-before", {"other": labels[name]})
        for name in field.not_after:
            if _is_before(known.get(name, ""), cleaned[field.name]):
                yield AnswerError(field.name, "date-after", {"other": labels[name]})


def doubts(
    topic: Topic, cleaned: Mapping[str, str], confirmed: Mapping[str, object], today: date
) -> Iterator[AnswerError]:
    """Yield an error for each date further back than usual that was not confirmed."""
    for field in topic.fields:
        answer = cleaned.get(field.name, "")
        if not answer or confirmed.get(field.name + CONFIRMED) == answer:
            continue
        if is_unusual(field, answer, today):
            facts: dict[str, str | int] = {"years": field.usual_years or 0, "given": answer}
            yield AnswerError(field.name, "date-doubtful", facts)


def confirmed(topic: Topic, cleaned: Mapping[str, str], today: date) -> dict[str, str]:
    """Return what is kept to know later that unusual dates are meant."""
    return {
        field.name + CONFIRMED: cleaned[field.name]
        for field in topic.fields
        if field.name in cleaned and is_unusual(field, cleaned[field.name], today)
    }


def is_unusual(field: Field, answer: str, today: date) -> bool:
    """Tell whether a cleaned date lies further back than such dates usually do."""
    if field.kind is not FieldKind.DATE or field.usual_years is None:
        return False
    return int(answer[:4]) < today.year - field.usual_years


def _is_before(one: str, other: str) -> bool:
    """Tell whether one date is before another, as far as both are known to the day or year."""
    first, second = _day_or_year(one), _day_or_year(other)
    if not (first and second):
        return False
    if isinstance(first, date) and isinstance(second, date):
        return first < second
    years = [known.year if isinstance(known, date) else known for known in (first, second)]
    return years[0] < years[1]


def _day_or_year(text: str) -> date | int | None:
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return int(text)
    try:
        return parse_date(text)
    except ValueError:
        return None
