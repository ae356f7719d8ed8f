"""An agency with office hours of its own: promises, steps and lateness by its own clock."""

from datetime import UTC, date, timedelta

import pytest
from tests import builders_supplement as supplements
from tests.builders import BIRTH, LAN, Story, add_neighbour, build_province
from tests.builders_birth_process import publish, with_timer
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_story import asked, guided

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries as charging
from thongsuot.domains.accountability import reports, summing
from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Extension, Reminder
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.models import Dossier, SupplementRequest
from thongsuot.domains.dossiers.terms import Channel, Step
from thongsuot.domains.ledger.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()
WEDNESDAY = local("2026-03-04 08:40")
MORNINGS = {
    "agency": "H99.31", "valid_from": "2026-03-03", "source": "Thông báo mẫu",
    "sessions": [["07:30", "11:30"]],
}  # fmt: skip
WHY = "Phải xác minh thêm tại nơi cư trú trước đây"


@pytest.fixture
def province(published_calendar):
    """The commune of every story works in the mornings alone; its neighbour as everybody does."""
    found = build_province(days=3)
    deadlines.publish_calendar(
        document=document(
            version="mornings", in_force_from="2026-03-03", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], MORNINGS],
        ),
        by=SYSTEM, at=local("2026-03-03 08:00"),
    )  # fmt: skip
    return found


@pytest.fixture
def story(province):
    return Story(province, at=WEDNESDAY)


def apologise(story, at):
    """Draft the apology for two days more, and sign it at ``at``."""
    dossiers.propose_extension(
        code=story.code, days=2, reason=WHY, by=story.province.handler, at=story.now()
    )
    dossiers.sign_extension(
        code=story.code,
        signer=bootstrap.signer(),
        by=story.province.head,
        at=at.astimezone(UTC),
    )
    return Extension.objects.get()


def test_a_promise_is_kept_by_the_close_of_the_agency_that_settles(story):
    story.processing()
    assert Dossier.objects.get().due_at == local("2026-03-09 11:30")


@pytest.mark.parametrize(
    ("clock", "timing"),
    [
        pytest.param("11:29", Timing.IN_TIME, id="before it closes"),
        pytest.param("11:31", Timing.LATE_NOTICE, id="after it closed, while others work on"),
    ],
)
def test_an_apology_is_in_time_until_the_agency_closes_and_promises_its_close(story, clock, timing):
    story.processing()
    signed = apologise(story, local(f"2026-03-06 {clock}"))
    assert signed.notice_by == local("2026-03-06 11:30")
    assert signed.timing == timing
    assert signed.new_due_at == local("2026-03-11 11:30")


def test_the_pages_are_told_the_same(story):
    story.processing()
    view, at = queries.view_for(story.code, by=SYSTEM, at=story.at), local("2026-03-06 11:31")
    assert queries.timing_now(view, at) == (local("2026-03-06 11:30"), Timing.LATE_NOTICE)
    nearest, promised = queries.new_dates(view, at)[0]
    assert (nearest, promised.new_due_at) == (1, local("2026-03-10 11:30"))


def in_the_next_commune(province, at=WEDNESDAY):
    """Receive one at the neighbour's."""
    add_neighbour(province)
    desk = province.actor("neighbour_desk")
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.32.01", channel=Channel.DIRECT, identity=LAN,
        answers={}, by=desk, at=at,
    ).code  # fmt: skip
    dossiers.receive(code=code, by=desk, at=at + timedelta(minutes=1))
    return code


def test_the_system_drafts_for_each_agency_before_it_closes(story):
    code, other = story.processing().code, in_the_next_commune(story.province)

    def drafted(clock):
        dossiers.draft_extensions(at=local(f"2026-03-06 {clock}"))
        return set(Extension.objects.values_list("dossier__code", flat=True))

    assert drafted("07:29") == set()
    assert drafted("07:30") == {code}
    assert drafted("14:59") == {code}
    assert drafted("15:00") == {code, other}


def test_a_step_is_over_when_the_agency_has_worked_so_long(story):
    publish(with_timer("B3", minutes=180))
    story.processing()
    begun = story.at
    assert begun < local("2026-03-04 09:30")
    for at, came in (("2026-03-04 16:00", 0), ("2026-03-05 07:40", 0), ("2026-03-05 09:30", 1)):
        assert dossiers.take_time_for_outcomes(why=WHY, at=local(at)) == came


def test_lateness_is_charged_by_the_hours_of_the_agency(story):
    story.processing()
    at = local("2026-03-10 12:00")
    found = charging.reckon_dossier(story.code, at=at, calendar=calendar_at(at))
    assert found.late == 4 * 60


# --- reminders, digests, waits ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        pytest.param("06:59", set(), id="before anybody opens"),
        pytest.param("07:00", {"other"}, id="when everybody opens, this agency not yet"),
        pytest.param("07:29", {"other"}, id="a minute before it opens"),
        pytest.param("07:30", {"own", "other"}, id="when it opens"),
    ],
)
def test_a_holder_is_reminded_when_the_agency_that_settles_opens(story, clock, told):
    names = {story.processing().code: "own", in_the_next_commune(story.province): "other"}
    dossiers.remind(at=local(f"2026-03-05 {clock}"))
    reminded = Reminder.objects.values_list("dossier__code", "rung")
    assert {names[code] for code, _rung in reminded} == told
    assert {rung for _code, rung in reminded} <= {"T-2"}


