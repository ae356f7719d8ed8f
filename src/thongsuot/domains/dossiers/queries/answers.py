"""What the applicant declared, by topic, as officers read it on screen: masked, with the full words
beside for whoever has just had them disclosed (``people.services.disclose`` records that)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.rules.answers import is_shown
from thongsuot.domains.catalogue.rules.telling import text_of
from thongsuot.domains.catalogue.terms import Field, FieldKind, Mask
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import rules as people
from thongsuot.kernel.clock import local_date

DELIVERY: Final = "delivery"
"""The question of every form that asks how the result is wanted."""
_YEAR_LETTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Declared:
    """One answer; ``repr`` shows nothing of it."""

    label: str
    masked: str
    full: str

    def __repr__(self) -> str:
        return "Declared()"


@dataclass(frozen=True, slots=True)
class DeclaredTopic:
    """The answers under one heading of the form."""

    title: str
    answers: tuple[Declared, ...]


def declared_in(code: str, *, by: Actor, at: datetime) -> list[DeclaredTopic]:
    """Return what was declared, topics without answers left out.  Raises: DossierUnknown."""
    dossier = get_dossier(code, by=by, at=at)
    topics = [
        DeclaredTopic(topic.title, tuple(_declared(topic.fields, given)))
        for topic, given in _topics_of(dossier)
    ]
    return [topic for topic in topics if topic.answers]


def delivery_wished(code: str, *, by: Actor, at: datetime) -> tuple[str, str]:
    """Return how the result is wanted, as value and in words; empty where nobody was asked.

    Raises:  DossierUnknown.
    """
    for topic, given in _topics_of(get_dossier(code, by=by, at=at)):
        for asked in topic.fields:
            if asked.name == DELIVERY:
                answer = given.get(DELIVERY, "")
                return answer, text_of(asked, answer)
    return "", ""


def _topics_of(dossier: Dossier) -> list[tuple[Any, Mapping[str, str]]]:
    form = catalogue.form_of(dossier.procedure_code, local_date(dossier.submitted_at))
    topics = form.topics if form else ()
    return [(topic, dossier.answers.get(topic.slug, {})) for topic in topics]


def _declared(fields: tuple[Field, ...], given: Mapping[str, str]) -> list[Declared]:
    answered = [
        (asked, given.get(asked.name, ""), text_of(asked, given.get(asked.name, "")))
        for asked in fields
        if is_shown(asked, given)
    ]
    return [
        Declared(asked.label, _masked(asked, answer, text), text)
        for asked, answer, text in answered
        if text
    ]


def _masked(asked: Field, answer: str, text: str) -> str:
    """Return enough to recognise an answer, not enough to use; choices and numbers as they are."""
    match asked.kind:
        case FieldKind.CHOICE | FieldKind.NUMBER:
            return text
        case FieldKind.PERSONAL_ID:
            return people.mask_personal_id(answer)
        case FieldKind.PHONE:
            return people.mask_phone(answer)
        case FieldKind.EMAIL:
            return people.mask_email(answer)
        case FieldKind.DATE:
            return text[-_YEAR_LETTERS:]
        case FieldKind.ADDRESS:
            _house, comma, place = text.rpartition(",")
            return f"…, {place.strip()}" if comma else people.mask_name(text)
        case _:
            return _masked_words(asked, text)


def _masked_words(asked: Field, text: str) -> str:
    """Return an answer in free words as its form says that it is shown.

    Source:  docs/law/personal-data.md, "what a screen shows of an answer".
    """
    match asked.mask:
        case Mask.PLAIN:
            return text
        case Mask.NUMBER:
            return people.mask_number(text)
        case None if asked.kind is FieldKind.TEXT:
            return people.mask_name(text)
        case _:
            return people.HIDDEN
