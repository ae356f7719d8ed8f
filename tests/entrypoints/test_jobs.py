"""The jobs of the background worker: what each turn does, done again without harm."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from croniter import croniter_range
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app
from tests.builders import BIRTH, build_province
from tests.builders_citizen import PAPER

from thongsuot.domains.documents.models import StoredFile
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Draft, LookupFailure
from thongsuot.domains.dossiers.terms import DRAFT_KEPT
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.models import LogInFailure
from thongsuot.entrypoints.jobs import tasks
from thongsuot.kernel.clock import to_local

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - DRAFT_KEPT - timedelta(days=1)


A_DAY = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC))
OFTEN = 24
TURNS = {
    task.task.name: [to_local(at) for at in islice(croniter_range(*A_DAY, task.cron), OFTEN)]
    for task in app.periodic_registry.periodic_tasks.values()
}
SELDOM = sorted(name for name, turns in TURNS.items() if len(turns) < OFTEN)
NIGHT = range(7)
"""Hours in Vietnam in which no office works."""


@pytest.mark.parametrize("name", SELDOM)
def test_what_is_done_seldom_is_done_at_night(name):
    assert {turn.hour for turn in TURNS[name]} <= set(NIGHT)


@pytest.fixture
def forgotten_things(published_calendar, photo):
    """Leave behind what a visitor of last month did, and what one of today does."""
    build_province()
    old = dossiers.begin_draft(procedure_code=BIRTH, at=LONG_AGO)
    dossiers.attach_paper(
        draft_id=old.pk, component_code=PAPER, name="anh.jpg", stream=photo(),
        by=Actor.citizen(), at=LONG_AGO,
    )  # fmt: skip
    for at in (LONG_AGO, timezone.now()):
        LookupFailure.objects.create(code_index=b"a" * 32, at=at)
        LogInFailure.objects.create(pair_index=b"a" * 32, at=at)
        Session.objects.create(session_key=str(at)[:40], session_data="", expire_date=at)
    fresh = dossiers.begin_draft(procedure_code=BIRTH, at=timezone.now())
    Session.objects.create(
        session_key="open", session_data="", expire_date=timezone.now() + timedelta(hours=1)
    )
    return fresh


def test_the_daily_turn_forgets_what_nobody_came_back_to_and_nothing_else(forgotten_things):
    for _turn in range(2):
        tasks.forget(0)
    assert list(Draft.objects.all()) == [forgotten_things]
    assert not StoredFile.objects.exists()
    assert LookupFailure.objects.count() == LogInFailure.objects.count() == 1
    assert [session.session_key for session in Session.objects.all()] == ["open"]
