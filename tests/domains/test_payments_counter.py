"""Money at the counter: what a system must refuse, receipts without gap."""

import pytest
from django.db import DatabaseError, transaction
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import ONLINE_HALF, POOR, ROW, filed_online, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import SentToAnotherDesk
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.terms import RoleMissing
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import Payment, Receipt
from thongsuot.domains.payments.terms import (
    Means,
    NothingDue,
    OtherAmount,
    ReceiptMissing,
)

pytestmark = pytest.mark.django_db
WHY = "Người nộp thuộc hộ nghèo, giấy xác nhận số 12/XN"


@pytest.fixture
def province(db, published_calendar):
    return build_province()


@pytest.fixture
def story(province):
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF, POOR])
    return Story(province).registered()


def fees(story):
    return queries.find_fees_of(f"dossier:{story.code}")


def collect(story, amount=20_000, *, means=Means.CASH, proof="", by=None, key=None):
    return dossiers.collect_fee(
        code=story.code, means=means, amount_vnd=amount, proof=proof,
        by=by or story.province.desk, at=story.now(), key=key,
    )  # fmt: skip


def correct(story, **said):
    given = {"group": "", "case": "", "copies": 0, "proof": WHY, **said}
    return dossiers.correct_fee(
        code=story.code, by=story.province.desk, at=story.now(), **given
    )  # fmt: skip


def test_cash_is_taken_with_a_numbered_receipt_and_the_desk_can_receive(story):
    collect(story)
    (receipt,) = fees(story).receipts
    assert receipt.name == "0000001/BLLP-2026"
    assert fees(story).due_vnd == 0
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.detail["receipts"]) == ("fee_collected", [receipt.name])
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_money_that_no_tariff_names_is_refused(province):
    free = Story(province).registered()
    with pytest.raises(NothingDue):
        collect(free)


def test_an_exempt_person_is_charged_nothing(story):
    correct(story, group="poor")
    (line,) = fees(story).lines
    assert (line.amount_vnd, line.exemption_basis) == (0, "NQ 10/2025/NQ-HĐND")
    for amount in (20_000, 0):
        with pytest.raises(NothingDue):
            collect(story, amount)
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_the_counters_amount_is_refused_for_a_dossier_that_came_online(story):
    online = filed_online(story.province)
    with pytest.raises(OtherAmount) as refused:
        collect(online, 20_000)
    assert refused.value.facts == {"due_vnd": 10_000}
    collect(online, 10_000)


def test_money_without_the_number_of_its_proof_is_refused(story):
    with pytest.raises(ReceiptMissing):
        collect(story, means=Means.TRANSFER)
    collect(story, means=Means.TRANSFER, proof="FT26061000001")
    with pytest.raises(DatabaseError, match="not rewritten"), transaction.atomic():
        Payment.objects.update(receipts="")


def test_nothing_is_paid_twice_and_the_same_press_twice_takes_it_once(story):
    for _ in range(2):
        collect(story, key="the-same-press")
    with pytest.raises(NothingDue):
        collect(story)
    assert Receipt.objects.count() == 1


def test_only_the_desk_that_it_was_sent_to_takes_its_money(story):
    with pytest.raises(RoleMissing):
        collect(story, by=story.province.handler)
    with pytest.raises((SentToAnotherDesk, RoleMissing)):
        collect(story, by=story.province.stranger)


def test_a_fee_that_is_paid_is_not_corrected_any_more(story):
    collect(story)
    with pytest.raises(NothingDue):
        correct(story, group="poor")


def test_a_number_that_was_rolled_back_goes_to_the_next(story):
    with transaction.atomic():
        collect(story)
        transaction.set_rollback(True)
    collect(story)
    assert [r.number for r in Receipt.objects.all()] == [1]


def test_fee_and_charge_have_receipts_and_books_of_their_own(province):
    fee = {**ROW, "item": "phi-tham-dinh", "name": "Phí thẩm định", "kind": "fee"}
    publish_tariffs(MONDAY, ROW, fee)
    story = Story(province).registered()
    collect(story, 40_000)
    assert [r.name for r in fees(story).receipts] == ["0000001/BLP-2026", "0000001/BLLP-2026"]


def test_a_receipt_is_cancelled_with_its_reason_and_another_numbered(story):
    collect(story)
    (wrong,) = fees(story).receipts
    dossiers.replace_receipt(
        code=story.code, receipt_id=wrong.pk, why="Ghi sai tên loại lệ phí",
        by=story.province.desk, at=story.now(),
    )  # fmt: skip
    first, second = fees(story).receipts
    assert first.cancelled_at is not None
    assert (second.number, second.cancelled_at) == (2, None)
    assert fees(story).last.receipts == second.name


def test_what_was_paid_and_receipted_is_neither_rewritten_nor_deleted(story):
    collect(story)
    for change in (
        lambda: Receipt.objects.update(amount_vnd=1),
        lambda: Receipt.objects.all().delete(),
        lambda: Payment.objects.update(amount_vnd=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
