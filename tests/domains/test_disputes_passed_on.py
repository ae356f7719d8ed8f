"""A loop whose superior may not decide passes on; each superior answers for his stretch."""

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from django.db import IntegrityError, transaction
from tests.builders import Story, add_committee, add_neighbour, build_province
from tests.builders_custody import BASIS, COMMITTEE, COMMUNE, DESK, returned
from tests.builders_deadlines import SHIPPED, document
from tests.builders_recounting import publish_swap, recount
from tests.builders_reorganisation import LATER, NEW, actor_now, apply, merger

from thongsuot.domains.accountability.queries.charges import reckon_dossier
from thongsuot.domains.accountability.rules import superior
from thongsuot.domains.custody import facts
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.models import Dispute
from thongsuot.domains.custody.terms import DisputeNotOpen
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import services as calendars
from thongsuot.domains.deadlines.rules import add_working_minutes, working_minutes
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import Agency, Appointment
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(published_calendar):
    province = build_province()
    add_neighbour(province)
    add_committee(province)
    return Story(province).received()


@pytest.fixture
def story(received):
    """Return a dossier in a loop before the head of the commune."""
    return looped(received)


def looped(story):
    for _turn in range(2):
        returned(story, "clerk", right=DESK)
    return story


def the_head_leaves(story):
    """Let nobody head the commune from the day of the change on."""
    Appointment.objects.filter(officer__username="mau.head").update(valid_to=local_date(LATER))
    story.at = LATER


def dispute(story):
    return custodies.last_dispute_of(f"dossier:{story.code}", local_date(story.at))


def with_policy(version, minutes, at, since=date(2026, 1, 1)):
    """Publish the shipped policy with another time to decide."""
    shipped = files("thongsuot.domains.custody").joinpath("data/policy.json").read_text()
    stated = json.loads(shipped) | {
        "version": version, "valid_from": since.isoformat(), "decide_minutes": minutes,
    }  # fmt: skip
    custody.publish_policy(document=stated, by=Actor.system(), at=at)


def acts(story):
    return [entry.act for entry in record.acts_of(f"dossier:{story.code}")]


def ruling_messages():
    rows = Message.objects.filter(template__startswith="ruling-").order_by("created_at", "pk")
    return [(row.recipient, row.template) for row in rows]


def test_a_loop_that_nobody_may_decide_any_more_goes_on_by_itself_to_who_may(story):
    was = dispute(story)
    the_head_leaves(story)
    assert dossiers.pass_disputes_on(at=story.now()) == 1
    found = dispute(story)
    assert [(one.code, one.until is None) for one in found.put_up] == [
        (COMMUNE, False), (COMMITTEE, True),
    ]  # fmt: skip
    assert (found.put_to, found.superior_code) == (was.superior_name, COMMITTEE)
    assert found.opened_at == was.opened_at
    assert acts(story)[-1] == "dispute_passed_on"
    assert dossiers.pass_disputes_on(at=story.now()) == 0, "once"


def test_the_next_superior_is_told_and_has_a_whole_time_of_his_own(story):
    first = ruling_messages()
    was = dispute(story)
    the_head_leaves(story)
    dossiers.pass_disputes_on(at=story.now())
    chairman = story.province.officers["chairman"].pk
    assert ruling_messages() == [*first, (f"officer:{chairman}", "ruling-due")]
    found = dispute(story)
    minutes = custodies.policy_in_force(local_date(LATER)).decide_minutes
    until = deadlines.calendar_at(LATER, COMMITTEE)
    assert found.decide_by == add_working_minutes(found.waits_since, minutes, until)
    assert found.put_up[0].decide_by == was.decide_by, "what the first one had is kept"


def test_what_answers_for_the_superior_after_a_reorganisation_goes_on_with_its_time(story):
    was, told = dispute(story), ruling_messages()
    apply(merger())
    story.at = LATER
    assert dossiers.pass_disputes_on(at=story.now()) == 1
    found = dispute(story)
    assert [one.code for one in found.put_up] == [COMMUNE, NEW]
    assert found.decide_by == was.decide_by, "a reorganisation begins no clock anew"
    head = f"officer:{actor_now('mau.head').officer_id}"
    assert (head, "ruling-due") in ruling_messages()[len(told) :]


@pytest.mark.parametrize(("off", "moves"), [("2026-03-11", True), ("2026-03-27", False)])
def test_a_calendar_published_then_counts_an_heirs_time_from_where_it_began(received, off, moves):
    minutes = 10 * 480
    with_policy("ten-days", minutes, received.at)
    story = looped(received)
    was = dispute(story)
    apply(merger())
    story.at = LATER
    dossiers.pass_disputes_on(at=story.now())
    publish_swap(off=off, worked="2026-03-28")
    recount(story.now())
    found = dispute(story)
    calendar = deadlines.calendar_at(story.at, NEW)
    assert found.decide_by == add_working_minutes(was.opened_at, minutes, calendar)
    assert (found.decide_by != was.decide_by) is moves


