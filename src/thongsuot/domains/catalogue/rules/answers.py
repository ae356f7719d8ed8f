"""Cleaning what a citizen answered on one page of a form.

Source:  how people write dates and numbers: ``kernel.formats``; personal and telephone numbers,
         e-mail addresses: ``people.rules``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from thongsuot.domains.catalogue.rules import dates
from thongsuot.domains.catalogue.terms import (
    AnswerError,
    Field,
    FieldKind,
    Form,
    ShownWhen,
    Topic,
)
from thongsuot.domains.people.rules import (
    check_email,
    check_personal_id,
    check_phone,
    clean,
    is_sample,
)
from thongsuot.domains.people.terms import Identity
from thongsuot.kernel.errors import Refused
from thongsuot.kernel.formats import parse_date
from thongsuot.kernel.text import normalise, single_line

APPLICANT = {
    "applicant_full_name": True,
    "applicant_personal_id": True,
    "applicant_birth_on": False,
    "applicant_phone": True,
    "applicant_email": False,
    "applicant_address": False,
}
"""Questions by which every form learns who applies, and whether they must be answered."""
OLDEST_YEAR = 1850
"""Before this no date on a living paper is meant."""
DATE_PARTS = dates.PARTS
"""A date may come in three boxes: ``<name>-day``, ``<name>-month``, ``<name>-year``."""
MOST_DIGITS = 20
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+", re.ASCII)


class _Wrong(Exception):
    """One answer cannot stand."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def clean_answers(
    form: Form,
    topic: Topic | str,
    raw: Mapping[str, object],
    *,
    today: date,
    others: Mapping[str, Mapping[str, object]] | None = None,
    samples: bool = False,
) -> tuple[dict[str, str], list[AnswerError]]:
    """Return the answers of one topic, cleaned, and what is wrong with the others.

    Dates come out as ``2026-03-27`` (or the year alone where the form allows it), telephone
    numbers as ``0912345678``, personal numbers as 12 digits. Questions that are not shown, and
    optional ones left empty, do not come out at all. Cleaned answers stay as they are when they
    are cleaned again. ``others`` are the answers of the other topics, against which dates are
    held; a date that was sent a second time under its name with ``dates.CONFIRMED`` is meant.
    Personal numbers of the range for samples stand only where ``samples`` says so.

    Raises:  KeyError when the form has no such topic.
    """
    cleaned: dict[str, str] = {}
    errors: list[AnswerError] = []
    asked = form.topic(topic) if isinstance(topic, str) else topic
    for field in asked.fields:
        if not is_shown(field, cleaned):
            continue
        try:
            answer = _clean(field, _given(field, raw), today)
        except _Wrong as wrong:
            errors.append(AnswerError(field.name, wrong.code, wrong.facts))
        else:
            if answer:
                cleaned[field.name] = answer
    errors += _held_against(form, asked, cleaned, others or {})
    errors += dates.doubts(asked, cleaned, raw, today)
    errors += [] if samples else _sample_numbers(asked, cleaned)
    for error in errors:
        cleaned.pop(error.field, None)
    return cleaned | dates.confirmed(asked, cleaned, today), errors


def _sample_numbers(topic: Topic, cleaned: Mapping[str, str]) -> list[AnswerError]:
    return [
        AnswerError(field.name, "personal-id-sample", {})
        for field in topic.fields
        if field.kind is FieldKind.PERSONAL_ID and is_sample(cleaned.get(field.name, ""))
    ]


def _held_against(
    form: Form, topic: Topic, cleaned: Mapping[str, str], others: Mapping[str, Mapping[str, object]]
) -> list[AnswerError]:
    labels = {field.name: field.label for each in form.topics for field in each.fields}
    elsewhere = {
        name: _text(value)
        for slug, answers in others.items()
        if slug != topic.slug
        for name, value in answers.items()
    }
    return list(dates.disorder(topic, cleaned, elsewhere, labels))


def applicant_of(answers: Mapping[str, Mapping[str, object]]) -> Identity:
    """Return who applies, from the answers of all topics of a form.

    Every form asks for the applicant under the names in ``APPLICANT``; ``check_form`` sees to it.

    Raises:  the errors of ``people.rules.clean`` for a name, number or address that cannot be.
    """
    given = {name: _text(value) for topic in answers.values() for name, value in topic.items()}
    birth = given.get("applicant_birth_on", "")
    return clean(
        Identity(
            full_name=given.get("applicant_full_name", ""),
            personal_id=given.get("applicant_personal_id", ""),
            birth_on=parse_date(birth) if birth else None,
            phone=given.get("applicant_phone", ""),
            email=given.get("applicant_email", ""),
            address=given.get("applicant_address", ""),
        )
    )


