"""A reorganisation while officers work, and twice at once: on a real database with commits."""

from datetime import timedelta

import pytest
from tests.builders import Story, add_neighbour, build_province
from tests.builders_at_once import at_once, each_at_once
from tests.builders_reorganisation import DAY, NEW, apply, holder, merger, row
from tests.conftest import publish_calendar

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.faults import holder_faults
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.models import AgencySuccession, Reorganisation


@pytest.fixture
def province(committed_db):
    publish_calendar()
    province = build_province()
    add_neighbour(province)
    return province


def test_a_plan_run_twice_at_once_is_applied_once(province):
    story = Story(province).processing()
    reports = at_once(4, lambda _n: apply(merger()))
    assert sorted(report.repeated for report in reports) == [False, True, True, True]
    assert Reorganisation.objects.count() == 1
    assert AgencySuccession.objects.count() == 4
    assert [a.act for a in record.acts_of(f"dossier:{story.code}")][-2:] == [
        "agency_succeeded", "custody_reassigned",
    ]  # fmt: skip


def test_what_officers_do_meanwhile_is_moved_too_or_refused(province):
    stories = [Story(province).received() for _ in range(6)]
    offers = [story.offered(province.desk, "handler", Step.VERIFY) for story in stories]
    acts = [
        lambda offer=offer: dossiers.accept_handover(
            offer_id=offer, by=province.handler, at=DAY + timedelta(hours=8)
        )
        for offer in offers
    ]
    outcomes = each_at_once(
        *acts[:3], lambda: apply(merger(), at=DAY + timedelta(hours=8)), *acts[3:]
    )
    assert outcomes[3].work.orphans == ()
    for story in stories:
        assert holder(story.code)[0].startswith(NEW)
        assert row(story.code).competent_agency.code == NEW
    assert not list(holder_faults())
    assert record.verify_all().ok
    assert custodies.held_in_all() == len(stories)
