"""What happens to people: recorded, corrected, disclosed, represented; and their seals renewed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from psycopg import sql

from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import policy, queries, rules
from thongsuot.domains.people.fields import SealedField, sealed_columns
from thongsuot.domains.people.models import Person, Representation
from thongsuot.domains.people.queries import Index, blind
from thongsuot.domains.people.terms import (
    Basis,
    Identity,
    NumberTaken,
    PersonalIdWrong,
    PersonUnknown,
    PhoneWrong,
    Purpose,
    RepresentationUnknown,
    SampleNumber,
)
from thongsuot.kernel.clock import local_date


def remember(*, identity: Identity, by: Actor, at: datetime) -> Person:
    """Return the person known by this number and name, or put them on file.

    Whoever is on file stays as they are: somebody who merely knows a number and a name cannot
    change the telephone under which the true holder is reached. One entry when put on file,
    none when found.

    Raises:  NameMissing; PersonalIdWrong; SampleNumber; EnterpriseNumberWrong; PhoneWrong;
             EmailWrong.
    """
    cleaned = _clean(identity)
    person = Person(recorded_at=at, **_columns(cleaned))
    with transaction.atomic(savepoint=False):
        # Two at once: the second waits for the first, adds nothing, and finds what that added.
        if not rows.add(person, unless=rows.ANYTHING):
            return _find_known(person)
        ledger.record(
            subject=person.subject, act="person_recorded", by=by, at=at, begins=True,
            detail={"kind": person.kind, "identity": _commitment(person)},
        )  # fmt: skip
    return person


@transaction.atomic
def correct(*, person_id: UUID, identity: Identity, by: Actor, at: datetime) -> Person:
    """Replace what is on file about a person; the record says which fields, not what they held.

    Raises:  DisclosureRefused; PersonUnknown; NumberTaken; and what ``remember`` raises.
    """
    policy.check_may_see(by, local_date(at))
    person = _lock(person_id)
    before = dict(person.identity)
    for column, value in _columns(_clean(identity)).items():
        setattr(person, column, value)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        raise NumberTaken("somebody else is on file with this number and name") from None
    changed = sorted(
        name for name in before | person.identity if before.get(name) != person.identity.get(name)
    )
    ledger.record(
        subject=person.subject, act="person_corrected", by=by, at=at,
        detail={"fields": list(changed), "identity": _commitment(person)},
    )  # fmt: skip
    return person


@transaction.atomic
def disclose(
    *, person_id: UUID, by: Actor, at: datetime, purpose: Purpose | str, dossier: str = ""
) -> Identity:
    """Return a person's data in full, and record who saw it, why, and for which dossier.

    Raises:  ValueError for a purpose that is none of ``Purpose``; DisclosureRefused;
             PersonUnknown.
    """
    why = Purpose(purpose)
    policy.check_may_see(by, local_date(at))
    person = _lock(person_id)
    ledger.record(
        subject=person.subject, act="person_disclosed", by=by, at=at,
        detail={"purpose": why.value, "dossier": dossier},
    )  # fmt: skip
    return person.as_identity()


@transaction.atomic
def note_paper_read(
    *, person_id: UUID, paper: str, purpose: Purpose, dossier: str, by: Actor, at: datetime
) -> None:
    """Record that an officer opened a paper about somebody: who, why, and for which dossier.

    ``paper`` is its id, or kind and number where it is made anew at each reading.

    Once a day for each officer, paper and purpose: turning back to a paper is the same reading.
    The room that owns the paper has asked its own policy whether it may be read.

    Raises:  PersonUnknown.
    """
    mark = sha256(paper.encode()).hexdigest()[:32]  # a paper may have a longer name than a key
    key = f"read:{mark}:{by.acting_officer}:{local_date(at):%Y%m%d}:{purpose.value}"
    if record.find_by_key(key):
        return
    person = _lock(person_id)
    if not record.find_by_key(key):  # the second of two at once waited for the first
        ledger.record(
            subject=person.subject, act="person_paper_read", by=by, at=at, key=key,
            detail={"purpose": purpose.value, "dossier": dossier, "paper": paper},
        )  # fmt: skip


@transaction.atomic
def look_up(*, number: str, by: Actor, at: datetime) -> list[UUID]:
    """Return who is on file under exactly this personal or telephone number; none for others.

    One entry for each person found: who looked, and by which kind of number.

    Raises:  DisclosureRefused.
    """
    found: dict[UUID, str] = {}
    for means in ("personal_id", "phone"):
        try:
            ids = queries.find_ids(by=by, at=at, **{means: number})
        except (PersonalIdWrong, PhoneWrong):
            continue
        found |= dict.fromkeys(ids, means)
    for person_id, means in found.items():
        ledger.record(
            subject=f"person:{person_id}", act="person_looked_up", by=by, at=at,
            detail={"by": means},
        )  # fmt: skip
    return list(found)


@transaction.atomic
def record_representation(
    *, person_id: UUID, represents_id: UUID, basis: Basis, document: str,
    valid_from: date, valid_to: date | None = None, by: Actor, at: datetime,
) -> Representation:  # fmt: skip
    """Put on file that one person may act for another, on what ground and document.

    Units:   ``valid_to`` is the first day on which it no longer holds.
    Raises:  RepresentationRefused; DisclosureRefused; PersonUnknown.
    """
    policy.check_may_see(by, local_date(at))
    rules.check_representation(
        themselves=person_id == represents_id, valid_from=valid_from, valid_to=valid_to
    )
    person, represented = _lock(person_id), _lock(represents_id)
    made = Representation.objects.create(
        person=person, represents=represented, basis=basis, document=document,
        valid_from=valid_from, valid_to=valid_to, recorded_at=at,
    )  # fmt: skip
    ledger.record(
        subject=represented.subject, act="representation_recorded", by=by, at=at,
        detail={
            "representation": made.pk, "by": str(person.pk), "basis": basis.value,
            "from": valid_from.isoformat(), "to": valid_to.isoformat() if valid_to else None,
            "document": commitment(document, bytes(made.salt)),
        },
    )  # fmt: skip
    return made


@transaction.atomic
def end_representation(
    *, representation_id: int, on: date, by: Actor, at: datetime
) -> Representation:
    """End a representation; ``on`` is the first day on which it no longer holds.

    Raises:  RepresentationUnknown; RepresentationRefused if it would end before it began;
             DisclosureRefused.
    """
    policy.check_may_see(by, local_date(at))
    held = Representation.objects.select_for_update().filter(pk=representation_id).first()
    if held is None:
        raise RepresentationUnknown("no such representation is on file")
    rules.check_representation(themselves=False, valid_from=held.valid_from, valid_to=on)
    held.valid_to = on
    held.save(update_fields=["valid_to"])
    ledger.record(
        subject=f"person:{held.represents_id}", act="representation_ended", by=by, at=at,
        detail={"representation": held.pk, "to": on.isoformat()},
    )  # fmt: skip
    return held


def _clean(identity: Identity) -> Identity:
    cleaned = rules.clean(identity)
    if rules.is_sample(cleaned.personal_id) and not settings.SAMPLE_DATA:
        raise SampleNumber("numbers of the sample range are not for real service")
    return cleaned


def _columns(identity: Identity) -> dict[str, object]:
    return {
        "kind": identity.kind.value,
        "identity": rules.as_stored(identity),
        "name_index": blind(Index.NAME, rules.comparable_name(identity.full_name)),
        "personal_id_index": blind(Index.PERSONAL_ID, identity.personal_id),
        "enterprise_index": blind(Index.ENTERPRISE, identity.enterprise_number),
        "phone_index": blind(Index.PHONE, identity.phone),
    }


def _find_known(person: Person) -> Person:
    """Return whom the database keeps under the numbers and the name of ``person``."""
    numbers = Q()
    if person.personal_id_index:
        numbers |= Q(personal_id_index=person.personal_id_index)
    if person.enterprise_index:
        numbers |= Q(enterprise_index=person.enterprise_index)
    if not numbers:
        return person
    return Person.objects.get(numbers, name_index=person.name_index)


def _lock(person_id: UUID) -> Person:
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise PersonUnknown("nobody is on file under this id")
    return person


def _commitment(person: Person) -> str:
    return commitment(person.committed_text(), bytes(person.salt))


BATCH_ROWS = 500


@ledger.bookkeeping("the same words under a newer key: nothing about anyone changes")
def reseal(
    *, batch_rows: int = BATCH_ROWS, progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Seal anew whatever an older key sealed, in every room; return how many values.

    Each batch is a transaction of its own: stopped in the middle, the next call goes on where
    this one ended. When a call returns 0, the older keys are needed no more.

    Raises:  KeyMissing; SealBroken.
    """
    done = 0
    for column in sealed_columns():
        for renewed in _reseal_column(column, batch_rows):
            done += renewed
            progress(done)
    return done