def is_shown(field: Field, answers: Mapping[str, str]) -> bool:
    """Tell whether ``field`` is asked, given the answers before it."""
    return is_met(field.shown_when, answers)


def known_answers(
    form: Form, topic: Topic, answers: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Return what the topic asks and the form knows already; people may still change it."""
    given = all_answers(form, answers)
    found: dict[str, str] = {}
    for field in topic.fields:
        for known in field.known:
            answer = known.value or given.get(known.field, "")
            if answer and is_met(known.when, given):
                found.setdefault(field.name, answer)
    return found


def all_answers(form: Form, answers: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the answers of all topics under the names of their fields."""
    return {
        field.name: answers.get(topic.slug, {}).get(field.name, "")
        for topic in form.topics
        for field in topic.fields
    }


def is_met(condition: ShownWhen | None, answers: Mapping[str, str]) -> bool:
    """Tell whether an answer is given that something depends on; no condition is always met."""
    return condition is None or answers.get(condition.field, "") in condition.values


def _given(field: Field, raw: Mapping[str, object]) -> str:
    if field.kind is FieldKind.DATE and field.name not in raw:
        parts = [_text(raw.get(f"{field.name}-{part}")) for part in DATE_PARTS]
        return "/".join(parts).strip("/")
    given = _text(raw.get(field.name))
    return normalise(given) if field.kind is FieldKind.LONGTEXT else single_line(given)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _clean(field: Field, given: str, on: date) -> str:
    if not given:
        if field.required:
            raise _Wrong("required")
        return ""
    if len(given) > field.max_length and field.kind is not FieldKind.NUMBER:
        raise _Wrong("too-long", limit=field.max_length, length=len(given))
    return _CLEANERS[field.kind](field, given, on)


def _as_written(_field: Field, given: str, _on: date) -> str:
    return given


def _date(field: Field, given: str, on: date) -> str:
    if field.year_only and re.fullmatch(r"\d{4}", given, re.ASCII):
        return _year(field, given, on)
    try:
        day = parse_date(given)
    except ValueError:
        code, facts = dates.fault_in(given)
        raise _Wrong(code, **facts) from None
    if day.year < OLDEST_YEAR:
        raise _Wrong("date-too-old", year=day.year)
    if field.not_future and day > on:
        raise _Wrong("date-in-future", today=on.isoformat())
    return day.isoformat()


def _year(field: Field, given: str, on: date) -> str:
    if int(given) < OLDEST_YEAR:
        raise _Wrong("date-too-old", year=int(given))
    if field.not_future and int(given) > on.year:
        raise _Wrong("date-in-future", today=on.isoformat())
    return given


def _personal_id(_field: Field, given: str, _on: date) -> str:
    try:
        return check_personal_id(given)
    except Refused as refused:
        raise _Wrong("personal-id-wrong", **refused.facts) from None


def _phone(_field: Field, given: str, _on: date) -> str:
    try:
        return check_phone(given)
    except Refused:
        raise _Wrong("phone-wrong") from None


def _email(_field: Field, given: str, _on: date) -> str:
    try:
        return check_email(given)
    except Refused:
        raise _Wrong("email-wrong") from None


def _choice(field: Field, given: str, _on: date) -> str:
    if given not in {choice.value for choice in field.choices}:
        raise _Wrong("choice-wrong")
    return given


def _number(field: Field, given: str, _on: date) -> str:
    if not _GROUPED.fullmatch(given):
        raise _Wrong("number-wrong")
    if len(given) > MOST_DIGITS:
        raise _Wrong("too-long", limit=MOST_DIGITS, length=len(given))
    number = int(given.replace(".", ""))
    if field.minimum is not None and number < field.minimum:
        raise _Wrong("number-too-small", minimum=field.minimum)
    if field.maximum is not None and number > field.maximum:
        raise _Wrong("number-too-large", maximum=field.maximum)
    return str(number)


_CLEANERS: dict[FieldKind, Callable[[Field, str, date], str]] = {
    FieldKind.TEXT: _as_written,
    FieldKind.LONGTEXT: _as_written,
    FieldKind.ADDRESS: _as_written,
    FieldKind.DATE: _date,
    FieldKind.PERSONAL_ID: _personal_id,
    FieldKind.PHONE: _phone,
    FieldKind.EMAIL: _email,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
}
