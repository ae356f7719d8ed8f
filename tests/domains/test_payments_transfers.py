"""Transfers: statements that match, what does not, what applicants say, differences explained."""

import io
from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, Story, build_province
from tests.builders_documents import pdf_of, photo
from tests.builders_payments import ONLINE_HALF, filed_online, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier, Obligation
from thongsuot.domains.dossiers.terms import PayeeSide, PaymentNotice
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import RoleGrant
from thongsuot.domains.payments import queries
from thongsuot.domains.payments import services as paying
from thongsuot.domains.payments.models import (
    Assessment,
    BankLine,
    DayClosing,
    Payment,
    StatementRun,
)
from thongsuot.domains.payments.queries import policy_in_force
from thongsuot.domains.payments.services import statements
from thongsuot.domains.payments.terms import (
    ClaimWaits,
    DifferenceUnknown,
    LineFault,
    LineNotOfDossier,
    LineSettled,
    News,
    NothingDue,
    PaymentsNotYours,
)
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
DESK = "H99.31.01"
HEAD = "Ngày giao dịch,Số giao dịch,Ghi có,Nội dung"
NOTICE = PaymentNotice(
    PayeeSide.TAX_OFFICE, "1520/TB-CT", MONDAY.date(), 1_250_000, "Luật Đất đai 31/2024/QH15"
)


@pytest.fixture
def story(db, published_calendar):
    province = build_province()
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF])
    return filed_online(province)


def bring(story, *lines, by=None):
    """Import a statement of lines (number, sum, words)."""
    rows = [f"02/03/2026,{number},{amount},{words}" for number, amount, words in lines]
    return dossiers.import_statement(
        content="\n".join([HEAD, *rows]).encode(), desk=DESK, by=by or story.province.desk,
        at=story.now(),
    )  # fmt: skip


def claim(story, key=None):
    return dossiers.claim_transfer(
        code=story.code, name="man-hinh.jpg", stream=io.BytesIO(photo()),
        by=Actor.citizen(dossier=story.code), at=story.now(), key=key,
    )  # fmt: skip


def acts(story):
    return [entry.act for entry in record.acts_of(f"dossier:{story.code}")]


def test_a_line_with_the_code_and_the_sum_pays_the_fee_with_a_receipt(story):
    taken = bring(story, ("FT1", "10.000", f"NOP PHI {story.code}"))
    assert (taken.lines, taken.taken, taken.left) == (1, 1, 0)
    (payment,) = queries.payments_of(f"dossier:{story.code}")
    assert (payment.state, payment.transaction) == ("paid", "FT1")
    assert payment.receipts == "0000001/BLLP-2026"
    entry = record.acts_of(f"dossier:{story.code}")[-1]
    assert (entry.act, entry.actor.agency) == ("fee_paid", DESK)
    assert queries.due_of(f"dossier:{story.code}") == 0


def test_the_same_number_is_not_taken_twice_in_whatever_file(story):
    bring(story, ("FT1", "10.000", story.code))
    again = bring(story, ("FT1", "10.000", story.code), ("FT2", "1000", "khac"), ("FT2", "1", "x"))
    assert (again.repeated, again.faults) == (("FT1",), (LineFault(4, "known"),))
    assert (again.taken, again.left, Payment.objects.count()) == (0, 1, 1)


def note(story, number):
    """Note a transfer by hand."""
    dossiers.collect_fee(
        code=story.code, means="transfer", amount_vnd=10_000, proof=number,
        by=story.province.desk, at=story.now(),
    )  # fmt: skip


def test_a_line_that_the_desk_notes_by_hand_is_never_taken_as_more_money(story):
    bring(story, ("FT1", "10.000", "me Lan nop"))
    note(story, "ft1")
    assert BankLine.objects.get().payment == Payment.objects.get()
    assert bring(story, ("FT1", "10.000", "me Lan nop")).mismatched == 0
    with pytest.raises(LineSettled):
        note(filed_online(story.province), "FT1")


