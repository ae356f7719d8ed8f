"""The payment platform on the wire: a stand-in plays its side, well and badly."""

import json
from datetime import timedelta

import pytest
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import give_back, publish_tariffs
from tests.domains.test_obligations import NOTICE, pdf
from tests.payment_stand_in import DOOR, order, sent_to_our_door

from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import Message
from thongsuot.domains.payments.ports import MessageForged, PlatformUnavailable
from thongsuot.domains.payments.terms import Means, News, PaymentState
from thongsuot.entrypoints.api import confirming
from thongsuot.kernel.clock import local_date

HALVES = (b'{"MaXacThuc": "\\ud800"}', b'{"MaThamChieu": "\\udfff"}', b'{"\\ud800": []}')


@pytest.fixture
def story(db, published_calendar):
    publish_at = Story(build_province())
    publish_tariffs(MONDAY)
    return publish_at.registered()


@pytest.fixture
def paying(story, stand_in, monkeypatch):
    """Return the story's payment, opened with the platform."""
    platform, client = stand_in
    monkeypatch.setattr(confirming.bootstrap, "payment_platform", lambda: client)
    monkeypatch.setattr(confirming, "utc_now", lambda: story.at + timedelta(minutes=5))
    return opened(story, client), platform, client


def opened(story, client) -> str:
    by = Actor.citizen(dossier=story.code)
    reference = dossiers.begin_payment(code=story.code, by=by, at=story.now())
    client.open(order(reference, queries.get_payment(reference).amount_vnd))
    return reference


def due(story):
    return queries.due_of(f"dossier:{story.code}")


def acts(story):
    return [act.act for act in record.acts_of(f"dossier:{story.code}")]


def news():
    return [message.news for message in Message.objects.order_by("id")]


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


def test_a_forged_confirmation_changes_nothing(story, paying):
    reference, platform, _client = paying
    before = acts(story)
    platform.pay(reference, "forged")
    assert (due(story), acts(story), platform.told, news()) == (
        20_000, before, ["99"], [News.FORGED],
    )  # fmt: skip


@pytest.mark.parametrize("change", [
    {"SoTien": "1"}, {"MaThamChieu": "TS260302083700000000"}, {"MaLoi": "00 "},
    {"MaGiaoDich": "GDX"},
], ids=lambda change: next(iter(change)))  # fmt: skip
def test_a_confirmation_that_was_touched_on_the_way_is_forged(story, paying, change):
    reference, platform, _client = paying
    genuine = platform._confirmation(platform.orders[reference], 20_000)
    sent_to_our_door(DOOR, json.dumps({**genuine, **change}).encode())
    assert news() == [News.FORGED]
    assert due(story) == 20_000


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"MaXacThuc": 1}', *HALVES])
def test_a_message_that_is_none_is_answered_and_changes_nothing(story, paying, body):
    answered = json.loads(sent_to_our_door(DOOR, body))
    assert answered["MaLoi"] == "99"
    assert due(story) == 20_000


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


def test_a_sum_told_after_a_query_that_named_none_is_found_by_the_day(story, paying):
    reference, platform, client = paying
    platform.says_more = False
    platform.pay(reference, "late")
    reconcile(story, client)
    order = platform.orders[reference]
    platform._tell(platform._confirmation(order, 5_000))
    assert news()[-1] == News.MISMATCHED
    assert acts(story)[-1] == "fee_paid", "nobody is promised money back for it"
    (difference,) = reconcile(story, client).differences
    assert (difference.problem, difference.theirs_vnd) == ("other-sum", 5_000)


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


def test_the_day_finds_a_confirmation_that_was_lost_and_ends_in_an_explained_zero(story, paying):
    reference, platform, client = paying
    platform.pay(reference, "lost-callback")
    assert due(story) == 20_000
    closed = reconcile(story, client)
    assert (closed.settled, closed.is_explained) == (1, True)
    assert (closed.ours_vnd, closed.theirs_vnd, due(story)) == (20_000, 20_000, 0)
    assert reconcile(story, client).settled == 0


@pytest.mark.parametrize(("how", "problem"), [("short", "short"), ("twice", "surplus")])
def test_the_day_names_what_it_cannot_explain(story, paying, how, problem):
    reference, platform, client = paying
    platform.pay(reference, how)
    closed = reconcile(story, client)
    assert not closed.is_explained
    assert problem in {difference.problem for difference in closed.differences}


def test_a_day_is_explained_once_what_was_too_much_went_back(story, paying):
    reference, platform, client = paying
    platform.pay(reference, "twice")
    give_back(story, f"{reference}-2")
    closed = reconcile(story, client)
    assert (closed.ours_vnd, closed.theirs_vnd, closed.is_explained) == (40_000, 40_000, True)


def test_a_day_whose_platform_is_silent_is_not_explained(story, paying):
    _reference, platform, client = paying
    platform.fault = "down"
    (difference,) = reconcile(story, client).differences
    assert difference.problem == "platform-silent"


@pytest.fixture
def waiting(story, paying):
    """Return the references of four payments that wait, oldest first."""
    reference, _platform, _client = paying
    first = queries.get_payment(reference)
    others = [f"{reference}{n}" for n in "789"]
    for other in others:
        first.pk, first.reference, first.subject = None, other, f"{first.subject}{other[-1]}"
        first.save()
    story.at += timedelta(hours=1)
    return [reference, *others]


def ask_waiting(story, platform, after=0):
    return dossiers.ask_waiting(
        platform=platform, after=after, since=timedelta(minutes=3), clock=lambda: story.at
    )


def test_a_turn_ends_at_the_first_outage_and_the_next_one_goes_on_after_it(story, waiting):
    platform = Unreachable(story)
    after = ask_waiting(story, platform)
    assert platform.asked == waiting[:1]
    ask_waiting(story, platform, after)
    assert platform.asked == waiting[:2]


def test_a_turn_lasts_some_seconds_and_the_last_one_begins_anew(story, waiting):
    platform = Unreachable(story, refuses=MessageForged)
    after = ask_waiting(story, platform)
    assert platform.asked == waiting[:3]
    assert ask_waiting(story, platform, after) == 0
    assert platform.asked == waiting


def test_a_day_without_the_platform_asks_once_and_names_every_payment(story, waiting):
    platform = Unreachable(story)
    closed = reconcile(story, platform)
    assert platform.asked == waiting[:1]
    assert [d.reference for d in closed.differences] == waiting
    assert {d.problem for d in closed.differences} == {"platform-silent"}


def reconcile(story, client):
    return dossiers.reconcile_day(on=local_date(MONDAY), platform=client, at=story.now())


class Unreachable:
    """A platform that nobody reaches; it counts who tries, and each takes four seconds."""

    def __init__(self, story, *, refuses=PlatformUnavailable):
        self.story, self.refuses, self.asked = story, refuses, []

    def query(self, reference, *, at):  # noqa: ARG002 - the port's
        self.asked.append(reference)
        self.story.at += timedelta(seconds=4)
        raise self.refuses("nothing usable")
