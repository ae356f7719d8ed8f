"""Reading people: masked, unless a service discloses; found by keyed indexes alone."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, Subquery

from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import policy, rules
from thongsuot.domains.people.models import Person, Representation
from thongsuot.domains.people.terms import (
    Basis,
    Claim,
    Doubt,
    Identity,
    MaskedIdentity,
    PersonUnknown,
)
from thongsuot.kernel.clock import local_date

MOST_CLAIMS: Final = 20
"""So many names under one number are looked at: a number may be made up, and filed by anybody."""


class Index(StrEnum):
    """What each keyed index is of; part of the digest, so that no two can be compared."""

    NAME = "people.name"
    PERSONAL_ID = "people.personal-id"
    ENTERPRISE = "people.enterprise-number"
    PHONE = "people.phone"


def blind(index: Index, value: str) -> bytes | None:
    """Return the keyed digest of ``value``; nothing for an empty one."""
    return settings.KEYRING.blind_index(value, index) if value else None


def masked(person_id: UUID) -> MaskedIdentity:
    """Return one person as screens show them.  Raises: PersonUnknown."""
    return rules.mask(_get(person_id).as_identity())


def on_own_papers(person_id: UUID) -> Identity:
    """Return who this is in full, for papers that go to this person alone.

    Raises:  PersonUnknown.
    """
    return _get(person_id).as_identity()


def ways_to_reach(person_id: UUID) -> tuple[str, str]:
    """Return telephone and e-mail, for messages that go to this person alone.

    Raises:  PersonUnknown.
    """
    identity = _get(person_id).as_identity()
    return identity.phone, identity.email


def masked_many(ids: Iterable[UUID]) -> dict[UUID, MaskedIdentity]:
    """Return people as screens show them, by id, in one query; unknown ids are left out."""
    people = Person.objects.filter(pk__in=set(ids))
    return {person.pk: rules.mask(person.as_identity()) for person in people}


def find_ids(
    *, by: Actor, at: datetime, personal_id: str = "", phone: str = "", name: str = ""
) -> list[UUID]:
    """Return who is on file under all that is given, newest first; whole values only.

    Raises:  DisclosureRefused; PersonalIdWrong; PhoneWrong.
    """
    policy.check_may_see(by, local_date(at))
    wanted = Q()
    if personal_id:
        number = rules.check_personal_id(personal_id)
        wanted &= Q(personal_id_index=blind(Index.PERSONAL_ID, number))
    if phone:
        wanted &= Q(phone_index=blind(Index.PHONE, rules.check_phone(phone)))
    if name:
        wanted &= Q(name_index=blind(Index.NAME, rules.comparable_name(name)))
    if not wanted:
        return []
    found = Person.objects.filter(wanted).order_by("-recorded_at")
    return list(found.values_list("pk", flat=True))


def doubts_in(identity: Identity) -> tuple[Doubt, ...]:
    """Return what an officer should look at in somebody's numbers, as they were declared."""
    return rules.doubts(identity, birth_registration_places())


def claims_beside(person_id: UUID, full_name: str) -> list[Claim]:
    """Return under which other names this person's number is on file, oldest first.

    ``full_name`` is the one that is declared now; the name on file counts too where it differs.
    Raises:  PersonUnknown.
    """
    own = Person.objects.filter(pk=person_id)
    same = (
        Q(pk=person_id)
        | Q(personal_id_index=Subquery(own.values("personal_id_index")))
        | Q(enterprise_index=Subquery(own.values("enterprise_index")))
    )
    known = Person.objects.filter(same).order_by("recorded_at", "pk")[:MOST_CLAIMS]
    claims = [(row, row.as_identity()) for row in known]
    if not claims:
        raise PersonUnknown("nobody is on file under this id")
    return [
        Claim(
            person_id=row.pk, since=row.recorded_at, masked_name=rules.mask(claim).full_name,
            by_tones_alone=row.pk == person_id,
        )
        for row, claim in claims
        if not rules.may_be_one_name(claim.full_name, full_name)
    ]  # fmt: skip


def agrees_with_record(person_id: UUID) -> bool:
    """Return whether what is on file is what the record committed to last.

    Raises:  PersonUnknown.
    """
    person = _get(person_id)
    promises = [
        act.detail["identity"] for act in ledger.acts_of(person.subject) if "identity" in act.detail
    ]
    return promises[-1:] == [commitment(person.committed_text(), bytes(person.salt))]


def may_represent(*, person_id: UUID, represents_id: UUID, on: date) -> bool:
    """Return whether one person may act for the other on ``on``."""
    return _in_force(on).filter(person_id=person_id, represents_id=represents_id).exists()


def represented_by(person_id: UUID, on: date) -> list[tuple[UUID, Basis]]:
    """Return for whom a person may act on ``on``, and on what ground."""
    rows = _in_force(on).filter(person_id=person_id).order_by("valid_from", "pk")
    return [(pk, Basis(basis)) for pk, basis in rows.values_list("represents_id", "basis")]


def _get(person_id: UUID) -> Person:
    """Return the row of one person.  Raises: PersonUnknown."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise PersonUnknown("nobody is on file under this id")
    return person


def _in_force(on: date) -> QuerySet[Representation]:
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Representation.objects.filter(ends, valid_from__lte=on)


@cache
def birth_registration_places() -> frozenset[str]:
    """Return the codes known as first three digits of a personal number."""
    source = files("thongsuot.domains.people") / "data" / "birth-registration-places.csv"
    with source.open(encoding="utf-8") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))
