import psycopg
import pytest
from django.db import connection
from django.db.models import DateTimeField
from tests.builders import Story, build_province
from tests.builders_at_once import at_once
from tests.builders_people import AT, BINH, COMPANY, LAN

from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import services
from thongsuot.domains.people.fields import SealedField, sealed_columns
from thongsuot.domains.people.models import Person
from thongsuot.kernel.sealing import KEY_BYTES, KeyMissing, Keyring

OLD, NEW, INDEX = b"1" * KEY_BYTES, b"2" * KEY_BYTES, b"i" * KEY_BYTES
PEOPLE = [LAN, BINH, COMPANY]


def put_on_file() -> None:
    for identity in PEOPLE:
        services.remember(identity=identity, by=Actor.citizen(), at=AT)


def on_file() -> list[str]:
    return sorted(person.as_identity().full_name for person in Person.objects.all())


@pytest.fixture
def rotated(db, settings):
    """Return how to take the newest key into use after three people were sealed by the old."""
    settings.KEYRING = Keyring({1: OLD}, INDEX)
    put_on_file()
    settings.KEYRING = Keyring({1: OLD, 2: NEW}, INDEX)
    return settings


def test_after_a_rotation_everything_is_sealed_by_the_newest_key_alone(rotated):
    assert services.reseal(batch_rows=2) == 3
    rotated.KEYRING = Keyring({2: NEW}, INDEX)
    assert on_file() == sorted(identity.full_name for identity in PEOPLE)


def test_the_old_key_is_needed_until_then(rotated):
    rotated.KEYRING = Keyring({2: NEW}, INDEX)
    with pytest.raises(KeyMissing):
        on_file()


def test_when_nothing_is_left_nothing_is_changed(rotated):
    services.reseal()
    assert services.reseal() == 0


def test_people_are_found_and_known_as_before(rotated):
    services.reseal()
    put_on_file()
    assert Person.objects.count() == 3


def test_progress_is_told_batch_by_batch(rotated):
    told = []
    services.reseal(batch_rows=1, progress=told.append)
    assert told == [1, 2, 3]


class PulledPlug(Exception):
    pass


def test_stopped_in_the_middle_it_goes_on_where_it_ended(rotated):
    def stop_after_two(done: int) -> None:
        if done == 2:
            raise PulledPlug

    with pytest.raises(PulledPlug):
        services.reseal(batch_rows=1, progress=stop_after_two)
    assert on_file() == sorted(identity.full_name for identity in PEOPLE)
    assert services.reseal() == 1


def test_a_value_changed_meanwhile_is_left_as_it_is_now(rotated):
    person = Person.objects.first()
    column = Person._meta.get_field("identity")
    stale = services._sealed_by_older_keys(column, None, 10)
    person.identity = {**person.identity, "phone": "0999000111"}
    person.save()
    for pk, sealed in stale:
        services._renew(column, pk, sealed)
    assert Person.objects.get(pk=person.pk).identity["phone"] == "0999000111"


def test_the_record_takes_no_notice(rotated):
    before = ledger.count()
    services.reseal()
    assert ledger.count() == before


def test_eight_at_once_put_one_person_on_file_once(committed_db):
    ids = set(at_once(8, lambda _n: services.remember(identity=LAN, by=Actor.citizen(), at=AT).pk))
    assert len(ids) == Person.objects.count() == ledger.count() == 1
    connection.close()


def all_sealed_words() -> dict[str, list[str]]:
    return {
        str(column): sorted(map(str, column.model.objects.values_list(column.name, flat=True)))
        for column in sealed_columns()
        if column.model.objects.exists()
    }


def test_a_whole_story_reads_as_before_with_the_newest_key_alone(published_calendar, settings):
    settings.KEYRING = Keyring({1: OLD}, INDEX)
    Story(build_province()).drafted()
    before = all_sealed_words()
    settings.KEYRING = Keyring({1: OLD, 2: NEW}, INDEX)
    services.reseal()
    settings.KEYRING = Keyring({2: NEW}, INDEX)
    assert all_sealed_words() == before
    assert {name.partition(".")[0] for name in before} >= {"people", "custody", "dossiers"}


@pytest.mark.parametrize("column", list(sealed_columns()), ids=str)
def test_every_sealed_column_of_every_room_may_be_renewed(db, column):
    table = column.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(%s, %s, 'UPDATE')", [table, column.column])
        assert cursor.fetchone()[0], f"{table} is append-only: its sealed words cannot be renewed"


LIVES = ("NULL", "now()")
"""A row without any instant, and one that has them all: triggers ask different things of them."""
GUARDS = """
    SELECT regexp_replace(pg_get_triggerdef(oid), ' ON [a-z_.]+', ' ON copied') FROM pg_trigger
    WHERE tgrelid = %s::regclass AND NOT tgisinternal
      AND tgtype & 16 <> 0 AND tgtype & 2 <> 0
"""
"""What runs before a row of a table is changed, as it would be written for a copy of the table."""


def refusal(superuser: psycopg.Connection, column: SealedField, instant: str) -> str:
    """Return how a table's guards refuse a newer seal to one row of a copy of it, or nothing."""
    meta, name = column.model._meta, column.column
    instants = [f.column for f in meta.fields if isinstance(f, DateTimeField)]
    guards = superuser.execute(GUARDS, [meta.db_table]).fetchall()
    with superuser.transaction(force_rollback=True):
        superuser.execute(f"CREATE TABLE copied AS TABLE {meta.db_table} WITH NO DATA")
        columns = ", ".join([name, *instants])
        values = ", ".join(["'old'", *[instant] * len(instants)])
        superuser.execute(f"INSERT INTO copied ({columns}) VALUES ({values})")  # noqa: S608 - our own
        for (guard,) in guards:
            superuser.execute(guard)
        try:
            superuser.execute(f"UPDATE copied SET {name} = 'new'")  # noqa: S608 - our own
        except psycopg.Error as refused:
            return f"{column}: {refused.diag.message_primary}"
    return ""


def test_no_guard_of_a_table_refuses_a_newer_seal_at_any_time_of_a_row(as_superuser):
    refusals = [
        refusal(as_superuser, column, instant) for column in sealed_columns() for instant in LIVES
    ]
    assert list(filter(None, refusals)) == []
