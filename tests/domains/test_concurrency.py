"""Many at once on a real database: one wins, the others are told so, nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders import BIRTH, LAN, MONDAY, Story, build_province
from tests.builders_at_once import AT_ONCE, PATIENCE_S, at_once, refusals, successes
from tests.conftest import publish_calendar

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Channel, Step
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger import queries as record


@pytest.fixture
def province(committed_db):
    publish_calendar()
    return build_province()


def test_of_32_simultaneous_acceptances_one_succeeds(province):
    story = Story(province).received()
    offer = story.offered(province.desk, "handler", Step.VERIFY)
    at = story.now()
    outcomes = at_once(
        AT_ONCE, lambda _n: dossiers.accept_handover(offer_id=offer, by=province.handler, at=at)
    )
    assert successes(outcomes) == 1
    assert refusals(outcomes) == {"offer-not-open"}
    assert len(custodies.spans_of(f"dossier:{story.code}")) == 2
    assert not list(queries.holder_faults())
    assert record.verify_all().ok


def test_of_32_simultaneous_offers_one_stands(province):
    story = Story(province).received()
    at = story.now()
    outcomes = at_once(
        AT_ONCE,
        lambda n: dossiers.offer_handover(
            code=story.code,
            to_post=province.posts["handler"].pk,
            step=Step.VERIFY,
            limit_minutes=60,
            why="",
            by=province.desk,
            at=at + timedelta(microseconds=n),
        ),
    )
    assert successes(outcomes) == 1
    assert refusals(outcomes) == {"already-offered"}
    assert record.verify_all().ok


def test_of_32_who_offer_or_take_a_subject_that_nothing_else_locks_one_succeeds(province):
    task = "task:1"
    custody.open_custody(subject=task, by=province.desk, at=MONDAY, step=Step.VERIFY)

    def offer(n: int) -> int:
        return custody.offer(
            subject=task, to_post=province.posts["handler"].pk, step=Step.VERIFY,
            limit_minutes=60, overruns=False, why="", by=province.desk,
            at=MONDAY + timedelta(minutes=1, microseconds=n),
        ).pk  # fmt: skip

    offered = at_once(AT_ONCE, offer)
    assert refusals(offered) == {"already-offered"}
    (offer_id,) = (made for made in offered if isinstance(made, int))
    at = MONDAY + timedelta(minutes=2)
    taken = at_once(
        AT_ONCE, lambda _n: custody.accept(offer_id=offer_id, by=province.handler, at=at)
    )
    assert successes(taken) == 1
    assert refusals(taken) == {"offer-not-open"}
    assert len(custodies.spans_of(task)) == 2
    assert not list(queries.holder_faults())
    assert record.verify_all().ok


def test_one_act_sent_32_times_under_one_key_happens_once(province):
    story = Story(province).registered()
    at = story.now()
    outcomes = at_once(
        AT_ONCE,
        lambda _n: dossiers.receive(code=story.code, by=province.desk, at=at, key="same-key"),
    )
    assert successes(outcomes) == AT_ONCE
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts == ["submitted", "received"]


def test_32_dossiers_entered_at_once_have_32_codes(province):
    outcomes = at_once(
        AT_ONCE,
        lambda n: (
            dossiers.register(
                procedure_code=BIRTH,
                receiving_agency="H99.31.01",
                channel=Channel.DIRECT,
                identity=LAN,
                answers={},
                by=province.desk,
                at=MONDAY,
                key=f"entry-{n}",
            ).code
        ),
    )
    assert len(set(outcomes)) == AT_ONCE
    assert Dossier.objects.count() == AT_ONCE
    assert record.verify_all().ok


def test_one_entry_sent_32_times_under_one_key_is_one_dossier(province):
    outcomes = at_once(
        AT_ONCE,
        lambda _n: (
            dossiers.register(
                procedure_code=BIRTH,
                receiving_agency="H99.31.01",
                channel=Channel.DIRECT,
                identity=LAN,
                answers={},
                by=province.desk,
                at=MONDAY,
                key="one-entry",
            ).code
        ),
    )
    assert len(set(outcomes)) == 1
    assert Dossier.objects.count() == 1


def test_a_name_held_across_transactions_keeps_others_out_and_is_given_back(committed_db):
    with locks.kept_from_others("time-acts"), locks.alone("time-acts") as mine:
        assert not mine
    with locks.alone("time-acts") as mine:
        assert mine
    with locks.kept_from_others("time-acts"):
        connection.close()  # a load closes its connections, and starts processes
        with locks.alone("time-acts") as mine:
            assert not mine


def test_nobody_is_disabled_while_he_becomes_a_holder(province):
    story = Story(province).received()
    offer = story.offered(province.desk, "handler", Step.VERIFY)
    handler, at = province.officers["handler"], story.now()
    taken, ended = Barrier(2, timeout=PATIENCE_S), []

    def disable() -> None:
        taken.wait()
        try:
            type(handler).objects.filter(pk=handler.pk).update(disabled_at=at)
        except DatabaseError as refused:
            ended.append(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        waiting = other.submit(disable)
        dossiers.accept_handover(offer_id=offer, by=province.handler, at=at)
        taken.wait()
        assert not waiting.done()
    waiting.result()
    assert [str(refusal) for refusal in ended if "still holds something" in str(refusal)]
