"""Answers to the questions of any e-form, as an invented person would give them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from thongsuot.domains.catalogue.rules import answers as rules
from thongsuot.domains.catalogue.terms import Field, FieldKind, Form, Topic
from thongsuot.domains.people.terms import Identity, Sex
from thongsuot.entrypoints.cli.demo import people

Answer = Callable[[Field, "Declarant"], str]


class Declarant:
    """Who fills a form in, on which day."""

    def __init__(self, identity: Identity, rng: Random, on: date) -> None:
        self.identity, self.rng, self.on = identity, rng, on
        self.given: dict[str, str] = {}

    def fill(self, form: Form) -> dict[str, dict[str, str]]:
        """Return answers to all topics that pass the form's own checks."""
        return {topic.slug: self._topic(form, topic) for topic in form.topics}

    def _topic(self, form: Form, topic: Topic) -> dict[str, str]:
        given: dict[str, str] = {}
        for field in topic.fields:
            if rules.is_shown(field, given):
                given[field.name] = self._own(field) or ANSWERS[field.kind](field, self)
        cleaned, errors = rules.clean_answers(form, topic, given, today=self.on, samples=True)
        self.given |= cleaned
        if errors:
            raise ValueError(f"{form.code} {topic.slug}: {[e.field for e in errors]}")
        return cleaned

    def _own(self, field: Field) -> str:
        who = self.identity
        birth = who.birth_on.isoformat() if who.birth_on else ""
        return {
            "applicant_full_name": who.full_name,
            "applicant_personal_id": who.personal_id,
            "applicant_birth_on": birth,
            "applicant_phone": who.phone,
            "applicant_address": who.address,
        }.get(field.name, "")

    def somebody(self) -> Identity:
        """Return somebody else of whom a form asks."""
        return people.invent(self.rng, self.rng.randrange(900_000, 1_000_000), "xã Bình Mẫu")


def _text(field: Field, by: Declarant) -> str:
    if "name" in field.name:
        return people.name(by.rng, by.rng.choice(list(Sex)))
    return str(by.rng.choice(["Kinh", "Việt Nam", "Mẫu"]))[: field.max_length]


def _date(field: Field, by: Declarant) -> str:
    if "birth" in field.name and field.usual_years is None:  # of somebody grown up
        return (by.on - timedelta(days=by.rng.randrange(22 * 365, 44 * 365))).isoformat()
    past = timedelta(days=by.rng.randrange(1, 40 if field.not_future else 400))
    earliest = max((by.given.get(name, "") for name in field.not_before), default="")
    return max((by.on - past).isoformat(), earliest)


def _number(field: Field, by: Declarant) -> str:
    least = field.minimum or 1
    return str(by.rng.randint(least, min(field.maximum or least + 5, least + 5)))


def _address(field: Field, by: Declarant) -> str:
    return by.identity.address[: field.max_length]


def _choice(field: Field, by: Declarant) -> str:
    return by.rng.choice(field.choices).value


def _longtext(field: Field, _by: Declarant) -> str:
    return "Theo giấy tờ kèm theo."[: field.max_length]


ANSWERS: dict[FieldKind, Answer] = {
    FieldKind.TEXT: _text,
    FieldKind.LONGTEXT: _longtext,
    FieldKind.DATE: _date,
    FieldKind.PERSONAL_ID: lambda _field, by: by.somebody().personal_id,
    FieldKind.PHONE: lambda _field, by: by.identity.phone,
    FieldKind.EMAIL: lambda _field, _by: "",
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.ADDRESS: _address,
}
