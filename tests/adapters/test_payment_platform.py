"""The payment platform on the wire: a stand-in plays its side, well and badly."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY
from tests.builders_payments import NOTICE, pdf
from tests.payment_stand_in import acts, due, news, opened, reconcile

from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.services.heads import trace_of_receipt
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.terms import Means, News, PaymentState
from thongsuot.kernel.clock import local_date


def test_a_confirmation_settles_the_fee_with_a_receipt_and_one_entry(story, paying):
    reference, platform, _client = paying
    platform.pay(reference)
    assert (due(story), platform.told, acts(story)[-1]) == (0, ["00"], "fee_paid")
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert entry.detail["receipts"] == ["0000001/BLLP-2026"]


def test_the_same_confirmation_again_changes_nothing(story, paying):
    reference, platform, _client = paying
    platform.pay(reference, "double")
    assert platform.told == ["00", "00"]
    assert news() == [News.SETTLED, News.REPEATED]
    assert acts(story).count("fee_paid") == len(queries.receipts_of(f"dossier:{story.code}")) == 1


def test_too_little_settles_nothing_and_waits_to_go_back(story, paying):
    reference, platform, _client = paying
    platform.pay(reference, "short")
    payment = queries.get_payment(reference)
    assert (payment.state, payment.received_vnd) == (PaymentState.SHORT, 19_000)
    assert (due(story), acts(story)[-1]) == (20_000, "payment_mismatched")


def test_money_taken_twice_under_one_reference_is_named_as_too_much(story, paying):
    reference, platform, _client = paying
    platform.pay(reference, "twice")
    extra = queries.get_payment(f"{reference}-2")
    assert (extra.state, extra.received_vnd) == (PaymentState.SURPLUS, 20_000)
    assert acts(story)[-2:] == ["fee_paid", "payment_mismatched"]


def test_every_transaction_too_many_is_kept_once(story, paying):
    reference, platform, _client = paying
    platform.pay(reference, "twice")
    platform.orders[reference].transaction += "C"
    third = platform._confirmation(platform.orders[reference], 20_000)
    platform._tell(third)
    platform._tell(third)
    assert queries.get_payment(f"{reference}-3").state == PaymentState.SURPLUS
    assert news()[-2:] == [News.MISMATCHED, News.REPEATED]
    assert [p.reference for p in queries.extra_payments_of(local_date(MONDAY))] == [
        f"{reference}-2", f"{reference}-3",
    ]  # fmt: skip


def test_what_a_query_settled_without_a_transaction_takes_its_name_from_the_confirmation(
    story, paying
):
    reference, platform, client = paying
    platform.says_more = False
    platform.pay(reference, "late")
    reconcile(story, client)
    assert queries.get_payment(reference).transaction == ""
    platform.deliver_late(reference)
    assert news() == [News.SETTLED, News.REPEATED]
    assert queries.get_payment(reference).transaction == platform.orders[reference].transaction
    assert acts(story)[-1] == "fee_paid", "no second transaction is made up"


def test_an_answer_without_a_sum_is_believed_by_nobody(story, paying):
    reference, platform, client = paying
    platform.says_more = platform.says_sum = False
    platform.pay(reference, "late")
    story.at += timedelta(hours=2)
    (difference,) = reconcile(story, client).differences
    assert (difference.problem, due(story)) == ("sum-not-told", 20_000)
    assert queries.get_payment(reference).state == PaymentState.PENDING, "asked again"
    platform.deliver_late(reference)
    assert due(story) == 0
    assert reconcile(story, client).is_explained


@pytest.mark.parametrize("sum_", ["15000.00", "15.000", "-1"])
def test_a_sum_that_cannot_be_read_settles_nothing(story, paying, sum_, monkeypatch):
    reference, platform, client = paying
    platform.pay(reference, "late")
    monkeypatch.setattr(platform.orders[reference], "paid", sum_)
    reconcile(story, client)
    assert queries.get_payment(reference).state == PaymentState.PENDING
    assert due(story) == 20_000


def test_a_late_confirmation_after_cash_was_taken_is_too_much(story, paying):
    reference, platform, _client = paying
    platform.pay(reference, "late")
    dossiers.collect_fee(
        code=story.code, means=Means.CASH, amount_vnd=20_000, by=story.province.desk, at=story.now()
    )
    platform.deliver_late(reference)
    assert queries.get_payment(reference).state == PaymentState.SURPLUS


def test_a_citizen_who_gives_up_can_pay_again(story, paying):
    reference, platform, client = paying
    platform.pay(reference, "refused")
    assert queries.get_payment(reference).state == PaymentState.FAILED
    again = opened(story, client)
    assert again != reference
    platform.pay(again)
    assert due(story) == 0


def test_a_lost_answer_is_gone_on_with_under_the_same_reference(story, paying):
    reference, _platform, client = paying
    assert opened(story, client) == reference


def test_a_notice_that_is_paid_moves_the_dossier_on_and_the_clock_runs(story, paying):
    reference, platform, client = paying
    platform.pay(reference)
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    story.handed(story.province.desk, "handler", Step.VERIFY)
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="tb.pdf", stream=pdf(), by=story.province.handler,
        at=story.now(),
    )  # fmt: skip
    before = dossier_queries.view_for(story.code, by=story.province.handler, at=story.at).due.due_at
    owed = opened(story, client)
    assert queries.get_payment(owed).amount_vnd == NOTICE.amount_vnd
    story.at += timedelta(days=2)
    platform.pay(owed)
    view = dossier_queries.view_for(story.code, by=story.province.handler, at=story.at)
    assert (view.state, acts(story)[-1]) == (NationalState.PROCESSING, "payment_confirmed")
    assert view.due.due_at > before
    receipt = queries.receipts_of(f"dossier:{story.code}")[-1]
    traced = trace_of_receipt(receipt.subject, receipt.issued_at)
    assert traced.hash == record.acts_of(receipt.subject)[-1].hash
