import pytest
from django.core.exceptions import FieldError
from django.db import connection
from tests.builders_people import AT, LAN

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people.fields import sealed_columns
from thongsuot.domains.people.models import Person, Representation
from thongsuot.domains.people.services import remember
from thongsuot.kernel.sealing import SealBroken

pytestmark = pytest.mark.django_db


def raw(column: str, pk: object) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM people_person WHERE id = %s", [pk])  # noqa: S608
        return bytes(cursor.fetchone()[0])


@pytest.fixture
def person() -> Person:
    return remember(identity=LAN, by=Actor.citizen(), at=AT)


def test_what_is_sealed_comes_back_as_it_was(person):
    assert Person.objects.get(pk=person.pk).as_identity() == LAN


def test_the_database_holds_no_readable_word_of_a_person(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_person::text FROM people_person WHERE id = %s", [person.pk])
        row = cursor.fetchone()[0]
    stored = bytes.fromhex("".join(c for c in row if c in "0123456789abcdef"))
    readable = row.encode() + stored + raw("identity", person.pk)
    for word in ("Ví Dụ", LAN.personal_id, LAN.phone, "full_name"):
        assert word.encode() not in readable
        assert word.encode().hex().encode() not in readable


def test_the_same_person_sealed_twice_looks_different(person):
    before = raw("identity", person.pk)
    person.save()
    assert raw("identity", person.pk) != before


def test_a_sealed_column_copied_into_another_does_not_open(person):
    column = Representation._meta.get_field("document")
    with pytest.raises(SealBroken):
        column.from_db_value(raw("identity", person.pk))


@pytest.mark.parametrize("question", ["identity", "identity__contains", "identity__full_name"])
def test_a_sealed_column_cannot_be_searched(question):
    with pytest.raises(FieldError):
        Person.objects.filter(**{question: "x"})


def test_a_sealed_column_can_be_asked_whether_it_is_empty(person):
    assert Person.objects.filter(identity__isnull=False).get() == person


def test_nothing_sealed_stays_nothing():
    column = Person._meta.get_field("identity")
    assert column.get_prep_value(None) is None
    assert column.from_db_value(None) is None


def test_an_empty_text_is_sealed_too():
    column = Representation._meta.get_field("document")
    assert column.get_default() == ""
    assert column.from_db_value(column.get_prep_value("")) == ""
    assert column.from_db_value(column.get_prep_value(b"")) == ""


def test_bulk_changes_are_sealed(person):
    person.identity = {"full_name": "Trần Mẫu"}
    Person.objects.bulk_update([person], ["identity"])
    assert raw("identity", person.pk).find(b"full_name") == -1
    assert Person.objects.values_list("identity", flat=True).get() == {"full_name": "Trần Mẫu"}


def test_every_sealed_column_is_known_by_its_table_and_name():
    contexts = [column.context() for column in sealed_columns()]
    assert b"people_person.identity" in contexts
    assert len(set(contexts)) == len(contexts)