def test_a_number_noted_for_one_dossier_pays_no_other(story):
    bring(story, ("FT1", "30.000", "nop cho hai ho so"))
    note(story, "FT1")
    with pytest.raises(LineSettled):
        dossiers.take_transfer(
            line_id=BankLine.objects.get().pk, code=story.code, by=story.province.desk,
            at=story.now(),
        )  # fmt: skip
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(("came", "settled", "is_for_notice"), [
    pytest.param(500, True, True, id="the notice's sum, the fee paid long ago"),
    pytest.param(500, False, True, id="both wait for the same sum: the notice comes first"),
    pytest.param(20, False, False, id="the fee's sum"),
    pytest.param(20, True, True, id="the fee's sum when it is paid: another sum for the notice"),
])  # fmt: skip
def test_money_meets_the_open_notice_unless_it_is_a_fee_that_waits(came, settled, is_for_notice):
    owed = Assessment(total_vnd=20 if came == 20 else 500, settled_at=MONDAY if settled else None)
    assert statements._is_for_notice(came, 500, owed) is is_for_notice


def test_what_the_desk_noted_by_hand_is_the_same_money(story):
    dossiers.collect_fee(
        code=story.code, means="transfer", amount_vnd=10_000, proof="FT9", by=story.province.desk,
        at=story.now(),
    )  # fmt: skip
    taken = bring(story, ("FT9", "10.000", story.code))
    assert (taken.taken, taken.mismatched, taken.left) == (0, 0, 0)
    assert BankLine.objects.get().payment == Payment.objects.get()


@pytest.mark.parametrize(("amounts", "states"), [
    pytest.param(["9.000"], ["short"], id="another sum"),
    pytest.param(["10.000", "10.000"], ["paid", "surplus"], id="paid a second time"),
])  # fmt: skip
def test_money_that_does_not_fit_settles_nothing_and_waits_to_go_back(story, amounts, states):
    lines = [(f"FT{n}", amount, story.code) for n, amount in enumerate(amounts)]
    taken = bring(story, *lines)
    assert taken.mismatched == 1
    assert [p.state for p in queries.payments_of(f"dossier:{story.code}")] == states
    assert "payment_mismatched" in acts(story)


def test_a_line_without_a_dossier_waits_for_a_person_who_names_one_or_says_what_it_was(story):
    bring(story, ("FT1", "10.000", "me Lan nop"), ("FT2", "500000", "tien thue hoi truong"))
    first, second = queries.desk_lines(by=story.province.desk, at=story.now()).waiting
    news = dossiers.take_transfer(
        line_id=first.pk, code=story.code, by=story.province.desk, at=story.now()
    )
    assert news is News.SETTLED
    paying.explain_line(
        line_id=second.pk, why="Tiền thuê hội trường, không phải phí", by=story.province.desk,
        at=story.now(),
    )  # fmt: skip
    told = queries.desk_lines(by=story.province.desk, at=story.now())
    assert (told.waiting, [line.ended_by for line in told.explained]) == (
        (), [story.province.officers["desk"]],
    )  # fmt: skip
    entry = record.acts_of(f"till:{DESK}")[-1]
    assert entry.act == "bank_line_explained"
    assert "hội trường" not in str(entry.detail)
    with pytest.raises(LineSettled):
        paying.explain_line(
            line_id=second.pk, why="Lần nữa cho chắc", by=story.province.desk, at=story.now()
        )


def test_money_for_a_dossier_that_owes_nothing_stays_open(db, published_calendar):
    story = filed_online(build_province())
    assert bring(story, ("FT1", "10.000", story.code)).left == 1
    with pytest.raises(LineNotOfDossier):
        dossiers.take_transfer(
            line_id=BankLine.objects.get().pk, code=story.code, by=story.province.desk,
            at=story.now(),
        )  # fmt: skip


def test_only_the_desk_takes_its_statement_in(story):
    for who in (story.province.handler, story.province.stranger):
        with pytest.raises(PaymentsNotYours):
            bring(story, ("FT1", "10.000", story.code), by=who)


