"""The citizen's time for sending papers: set by a special law alone, and never an end by itself."""

from datetime import date, timedelta

import pytest
from tests.builders import BIRTH, Story, build_province
from tests.builders_deadlines import local
from tests.builders_story import BIRTH_PAPER, supplied
from tests.builders_supplement import AFTER, GENERAL, LAW, OWN, publish, stating

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.dossiers.terms import NationalState, WindowOpen
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicyWrong
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor


@pytest.fixture
def story(published_calendar):
    publish(GENERAL, OWN)
    story = Story(build_province()).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    return story


def asked(story):
    """Return the open request as pages show it."""
    return queries.view_for(story.code, by=Actor.system(), at=story.at).open_supplement


def test_a_procedure_then_its_field_then_the_general_row_counts():
    field = GENERAL | {"field": "Hộ tịch", "max_supplements": 2}
    rows = rules.parse_policies(stating(GENERAL, OWN, field)).rows
    for procedure, of, found in (
        (BIRTH, "Hộ tịch", 1), ("1.000656", "HỘ TỊCH", 2), ("1.004222", "Cư trú", 0),
    ):  # fmt: skip
        assert rules.policy_among(rows, date(2026, 3, 2), procedure, of) is rows[found]
    assert rows[0].window is None


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"policies": [GENERAL, OWN | {"expiry_basis": None}]}, "expiry_basis"),
        ({"policies": [GENERAL, OWN | {"window": None}]}, "expiry_basis"),
        ({"policies": [GENERAL, OWN | {"field": "Hộ tịch"}]}, "field"),
        ({"policies": [GENERAL | {"restart_clock": "no"}]}, "restart_clock"),
        ({"policies": [OWN]}, "policies"),
        ({"format": "thongsuot-supplement-policy/2"}, "format"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_its_field(parts, field):
    with pytest.raises(SupplementPolicyWrong) as refused:
        rules.parse_policies(stating(GENERAL) | parts)
    assert refused.value.facts["field"] == field


def test_a_policy_published_later_changes_nothing_that_was_asked_before(story, photo):
    publish(GENERAL | {"restart_clock": False}, version="2026.2", valid_from="2026-03-02")
    supplied(story, photo)
    reasons = [due.reason for due in queries.view_for(
        story.code, by=Actor.system(), at=story.at).due_dates]  # fmt: skip
    assert reasons == ["receipt", "supplement"]
    published = record.acts_of("policy:supplements")
    assert [act.detail["version"] for act in published] == ["2026.1", "2026.2"]


def test_the_request_says_until_when_and_what_its_end_allows(story):
    assert asked(story).answer_by == local("2026-03-09 17:00")
    assert asked(story).expiry_basis == LAW


def test_its_end_is_put_on_record_and_told_once_and_the_dossier_waits_on(story):
    assert dossiers.end_windows(at=local("2026-03-09 16:59")) == 0
    assert [dossiers.end_windows(at=AFTER + timedelta(minutes=n)) for n in range(2)] == [1, 0]
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert acts.count("supplement_window_ended") == 1
    assert Message.objects.filter(template="window-ended").count() == 1
    view = queries.view_for(story.code, by=Actor.system(), at=AFTER)
    assert view.state is NationalState.SUPPLEMENT_REQUESTED


def test_nobody_ends_it_early(story):
    dossier = queries.get_dossier(story.code, by=Actor.system(), at=story.at)
    with pytest.raises(WindowOpen):
        dossiers.end_window(request_id=dossier.supplements.get().pk, at=story.now())


def test_without_a_law_there_is_no_last_day(published_calendar):
    story = Story(build_province()).processing()
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[BIRTH_PAPER],
        by=story.province.head,
        at=story.now(),
    )
    assert asked(story).answer_by is None
    assert dossiers.end_windows(at=AFTER + timedelta(days=90)) == 0
