"""Tariff files are taken over beside each other; what was owed is frozen with the dossier."""

import json
import unicodedata
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from django.db import DatabaseError, transaction
from tests.builders import BIRTH, EVER, LAN, MONDAY, Story, add_area, build_province
from tests.builders_payments import (
    ONLINE_HALF,
    POOR,
    ROW,
    filed_online,
    publish_tariffs,
    tariff_file,
)

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.models import AreaSuccession
from thongsuot.domains.payments import queries
from thongsuot.domains.payments import services as payments
from thongsuot.domains.payments.models import ListedTariff
from thongsuot.domains.payments.terms import CollectedAt, FeeUnpaid, NothingDue, TariffsNotYours
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
ON = local_date(MONDAY)


@pytest.fixture
def province(db, published_calendar):
    return build_province()


def fees(channel="direct", **more):
    desk = organisation.get_desk("H99.31.01", more.get("on", ON))
    asked = {"procedure": ROW["procedure"], "channel": channel, "desk": desk, "on": ON, **more}
    return queries.find_fees(**asked)


def test_the_same_file_again_changes_nothing(province):
    first = publish_tariffs(MONDAY, ROW, exemptions=[ONLINE_HALF])
    again = publish_tariffs(MONDAY, ROW, exemptions=[ONLINE_HALF])
    assert (first.created, first.refused) == (3, ())
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    assert [act.act for act in record.acts_of("tariffs")] == ["tariffs_imported"]


def test_a_row_stored_before_texts_were_made_one_line_is_known_again(province):
    basis = "Nghị quyết  01/2025/NQ-HĐND"
    ListedTariff.objects.create(
        key="1.001193|khai-sinh||||", procedure=ROW["procedure"], item=ROW["item"],
        name=unicodedata.normalize("NFD", ROW["name"]), kind="charge", per="dossier",
        amount_vnd=20_000, collected="receipt", legal_basis=basis, valid_from=date(2025, 1, 1),
        file_version="mau-0", imported_at=MONDAY,
    )  # fmt: skip
    again = publish_tariffs(MONDAY, {**ROW, "legal_basis": basis}, payees=())
    assert (again.created, again.unchanged, again.refused) == (0, 1, ())
    other = publish_tariffs(MONDAY, {**ROW, "legal_basis": "NQ 01/2025/NQ-HĐND"}, payees=())
    assert [refused.problem for refused in other.refused] == ["days-overlap"]


def test_a_dry_run_reports_and_keeps_nothing(province):
    report = payments.import_tariffs(
        document=tariff_file(ROW), by=Actor.system(), at=MONDAY, dry_run=True
    )
    assert (report.created, report.dry_run) == (2, True)
    assert not ListedTariff.objects.exists()
    assert not record.acts_of("tariffs")


def test_a_new_amount_ends_the_open_one_and_the_old_file_can_come_again(province):
    publish_tariffs(MONDAY, ROW)
    dearer = {**ROW, "amount_vnd": 30_000, "valid_from": "2026-03-01"}
    assert publish_tariffs(MONDAY, dearer, version="mau-2").updated == 1
    assert publish_tariffs(MONDAY, ROW).unchanged == 2
    assert [line.amount_vnd for line in fees()] == [30_000]
    assert [line.amount_vnd for line in fees(on=local_date(MONDAY).replace(month=2))] == [20_000]


def test_another_amount_for_the_same_days_is_refused_and_so_is_an_unknown_place(province):
    publish_tariffs(MONDAY, ROW)
    said = publish_tariffs(
        MONDAY, {**ROW, "amount_vnd": 1}, {**ROW, "areas": ["77"]},
        {**ROW, "procedure": "9.999999"},
    )  # fmt: skip
    assert [(r.row, r.problem) for r in said.refused] == [(1, "days-overlap"), (2, "area-unknown")]
    assert [(r.row, r.problem) for r in said.warnings] == [(3, "procedure-unknown")]


