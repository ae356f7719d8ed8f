"""An agency with office hours of its own: promises, steps and lateness by its own clock."""

from datetime import UTC, timedelta

import pytest
from tests.builders import BIRTH, LAN, Story, add_neighbour, build_province
from tests.builders_deadlines import SHIPPED, document, local
from tests.domains.test_dossier_process import publish
from tests.domains.test_dossier_process_duties import with_timer

from thongsuot import bootstrap
from thongsuot.domains.accountability import queries as charging
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.deadlines.queries import calendar_at
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.domains.ledger.terms import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]
SYSTEM = Actor.system()
WEDNESDAY = local("2026-03-04 08:40")
WHY = "Phải xác minh thêm tại nơi cư trú trước đây"


@pytest.fixture
def province():
    """The commune of every story works in the mornings alone; its neighbour as everybody does."""
    found = build_province(days=3)
    deadlines.publish_calendar(
        document=document(
            version="mornings", in_force_from="2026-03-03", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], {
                "agency": "H99.31", "valid_from": "2026-03-03", "source": "Thông báo mẫu",
                "sessions": [["07:30", "11:30"]],
            }],
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


def in_the_next_commune(province):
    """Receive one at the neighbour's."""
    add_neighbour(province)
    desk = province.actor("neighbour_desk")
    code = dossiers.register(
        procedure_code=BIRTH, receiving_agency="H99.32.01", channel=Channel.DIRECT, identity=LAN,
        answers={}, by=desk, at=WEDNESDAY,
    ).code  # fmt: skip
    dossiers.receive(code=code, by=desk, at=WEDNESDAY + timedelta(minutes=1))
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