def _reseal_column(column: SealedField, batch_rows: int) -> Iterator[int]:
    after = None
    while rows := _sealed_by_older_keys(column, after, batch_rows):
        with transaction.atomic():
            for pk, sealed in rows:
                _renew(column, pk, sealed)
        after = rows[-1][0]
        yield len(rows)


_OLDER = sql.SQL(
    "SELECT {pk}, {column} FROM {table}"
    " WHERE substring({column} FROM 1 FOR {size}) <> {head} AND {beyond}"
    " ORDER BY {pk} LIMIT {limit}"
)
_RENEW = sql.SQL("UPDATE {table} SET {column} = {new} WHERE {pk} = {this} AND {column} = {old}")
"""Only what is still as it was read: a value changed meanwhile carries the newest key already."""


def _sealed_by_older_keys(
    column: SealedField, after: object, limit: int
) -> list[tuple[object, bytes]]:
    names, head = _names(column), settings.KEYRING.head
    beyond = (
        sql.SQL("{} > {}").format(names["pk"], sql.Literal(after))
        if after is not None
        else sql.SQL("TRUE")
    )
    query = _OLDER.format(
        **names, beyond=beyond, head=sql.Literal(head), size=len(head), limit=sql.Literal(limit)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [(pk, bytes(sealed)) for pk, sealed in cursor.fetchall()]


def _renew(column: SealedField, pk: object, sealed: bytes) -> None:
    new = column.seal(column.open(sealed))
    query = _RENEW.format(
        **_names(column), new=sql.Literal(new), this=sql.Literal(pk), old=sql.Literal(sealed)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)


def _names(column: SealedField) -> dict[str, sql.Identifier]:
    meta = column.model._meta
    return {
        "table": sql.Identifier(meta.db_table),
        "pk": sql.Identifier(str(meta.pk.column)),
        "column": sql.Identifier(str(column.column)),
    }