def test_another_superiors_time_is_counted_by_the_policy_of_the_day_and_its_own_hours(story):
    with_policy("next", 960, LATER, since=local_date(LATER))
    mornings = {
        "agency": COMMITTEE, "valid_from": "2026-03-03", "source": "Thông báo mẫu",
        "sessions": [["07:30", "11:30"]],
    }  # fmt: skip
    calendars.publish_calendar(
        document=document(
            version="mornings", in_force_from="2026-03-03", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], mornings],
        ),
        by=Actor.system(), at=story.at,
    )  # fmt: skip
    the_head_leaves(story)
    dossiers.pass_disputes_on(at=story.now())
    row = Dispute.objects.get()
    assert (row.policy, row.passings.get().policy) == ("next", "2018-1")
    detail = record.acts_of(f"dossier:{story.code}")[-1].detail
    assert detail["hours_of"] == row.hours_of == COMMITTEE


def test_while_its_superior_may_decide_nothing_passes_on(story):
    assert dossiers.pass_disputes_on(at=story.now()) == 0
    with pytest.raises(DisputeNotOpen):
        dossiers.pass_dispute_on(dispute_id=dispute(story).id, at=story.now())


def test_each_superior_is_charged_with_his_own_stretch_to_the_minute(story):
    the_head_leaves(story)
    dossiers.pass_disputes_on(at=story.now())
    story.at = LATER + timedelta(days=9)
    calendar = deadlines.calendar_at(story.at)
    found = reckon_dossier(story.code, at=story.at, calendar=calendar)
    waits = {a.holder: a.answering for a in found.accounts if a.answering and not a.holder.officer}
    first, then = (
        superior(Agency.objects.get(code=code).pk) for code in (COMMUNE, COMMITTEE)
    )  # fmt: skip
    began, passed = dispute(story).opened_at, dispute(story).waits_since
    assert waits[first] == working_minutes(began, passed, calendar)
    assert waits[then] == working_minutes(passed, story.at, calendar)
    assert sum(a.late for a in found.accounts) == found.late
    assert sum(a.held + a.answering + a.silent for a in found.accounts) == found.used
    [one, other] = facts.disputes_of([f"dossier:{story.code}"])[f"dossier:{story.code}"]
    assert one.settled_at == other.put_at, "no minute lies between them, none is told twice"


def test_the_figures_tell_a_line_for_each_superior_of_one_loop(story):
    the_head_leaves(story)
    dossiers.pass_disputes_on(at=story.now())
    year = {"since": LATER - timedelta(days=300), "until": LATER + timedelta(days=30), "most": 9}
    rows = facts.brought_up(**year)
    assert [(row.code, row.passed) for row in rows] == [(COMMITTEE, False), (COMMUNE, True)]
    assert len({row.id for row in rows}) == 1
    old = [Agency.objects.get(code=COMMUNE).pk]
    assert facts.rulings(since=year["since"], until=year["until"], agencies=old).opened == 1


def test_one_who_may_decide_before_the_turn_of_the_worker_has_it_by_his_ruling(story):
    the_head_leaves(story)
    chairman = story.province.actor("chairman")
    dossiers.decide_dispute(
        dispute_id=dispute(story).id, agency=DESK, legal_basis=BASIS, by=chairman, at=story.now()
    )
    found = dispute(story)
    assert (found.superior_code, found.put_up[0].code) == (COMMITTEE, COMMUNE)
    assert (acts(story)[-1], acts(story).count("dispute_passed_on")) == ("dispute_decided", 0)


def test_where_no_calendar_reaches_the_end_of_his_time_that_is_known(story):
    with_policy("long", 10**6, story.at)
    the_head_leaves(story)
    dossiers.pass_disputes_on(at=story.now())
    assert (dispute(story).decide_by, dispute(story).waits_for_calendar) == (None, True)


def test_the_database_lets_no_loop_change_its_superior_without_keeping_the_one_before(story):
    row = Dispute.objects.get()
    other = Agency.objects.get(code=COMMITTEE)
    for changed in (
        {"superior": other},
        {"superior": other, "put_at": story.now()},
        {"decide_by": story.at + timedelta(days=90)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispute.objects.filter(pk=row.pk).update(**changed)


def test_what_ended_on_a_day_is_not_passed_on_before_it(story):
    Agency.objects.filter(code=COMMUNE).update(valid_to=date(2026, 3, 9))
    on = date(2026, 3, 8)
    assert custodies.disputes_to_pass_on(on, kind="dossier") == []
    assert len(custodies.disputes_to_pass_on(date(2026, 3, 9), kind="dossier")) == 1
