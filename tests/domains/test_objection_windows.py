"""What becomes of the time of a citizen who disagreed; and by which calendar limits are kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from tests.builders import Story, add_committee, build_province
from tests.builders_deadlines import local
from tests.builders_recounting import publish_2027, publish_swap, recount
from tests.builders_story import asked, rewrite, row, supplied
from tests.builders_supplement import GENERAL, OWN, publish

from thongsuot.domains.deadlines.terms.limits import NOT_KEPT
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Objection, SupplementRequest
from thongsuot.domains.dossiers.terms import (
    WindowOpen,
)
from thongsuot.domains.dossiers.terms.objections import (
    ObjectionTooLate,
)
from thongsuot.domains.ledger.fields import new_salt
from thongsuot.domains.ledger.terms import Actor

WHY = "Giấy chứng sinh đã nộp bản rõ, đọc được số"
REASON = "Đã xem lại, số trên giấy chứng sinh đọc được"
OBJECTION = GENERAL["objection"]


@pytest.fixture
def province(published_calendar):
    province = build_province()
    add_committee(province)
    return province


@pytest.fixture
def story(province):
    return asked(Story(province))


def citizen(story) -> Actor:
    return Actor.citizen(dossier=story.code)


def objected(story, **changes):
    given = {"by": citizen(story), "at": story.now(), "words": WHY}
    dossiers.object_to_request(code=story.code, **{**given, **changes})
    return story


def upheld(story, **changes):
    given = {"by": story.province.actor("chairman"), "at": story.now(), "reason": REASON}
    return dossiers.uphold_objection(code=story.code, **{**given, **changes})


def rejected(story, **changes):
    given = {"by": story.province.actor("chairman"), "at": story.now(), "reason": REASON}
    return dossiers.reject_objection(code=story.code, **{**given, **changes})


def viewed(story, at=None):
    return queries.view_for(story.code, by=Actor.system(), at=at or story.now())


# --- the citizen's time ---------------------------------------------------------------------


def windowed(province, mode: str) -> Story:
    """Return a story in which papers are asked for on 2 March, for five working days."""
    publish(GENERAL, OWN | {"objection": OBJECTION | {"window": mode}})
    return asked(Story(province))


@pytest.mark.parametrize(
    ("mode", "until"),
    [
        pytest.param("anew", "2026-03-13 17:00", id="his whole time is counted from the answer"),
        pytest.param("stands", "2026-03-12 17:00", id="as much is left as was left"),
        pytest.param("runs", "2026-03-09 17:00", id="it ran on"),
    ],
)
def test_after_a_rejection(province, mode, until):
    story = windowed(province, mode)
    objected(story, at=local("2026-03-03 09:00"))
    rejected(story, at=local("2026-03-06 09:00"))
    assert viewed(story).open_supplement.answer_by == local(until)


def test_his_time_does_not_end_while_he_waits_for_the_answer(province):
    story = windowed(province, "anew")
    objected(story, at=local("2026-03-09 16:00"))
    after = local("2026-03-10 08:00")
    assert dossiers.end_windows(at=after) == 0
    with pytest.raises(WindowOpen):
        dossiers.end_window(request_id=row(story).supplements.get().pk, at=after)
    rejected(story, at=after + timedelta(hours=1))
    assert dossiers.end_windows(at=local("2026-03-17 16:59")) == 0
    assert dossiers.end_windows(at=local("2026-03-17 17:01")) == 1


def test_where_it_runs_on_it_ends_all_the_same(province):
    story = windowed(province, "runs")
    objected(story, at=local("2026-03-09 16:00"))
    assert dossiers.end_windows(at=local("2026-03-10 08:00")) == 1


def test_once_his_time_is_over_it_is_too_late(province):
    story = windowed(province, "anew")
    with pytest.raises(ObjectionTooLate):
        objected(story, at=local("2026-03-10 08:00"))


def test_a_window_that_stood_moves_with_a_calendar_that_came_late(province):
    story = windowed(province, "stands")
    objected(story, at=local("2026-03-03 09:00"))
    rejected(story, at=local("2026-03-06 09:00"))
    publish_swap(off="2026-03-11")
    done = recount(local("2026-03-09 08:31"))
    assert viewed(story).open_supplement.answer_by == local("2026-03-13 17:00")
    assert done.limits_kept == 0


@pytest.mark.parametrize(
    ("mode", "until"), [("anew", "2027-01-05 17:00"), ("stands", "2027-01-04 17:00")]
)
def test_a_rejection_where_the_calendar_ends_leaves_it_to_the_next_one(province, mode, until):
    publish(GENERAL, OWN | {"objection": OBJECTION | {"window": mode}})
    story = Story(province, at=local("2026-12-21 08:00"))
    asked(story)
    objected(story, at=local("2026-12-22 09:00"))
    rejected(story, at=local("2026-12-28 09:00"))
    assert viewed(story).open_supplement.answer_by is None
    assert dossiers.end_windows(at=local("2027-01-20 08:00")) == 0
    publish_2027(local("2026-12-31 08:00"))
    recount(local("2026-12-31 08:10"))
    assert viewed(story).open_supplement.answer_by == local(until)


@pytest.mark.parametrize("mode", ["anew", "stands"])
def test_a_window_whose_length_was_not_kept_moves_by_the_wait(province, mode):
    story = windowed(province, mode)
    as_before_the_upgrade(row(story).supplements.get())
    objected(story, at=local("2026-03-03 09:00"))
    rejected(story, at=local("2026-03-06 09:00"))
    assert viewed(story).open_supplement.answer_by == local("2026-03-12 17:00")


def as_before_the_upgrade(request: SupplementRequest) -> None:
    """Put the request on record as it was kept before its length was."""
    for name, value in NOT_KEPT.columns().items():
        setattr(request, name, value)
    old = request.pk
    request.pk, request.salt = None, new_salt()
    SupplementRequest.objects.filter(pk=old).update(answered_at=request.asked_at)
    request.save(force_insert=True)


# --- the database -----------------------------------------------------------------------------

LATER = "answer_by = coalesce(answer_by, asked_at) + interval '9 days'"


@pytest.mark.parametrize("answered", [False, True], ids=["while it waits", "once it is upheld"])
def test_no_window_moves_by_itself_without_a_rejection(province, answered):
    story = objected(windowed(province, "anew"))
    if answered:
        upheld(story)
    with pytest.raises(IntegrityError):
        rewrite("dossiers_supplementrequest", f"window_from = now(), {LATER}")


def test_a_request_without_an_end_is_given_none_by_hand(story):
    objected(story)
    with pytest.raises(IntegrityError):
        rewrite("dossiers_supplementrequest", f"window_from = now(), {LATER}")
    rejected(story)
    at = Objection.objects.get().answered_at.isoformat()
    with pytest.raises(IntegrityError):
        rewrite("dossiers_supplementrequest", f"window_from = '{at}', {LATER}")


def test_a_request_that_was_simply_answered_is_not_overturned_afterwards(story, photo):
    supplied(objected(story), photo)
    with pytest.raises(IntegrityError):
        rewrite("dossiers_supplementrequest", "overturned_at = answered_at")
