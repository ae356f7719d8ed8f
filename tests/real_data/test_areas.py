"""The lists of administrative units, as shipped."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries, services, successors
from thongsuot.domains.organisation.models import Area, AreaSuccession
from thongsuot.domains.organisation.terms import (
    AreaListsDiffer,
    AreaUnknown,
    NotYours,
    SourceMissing,
    SuccessionSettled,
    SuccessionUnknown,
)

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LAST_DAY_BEFORE, FIRST_DAY_AFTER = date(2025, 6, 30), date(2025, 7, 1)
SYSTEM = Actor.system()
DIVIDED, ONE_PART, OTHER_PART = "31268", "31288", "31666"  # xã Tân Thạnh, Cần Thơ


@pytest.fixture(scope="module")
def on_record(django_db_setup, django_db_blocker):
    """Import once for all tests; each of them then works in a savepoint of its own."""
    django_db_setup.enter()
    with django_db_blocker.unblock(), transaction.atomic():
        services.import_areas(by=SYSTEM, at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def areas(on_record, db):
    return None


def _standing(level, on):
    return queries._areas_on(on).filter(level=level).count()


def test_the_lists_come_in_whole_and_once(db):
    told = []
    first = services.import_areas(by=SYSTEM, at=AT, progress=lambda *step: told.append(step))
    again = services.import_areas(by=SYSTEM, at=AT)

    assert (first.created, first.successions, first.open_decisions) == (14_138, 10_654, 471)
    assert (again.created, again.successions, again.unchanged) == (0, 0, 14_138)
    assert [act.act for act in acts_of("organisation:areas")] == ["areas_imported"]
    assert told == sorted(told)
    assert told[-1] == (14_138 + 10_654, 14_138 + 10_654)


def test_a_unit_on_record_that_contradicts_the_list_stops_the_import(db):
    Area.objects.create(code="01", name="Tỉnh Khác", name_folded="tinh khac", level="province")
    with pytest.raises(AreaListsDiffer) as refused:
        services.import_areas(by=SYSTEM, at=AT)
    assert refused.value.facts == {"area": "01"}


@pytest.mark.parametrize(
    ("level", "before", "after"),
    [("province", 63, 34), ("district", 696, 0), ("commune", 10_035, 3_321)],
)
def test_as_many_units_stand_on_either_side_as_the_law_says(areas, level, before, after):
    assert _standing(level, LAST_DAY_BEFORE) == before
    assert _standing(level, FIRST_DAY_AFTER) == after


def test_eleven_provinces_went_on_and_are_the_same_unit_on_both_sides(areas):
    both = {a.pk for a in queries.provinces(LAST_DAY_BEFORE)} & {
        a.pk for a in queries.provinces(FIRST_DAY_AFTER)
    }
    assert len(both) == 11
    assert queries.find_area("01", FIRST_DAY_AFTER).name == "Thành phố Hà Nội"


def test_every_old_commune_and_merged_province_went_somewhere(areas):
    ended = Area.objects.filter(valid_to=FIRST_DAY_AFTER).exclude(level="district")
    assert not ended.filter(successions=None).exists()
    assert AreaSuccession.objects.filter(old__level="province").count() == 52
    assert AreaSuccession.objects.filter(old__level="district").count() == 5
    assert AreaSuccession.objects.filter(old__level="commune").count() == 10_597


def test_every_unit_stands_under_a_parent_of_its_own_time(areas):
    hoan_kiem = queries.get_area("00070", FIRST_DAY_AFTER)
    assert (hoan_kiem.name, hoan_kiem.parent.name) == ("Phường Hoàn Kiếm", "Thành phố Hà Nội")
    truc_bach = queries.get_area("00004", LAST_DAY_BEFORE)
    assert (truc_bach.name, truc_bach.parent.name) == ("Phường Trúc Bạch", "Quận Ba Đình")
    assert truc_bach.parent.parent.name == "Thành phố Hà Nội"


def test_communes_are_listed_by_province_on_either_side(areas):
    assert len(queries.communes(FIRST_DAY_AFTER)) == 3_321
    assert len(queries.communes(FIRST_DAY_AFTER, "01")) == 126
    assert len(queries.communes(LAST_DAY_BEFORE, "01")) == 526
    with CaptureQueriesContext(connection) as asked:
        names = [(c.name, c.parent.name) for c in queries.communes(FIRST_DAY_AFTER)]
    assert len(names) == 3_321
    assert len(asked) == 1


def test_an_unknown_code_is_said_to_be_unknown(areas):
    assert queries.find_area("00001", FIRST_DAY_AFTER) is None
    with pytest.raises(AreaUnknown):
        queries.get_area("00001", FIRST_DAY_AFTER)


def test_471_divided_communes_stay_open_decisions(areas):
    open_parts = successors.open_successions()
    assert len({part.old_id for part in open_parts}) == 471
    assert not any(part.is_successor for part in open_parts)
    assert {part.new.code for part in queries.successions_of(DIVIDED)} == {ONE_PART, OTHER_PART}


def test_a_person_settles_a_divided_commune_with_a_document(areas):
    services.settle_succession(
        old_code=DIVIDED, new_code=ONE_PART, source="NQ mẫu 01", by=SYSTEM, at=AT
    )
    parts = {part.new.code: part for part in queries.successions_of(DIVIDED)}
    assert parts[ONE_PART].is_successor
    assert parts[ONE_PART].source == "NQ mẫu 01"
    assert not parts[OTHER_PART].is_successor
    assert all(part.decided for part in parts.values())
    assert [act.detail["new"] for act in acts_of(f"area:{DIVIDED}")] == [ONE_PART]
    with pytest.raises(SuccessionSettled):
        services.settle_succession(
            old_code=DIVIDED, new_code=OTHER_PART, source="NQ mẫu 02", by=SYSTEM, at=AT
        )


@pytest.mark.parametrize(
    ("old", "new", "source", "refusal"),
    [
        pytest.param(DIVIDED, ONE_PART, " \u200b", SourceMissing, id="without a document"),
        pytest.param(DIVIDED, "00004", "NQ mẫu", SuccessionUnknown, id="into a unit elsewhere"),
        pytest.param("00004", "00004", "NQ mẫu", SuccessionSettled, id="of a unit never divided"),
    ],
)
def test_a_succession_is_not_settled(areas, old, new, source, refusal):
    with pytest.raises(refusal):
        services.settle_succession(old_code=old, new_code=new, source=source, by=SYSTEM, at=AT)
    assert AreaSuccession.objects.filter(decided=False).values("old").distinct().count() == 471


def test_a_citizen_neither_imports_nor_settles(areas):
    with pytest.raises(NotYours):
        services.import_areas(by=Actor.citizen(), at=AT)
    with pytest.raises(NotYours):
        services.settle_succession(
            old_code=DIVIDED, new_code=ONE_PART, source="NQ mẫu", by=Actor.citizen(), at=AT
        )


def test_the_database_refuses_two_units_under_one_code_on_one_day(areas):
    hanoi = queries.get_area("01", FIRST_DAY_AFTER)
    with pytest.raises(IntegrityError, match="area_one_unit_per_code_and_day"):
        Area.objects.create(
            code="00070", name="Phường Hai", name_folded="phuong hai", level="commune",
            parent=hanoi, valid_from=date(2026, 1, 1),
        )  # fmt: skip


def test_the_database_refuses_a_second_successor(areas):
    first, second = queries.successions_of(DIVIDED)
    AreaSuccession.objects.filter(pk=first.pk).update(decided=True, is_successor=True)
    with pytest.raises(IntegrityError, match="area_succession_one_successor_a_unit"):
        AreaSuccession.objects.filter(pk=second.pk).update(decided=True, is_successor=True)


def test_the_database_refuses_a_successor_nobody_decided(areas):
    part = queries.successions_of(DIVIDED)[0]
    with pytest.raises(IntegrityError, match="area_succession_chosen_only_when_decided"):
        AreaSuccession.objects.filter(pk=part.pk).update(is_successor=True)