def test_what_came_since_the_agency_opened_reminds_nobody_and_what_came_before_does(province):
    story = Story(province, at=local("2026-03-05 07:10")).received()
    other = in_the_next_commune(province, at=local("2026-03-05 07:10"))
    dossiers.remind(at=local("2026-03-06 07:30"))
    assert set(Reminder.objects.values_list("dossier__code", flat=True)) == {story.code, other}


@pytest.fixture
def half_a_monday(province):
    """Monday the 9th is worked in the afternoon alone: not at all where one works mornings."""
    years = SHIPPED["years"] | {
        "2026": SHIPPED["years"]["2026"]
        | {"half_day": {"2026-03-09": {"worked": "afternoon", "name": "Nghỉ sáng"}}}
    }
    deadlines.publish_calendar(
        document=document(
            version="half-monday", in_force_from="2026-03-04", source="Thông báo mẫu", years=years,
            office_hours=[*SHIPPED["office_hours"], MORNINGS],
        ),
        by=SYSTEM, at=local("2026-03-04 08:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "own", "other"),
    [
        pytest.param("2026-03-05 10:00", 0, 0, id="Thursday: the next working day is Friday"),
        pytest.param("2026-03-06 10:00", 1, 1, id="Friday: each is due on its next working day"),
    ],
)
@pytest.mark.usefixtures("half_a_monday")
def test_the_next_working_day_is_that_of_the_agency_that_settles(story, at, own, other):
    story.processing()
    in_the_next_commune(story.province)
    due = dict(Dossier.objects.values_list("competent_agency__code", "due_at"))
    assert due == {"H99.31": local("2026-03-10 11:30"), "H99.32": local("2026-03-09 17:00")}
    handler, desk = story.province.handler, story.province.actor("neighbour_desk")
    told = queries.waiting_for_everybody(at=local(at))
    tomorrow = [told[by.officer_id].tomorrow if by.officer_id in told else 0
                for by in (handler, desk)]  # fmt: skip
    assert tomorrow == [own, other]
    lists = [queries.due_lists(by, at=local(at)).tomorrow.count for by in (handler, desk)]
    assert lists == [own, other]


@pytest.mark.parametrize(
    ("who", "afternoon"),
    [
        pytest.param("handler", 0, id="it closes at half past eleven"),
        pytest.param("stranger", 30, id="a department works from half past one on, too"),
    ],
)
def test_an_agency_waits_by_the_hours_of_whom_it_asked(story, who, afternoon):
    story.received().offered(story.province.desk, who, Step.VERIFY)
    until = local("2026-03-04 14:00")
    (waited,) = custodies.waits_of(f"dossier:{story.code}", at=until)
    morning = local("2026-03-04 11:30") - waited.offered_at
    assert waited.minutes == morning.total_seconds() // 60 + afternoon


# --- loops, waits for citizens, windows, the desk's answer --------------------------------------

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def morning_minutes(since, until) -> int:
    """Return the minutes between two instants of one morning."""
    return int((until - since).total_seconds() // 60)


@pytest.mark.parametrize(
    ("other", "afternoon"),
    [
        pytest.param("stranger", 120, id="at a department that works on in the afternoon"),
        pytest.param("handler", 0, id="at the commune, which closes at half past eleven"),
    ],
)
def test_a_loop_lasts_by_the_hours_of_where_the_dossier_lay(province, other, afternoon):
    story = Story(province, at=WEDNESDAY).received()
    story.handed(province.desk, other, Step.VERIFY)
    since = custodies.spans_of(f"dossier:{story.code}")[-1].started_at
    story.at = local("2026-03-04 15:30") - 2 * story.step
    story.handed(province.actor(other), "desk", Step.VERIFY)
    assert custodies.spans_of(f"dossier:{story.code}")[-1].started_at == local("2026-03-04 15:30")
    calendar = calendar_at(story.at)
    [loop] = charging.loops(MARCH, calendar=calendar)
    assert loop.minutes == morning_minutes(since, local("2026-03-04 11:30")) + afternoon
    assert summing.sum_up(at=story.now())
    [kept] = reports.report_of(MARCH, at=story.at).loops
    assert kept.minutes == loop.minutes, "what is kept is what is counted anew"


def test_a_wait_for_the_citizen_is_told_by_the_hours_of_the_agency_that_settles(story):
    asked(story)
    since = SupplementRequest.objects.get().asked_at
    at = local("2026-03-04 16:00")
    [place] = charging.hiding_places(MARCH, at=at, calendar=calendar_at(at))
    assert place.minutes == morning_minutes(since, local("2026-03-04 11:30"))
    whole = charging.reckon_dossier(story.code, at=at, calendar=calendar_at(at))
    assert place.minutes == sum(account.paused for account in whole.accounts)


@pytest.mark.parametrize(
    ("before_receipt", "ends"),
    [
        pytest.param(False, "2026-03-11 11:30", id="when the agency closes that settles it"),
        pytest.param(True, "2026-03-11 17:00", id="before receipt when the desk closes"),
    ],
)
def test_the_citizens_window_ends_by_the_hours_of_who_asks(story, before_receipt, ends):
    supplements.publish(supplements.GENERAL, supplements.OWN)
    if before_receipt:
        guided(story.registered())
    else:
        asked(story)
    assert SupplementRequest.objects.get().answer_by == local(ends)