def test_what_the_applicant_says_settles_nothing_and_ends_when_the_money_is_found(story):
    claim(story, key="one-press")
    claim(story, key="one-press")
    assert queries.due_of(f"dossier:{story.code}") == 10_000
    assert acts(story).count("transfer_claimed") == 1
    with pytest.raises(ClaimWaits):
        claim(story)
    bring(story, ("FT1", "10.000", story.code))
    assert queries.newest_claim(f"dossier:{story.code}").found is True
    with pytest.raises(NothingDue):
        claim(story)


def test_the_desk_answers_that_it_was_not_found_and_the_applicant_may_say_it_again(story):
    claim(story)
    dossiers.answer_claim(
        code=story.code, why="Sao kê đến 16:00 chưa có khoản này", by=story.province.desk,
        at=story.now(),
    )  # fmt: skip
    assert acts(story)[-1] == "transfer_not_found"
    claim(story)
    assert len(queries.claims_of_desk(by=story.province.desk, at=story.now())) == 1
    assert Dossier.objects.get(code=story.code).due_at is None, "no clock moved"


def test_a_difference_is_explained_once_by_a_named_person(story):
    reference = dossiers.begin_payment(
        code=story.code, by=Actor.citizen(dossier=story.code), at=story.now()
    )
    on = MONDAY.date()
    odd = {"reference": reference, "dossier": story.code, "problem": "paid-there-only",
           "ours_vnd": 0, "theirs_vnd": 10_000}  # fmt: skip
    DayClosing.objects.create(
        on=on, ran_at=MONDAY + timedelta(days=1), payments=1, ours_vnd=0, theirs_vnd=10_000,
        settled=0, differences=[odd],
    )  # fmt: skip
    said = {"on": on, "reference": reference, "why": "Nền tảng ghi nhầm ngày, đã hỏi lại",
            "by": story.province.desk}  # fmt: skip
    paying.settle_difference(**said, at=story.now())
    day = queries.desk_day(on=on, by=story.province.desk, at=story.now())
    assert (day.unsettled, len(day.settled)) == ((), 1)
    with pytest.raises(DifferenceUnknown):
        paying.settle_difference(**said, at=story.now())


def test_a_notice_confirmed_by_hand_and_then_shown_by_its_bank_is_one_sum_of_money(
    db, published_calendar
):
    story = with_notice(build_province())
    dossiers.confirm_payment(
        code=story.code, receipt="BL-0001", by=story.province.handler, at=story.now()
    )
    taken = bring(story, ("FT5", "1.250.000", story.code), ("FT6", "1.250.000", story.code))
    assert (taken.known, taken.left) == (1, 1), "the second is other money, and nothing asks for it"
    known = BankLine.objects.get(number="FT5")
    assert (known.state, known.notice) == ("known", Obligation.objects.get().pk)
    assert record.acts_of(f"till:{DESK}")[-1].act == "bank_line_known"
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("day", "has_statement", "is_told"), [
    pytest.param(4, True, False, id="the statement may still come"),
    pytest.param(5, True, True, id="no statement has shown it in its days"),
    pytest.param(5, False, False, id="the desk takes no statements in"),
])  # fmt: skip
def test_a_transfer_noted_by_hand_that_no_statement_shows_is_a_difference(
    story, day, has_statement, is_told
):
    note(story, "FT9")
    if has_statement:
        bring(story, ("FT1", "500", "mua sach"))
    on = local_date(story.at) + timedelta(days=day)
    closed = dossiers.reconcile_day(on=on, platform=None, clock=lambda: MONDAY)
    assert [d.problem for d in closed.differences] == (["not-in-statement"] if is_told else [])
    assert closed.is_explained is not is_told
    bring(story, ("FT9", "10.000", "mua sach"))
    seen = queries.desk_day(on=on, by=story.province.desk, at=story.now())
    assert seen.differences == (), "the statement has shown it since"


