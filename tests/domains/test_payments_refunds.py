"""Money that goes back: two people, a numbered slip, and what was owed is owed again."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import MONDAY, Story, add_neighbour, build_province
from tests.builders_payments import (
    POOR,
    give_back,
    propose_refund,
    publish_tariffs,
    second_at_the_desk,
)
from tests.builders_reorganisation import LATER, NEW_DESK, actor_now, apply, merger

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import Assessment, Payment, Receipt, Refund, RefundProposal
from thongsuot.domains.payments.terms import (
    FeeUnpaid,
    Means,
    NotRefundable,
    PaymentsNotYours,
    PaymentState,
    RefundNeedsAnother,
    RefundNotProposed,
    RefundWaits,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db, published_calendar):
    province = build_province()
    publish_tariffs(MONDAY, exemptions=[POOR])
    return Story(province).registered()


@pytest.fixture
def reference(story):
    """Return the payment that the desk took in cash."""
    dossiers.collect_fee(
        code=story.code, means=Means.CASH, amount_vnd=20_000, by=story.province.desk,
        at=story.now(),
    )  # fmt: skip
    return fees(story).last.reference


def fees(story):
    return queries.find_fees_of(f"dossier:{story.code}")


def approve(story, asked, by):
    return dossiers.refund_payment(
        code=story.code, proposal_id=asked.pk, why="Đã xem hồ sơ", by=by, at=story.now()
    )


def test_money_goes_back_once_under_a_numbered_slip_and_the_fee_is_owed_again(story, reference):
    give_back(story, reference)
    owed = fees(story)
    assert owed.last.state == PaymentState.REFUNDED
    assert owed.receipts[0].cancelled_at is not None
    assert [r.name for r in owed.refunds] == ["0000001/PHT-2026"]
    assert owed.due_vnd == 20_000
    with pytest.raises(FeeUnpaid):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert record.acts_of(f"dossier:{story.code}")[-1].detail["due_vnd"] == 20_000
    with pytest.raises(NotRefundable):
        propose_refund(story, reference)


def test_what_is_owed_again_may_be_corrected_and_paid_anew(story, reference):
    give_back(story, reference)
    dossiers.correct_fee(
        code=story.code, group="poor", case="", copies=0, proof="Giấy xác nhận hộ nghèo số 12",
        by=story.province.desk, at=story.now(),
    )  # fmt: skip
    assert fees(story).due_vnd == 0
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_a_dossier_that_has_ended_owes_nothing_again(story, reference):
    dossiers.withdraw(
        code=story.code, reason="Không làm nữa", by=Actor.citizen(dossier=story.code),
        at=story.now(),
    )  # fmt: skip
    give_back(story, reference)
    assert fees(story).due_vnd == 0


def test_neither_who_took_the_money_nor_who_proposed_it_approves(story, reference):
    second = second_at_the_desk(story.province)
    asked = propose_refund(story, reference, by=second)
    for alone in (second, story.province.desk):
        with pytest.raises(RefundNeedsAnother):
            approve(story, asked, alone)
    with pytest.raises(PaymentsNotYours):
        approve(story, asked, story.province.handler)
    approve(story, asked, story.province.head)
    assert fees(story).last.state == PaymentState.REFUNDED


def test_a_proposal_waits_alone_and_is_decided_once(story, reference):
    asked = propose_refund(story, reference)
    with pytest.raises(RefundWaits):
        propose_refund(story, reference)
    dossiers.decline_refund(
        code=story.code, proposal_id=asked.pk, why="Thu đúng biểu phí", by=story.province.head,
        at=story.now(),
    )  # fmt: skip
    with pytest.raises(RefundNotProposed):
        approve(story, asked, story.province.head)
    assert fees(story).last.state == PaymentState.PAID
    assert record.acts_of(f"dossier:{story.code}")[-1].act == "refund_declined"
    propose_refund(story, reference)


def test_money_of_a_merged_desk_is_seen_and_given_back_by_the_one_that_took_it_over(
    story, reference
):
    add_neighbour(story.province)
    apply(merger())
    desk, other = actor_now("mau.desk"), actor_now("mau.neighbour_desk")
    assert desk.agency == NEW_DESK != queries.get_payment(reference).agency
    assert queries.desk_day(on=MONDAY.date(), by=desk, at=LATER).total_vnd == 20_000
    asked = propose_refund(story, reference, by=desk, at=LATER)
    dossiers.refund_payment(
        code=story.code, proposal_id=asked.pk, why="Đã xem hồ sơ", by=other, at=LATER
    )
    assert queries.get_payment(reference).state == PaymentState.REFUNDED


# --- what the database itself refuses ---------------------------------------------------------


def sql(statement):
    def change():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return change


STAYS = "what came of a payment is not rewritten"
MATCH = "receipts in force are those of the money"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            "UPDATE payments_payment SET received_vnd = 1, amount_vnd = 1", "is not rewritten",
            id="sum",
        ),
        pytest.param("UPDATE payments_payment SET ended_at = now()", STAYS, id="instant"),
        pytest.param(
            "UPDATE payments_payment SET receipts = '0000009/BLLP-2026'", STAYS, id="receipts"
        ),
        pytest.param("UPDATE payments_payment SET state = 'pending'", STAYS, id="state"),
        pytest.param(
            "UPDATE payments_payment SET state = 'refunded'", STAYS, id="back without a slip"
        ),
        pytest.param(
            "UPDATE payments_assessment SET settled_at = NULL", "only money settles",
            id="owed again",
        ),
        pytest.param(
            "UPDATE payments_assessment SET replaced_at = now()", "paid is not replaced",
            id="owed otherwise",
        ),
        pytest.param(
            "UPDATE payments_receipt SET cancelled_at = now(), cancelled_by_id = issued_by_id",
            MATCH, id="a cancelled receipt without another",
        ),
        pytest.param(
            "INSERT INTO payments_refund (payment_id, amount_vnd, legal_basis, salt, reason, "
            "account, at, by_id, agency, year, number, check_code) SELECT id, received_vnd, 'x', "
            "'x', 'x', 'x', now(), (SELECT min(id) FROM organisation_officer), 'H99.31.01', 2026, "
            "1, 'X' FROM payments_payment",
            "one proposes, another approves", id="money back by one",
        ),
    ],
)  # fmt: skip
def test_once_paid_nothing_changes_for_any_role_of_the_database(story, reference, change, said):
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        sql(change)()
    assert queries.get_payment(reference).state == PaymentState.PAID


def test_what_no_money_came_for_is_not_settled_and_no_receipt_made_for_it(story):
    for change in (
        "UPDATE payments_assessment SET settled_at = now()",
        "INSERT INTO payments_payment (reference, subject, purpose, assessment_id, agency, means, "
        "amount_vnd, received_vnd, state, address, transaction, bank, receipts, created_at) "
        "SELECT 'X', subject, 'fees', id, agency, 'cash', 1, 1, 'paid', '', '', '', 'X', now() "
        "FROM payments_assessment",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(change)()


def test_a_decision_over_a_refund_is_not_taken_back(story, reference):
    give_back(story, reference)
    for change in (
        lambda: RefundProposal.objects.update(approved=False),
        lambda: Receipt.objects.update(cancelled_at=None),
        lambda: Payment.objects.update(state=PaymentState.PAID),
        lambda: Refund.objects.all().delete(),
        lambda: Assessment.objects.update(settled_at=MONDAY),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
