"""Closing a day with the platform: an explained zero or a list, bounded and gone on with."""

from datetime import timedelta

import pytest
from tests.builders import MONDAY
from tests.builders_payments import give_back
from tests.payment_stand_in import due, reconcile

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.ports import MessageForged, PlatformUnavailable
from thongsuot.domains.payments.terms import Confirmation, Verdict
from thongsuot.kernel.clock import local_date


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
        first.pk, first.reference = None, other
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


class DownAfter:
    """A platform that answers so many questions and then no more; each takes four seconds."""

    def __init__(self, story, answers):
        self.story, self.answers, self.asked = story, answers, []

    def query(self, reference, *, at):  # noqa: ARG002 - the port's
        self.asked.append(reference)
        self.story.at += timedelta(seconds=4)
        if not self.answers:
            raise PlatformUnavailable("down")
        self.answers -= 1
        return Confirmation(reference, Verdict.UNKNOWN, None, "")


def test_a_run_that_the_platform_broke_off_in_the_middle_is_gone_on_with(story, waiting):
    platform = DownAfter(story, 2)
    closed = run(story, platform)
    assert (closed.left, platform.asked) == (2, waiting[:3])
    assert [d.reference for d in closed.differences] == waiting[2:]
    assert not queries.is_closed(local_date(MONDAY))
    platform.answers, platform.asked = 9, []
    closed = run(story, platform)
    assert (closed.left, closed.is_explained, platform.asked) == (0, True, waiting[2:])
    platform.asked = []
    run(story, platform)
    assert platform.asked == waiting, "after the end everything is asked anew"


def test_a_run_lasts_no_longer_than_it_may_and_says_how_far_it_is(story, waiting):
    platform, told = DownAfter(story, 9), []
    closed = run(story, platform, most=timedelta(seconds=5), tell=lambda *far: told.append(far))
    assert (closed.left, platform.asked, told[-1]) == (2, waiting[:2], (4, 4))


def run(story, platform, **more):
    return dossiers.reconcile_day(
        on=local_date(MONDAY), platform=platform, clock=lambda: story.at, **more
    )


class Unreachable:
    """A platform that nobody reaches; it counts who tries, and each takes four seconds."""

    def __init__(self, story, *, refuses=PlatformUnavailable):
        self.story, self.refuses, self.asked = story, refuses, []

    def query(self, reference, *, at):  # noqa: ARG002 - the port's
        self.asked.append(reference)
        self.story.at += timedelta(seconds=4)
        raise self.refuses("nothing usable")