def test_what_a_payer_wrote_is_erased_when_its_days_are_over_and_the_money_stays(story):
    claim(story)
    bring(story, ("FT1", "10.000", f"me Lan nop {story.code}"), ("FT2", "500", "chua ro"))
    kept = timedelta(days=policy_in_force(MONDAY.date()).words_days)
    salts = [bytes(line.salt) for line in BankLine.objects.order_by("id")]
    assert paying.forget_words(at=story.at + kept) == 0
    at = story.now() + kept + timedelta(days=1)
    assert paying.forget_words(at=at) == 2
    assert paying.forget_words(at=at) == 0, "once"
    paid, waits = BankLine.objects.order_by("id")
    assert (bytes(paid.salt) == salts[0], bytes(waits.salt) == salts[1]) == (False, True)
    assert (paid.words, paid.amount_vnd, waits.words) == ("", 10_000, "chua ro")
    entry = record.acts_of(f"till:{DESK}")[-1]
    assert (entry.act, entry.detail["lines"], entry.detail["claims"]) == (
        "transfer_words_forgotten", 1, 1,
    )  # fmt: skip


def with_notice(province):
    """Return a dossier in state 6."""
    story = Story(province).processing()
    dossiers.request_payment(
        code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=io.BytesIO(pdf_of()),
        by=province.handler, at=story.now(),
    )  # fmt: skip
    return story


def test_a_line_that_its_dossier_refuses_is_named_and_keeps_no_other_waiting(
    db, published_calendar
):
    province = build_province()
    owing = with_notice(province)
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF])
    story = filed_online(province)
    story.at = MONDAY + timedelta(days=3 * 366)  # a year whose calendar nobody has published
    taken = bring(story, ("FT1", "1.250.000", owing.code), ("FT2", "10.000", story.code))
    assert (taken.refused, taken.taken, taken.left) == (1, 1, 0)
    assert StatementRun.objects.get().refusals == [["FT1", "calendar-gap"]]
    assert BankLine.objects.get(number="FT1").state == "open", "it is tried again another day"


def begin(story, *numbers):
    rows = [f"02/03/2026,{number},10.000,{story.code}" for number in numbers]
    run, *_told = dossiers.begin_statement(
        content="\n".join([HEAD, *rows]).encode(), desk=DESK, by=story.province.desk,
        at=story.now(),
    )  # fmt: skip
    return run


def go_on(story, run):
    assert dossiers.take_lines(run_id=run.pk, clock=story.now, within=None)
    run.refresh_from_db()
    return run


def test_the_worker_is_asked_as_a_run_begins_and_the_same_file_goes_on_with_it(story):
    run = begin(story, "FT1")
    jobs = ProcrastinateJob.objects.filter(task_name="take_statement")
    assert [job.args for job in jobs] == [{"run_id": run.pk}]
    assert begin(story, "FT1").pk == run.pk


def test_what_was_settled_meanwhile_is_counted_apart_and_the_run_comes_to_its_end(story):
    run = begin(story, "FT1", "FT2")
    for line in BankLine.objects.all():
        paying.explain_line(line_id=line.pk, why="Tiền khác", by=story.province.desk,
                            at=story.now())  # fmt: skip
    run = go_on(story, run)
    assert (run.left, run.elsewhere, run.done, run.total) == (0, 2, 2, 2)


def test_a_run_stops_with_its_reason_when_who_brought_it_receives_no_more(story):
    run = begin(story, "FT1")
    granted = RoleGrant.objects.filter(officer=story.province.officers["desk"])
    granted.update(valid_to=local_date(story.at))
    run = go_on(story, run)
    assert (run.stopped, run.done) == ("payments-not-yours", 0)
    assert queries.due_of(f"dossier:{story.code}") == 10_000


def test_lines_are_kept_by_as_many_at_once_as_a_statement_to_the_database_takes():
    values = len(BankLine._meta.concrete_fields) * statements.INSERTED_AT_ONCE
    assert values <= 65_535