def test_the_database_refuses_two_amounts_for_one_day_and_a_rewritten_one(province):
    publish_tariffs(MONDAY, ROW)
    row = ListedTariff.objects.get()
    row.pk = None
    with pytest.raises(DatabaseError, match="tariff_one_amount_a_day"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        ListedTariff.objects.update(amount_vnd=1)


def test_only_an_administrator_takes_over_tariffs(province):
    with pytest.raises(TariffsNotYours):
        payments.import_tariffs(document=tariff_file(ROW), by=province.desk, at=MONDAY)


def test_after_a_merger_the_old_tariffs_hold_side_by_side_until_one_replaces_them(province):
    commune = province.agencies["H99.31"].area
    old = add_area("88", "Tỉnh Cũ", "province", None)
    gone = add_area("88001", "Xã Cũ", "commune", old)
    for unit in (old, gone):
        unit.valid_to = EVER.replace(year=2025)
        unit.save(update_fields=["valid_to"])
    AreaSuccession.objects.create(
        old=gone, new=commune, effective_on=EVER.replace(year=2025), share="whole", decided=True,
        is_successor=True, source="mẫu",
    )  # fmt: skip
    publish_tariffs(MONDAY, {**ROW, "areas": ["88"], "amount_vnd": 12_000})
    assert [line.amount_vnd for line in fees()] == [12_000]
    publish_tariffs(MONDAY, {**ROW, "areas": ["99"], "amount_vnd": 9_000}, version="mau-2")
    assert [line.amount_vnd for line in fees()] == [9_000]


def test_what_is_owed_is_frozen_at_the_submission_and_stands_in_the_record(province):
    publish_tariffs(MONDAY, ROW, exemptions=[ONLINE_HALF])
    story = filed_online(province)
    owed = queries.find_fees_of(f"dossier:{story.code}")
    (line,) = owed.lines
    assert (line.full_vnd, line.amount_vnd) == (20_000, 10_000)
    assert line.exemption_basis == "NQ 09/2025/NQ-HĐND"
    assert record.acts_of(f"dossier:{story.code}")[0].detail["fee_vnd"] == 10_000
    publish_tariffs(MONDAY, {**ROW, "amount_vnd": 90_000, "valid_from": "2026-03-01"})
    assert queries.find_fees_of(f"dossier:{story.code}").total_vnd == 10_000


def test_an_unpaid_fee_keeps_the_desk_from_receiving(province):
    publish_tariffs(MONDAY, ROW)
    story = Story(province).registered()
    with pytest.raises(FeeUnpaid) as refused:
        dossiers.receive(code=story.code, by=province.desk, at=story.now())
    assert refused.value.facts == {"due_vnd": 20_000}


def test_a_fee_of_nothing_keeps_nobody_waiting(province):
    publish_tariffs(MONDAY, ROW, exemptions=[{**ONLINE_HALF, "percent": 100}])
    story = filed_online(province)
    dossiers.receive(code=story.code, by=province.desk, at=story.now())


def test_a_fee_for_the_result_is_asked_before_the_result_is_given(province):
    publish_tariffs(MONDAY, {**ROW, "collected": "result"})
    story = Story(province).received()
    queries.check_paid(f"dossier:{story.code}", CollectedAt.RECEIPT)
    with pytest.raises(FeeUnpaid):
        queries.check_paid(f"dossier:{story.code}", CollectedAt.RESULT)


def test_a_dossier_without_a_tariff_owes_nothing(province):
    story = Story(province).registered()
    assert queries.find_fees_of(f"dossier:{story.code}") is None
    with pytest.raises(NothingDue):
        payments.reassess(
            subject=f"dossier:{story.code}", procedure=ROW["procedure"],
            desk=organisation.get_desk("H99.31.01", ON), at=MONDAY, case="", group="poor", copies=0,
        )  # fmt: skip


def test_the_sample_tariffs_are_taken_over_without_a_fault(province):
    shipped = files("thongsuot.domains.payments").joinpath("data", "sample_tariffs.json")
    document = json.loads(shipped.read_text("utf-8"))
    add_area("99091", "Xã Cũ Mẫu", "commune", province.area)
    said = payments.import_tariffs(document=document, by=Actor.system(), at=MONDAY)
    assert said.refused == ()
    assert POOR["group"] in {row.group for row in queries.exemptions_on(ON)}


OLD = {**POOR, "code": "cao-tuoi", "name": "Người cao tuổi", "group": "elderly"}


@pytest.mark.parametrize(("born_on", "due_vnd"), [
    pytest.param(date(1960, 1, 1), 0, id="an age that the number bears out exempts by itself"),
    pytest.param(date(1961, 1, 1), 20_000, id="a day that the number contradicts does not"),
    pytest.param(None, 20_000, id="without a day of birth the desk is asked"),
])  # fmt: skip
def test_what_the_number_says_of_age_is_not_asked_for(province, born_on, due_vnd):
    publish_tariffs(MONDAY, exemptions=[OLD])
    old = replace(LAN, personal_id="999060000017", birth_on=born_on)
    made = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.31.01", channel=Channel.DIRECT, identity=old,
        answers={}, by=province.desk, at=MONDAY,
    )  # fmt: skip
    assert queries.due_of(made.subject) == due_vnd
    assert "group" not in record.acts_of(made.subject)[0].detail
