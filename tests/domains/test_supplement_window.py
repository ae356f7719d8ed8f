"""The citizen's time for sending papers: set by a special law alone, and never an end by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import BIRTH, Story, build_province
from tests.domains.test_recounting import PAPER

from builders_deadlines import local
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.domains.dossiers import queries, rules
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import NationalState, ReasonMissing, WindowOpen
from thongsuot.domains.dossiers.terms.supplements import OnExpiry
from thongsuot.domains.exchange.models import Message
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor

LAW = "Luật mẫu số 1, Điều 7 khoản 2"
GENERAL = rules.supplement_policy(date(2026, 3, 2))
OWN = replace(
    GENERAL, procedure=BIRTH, window=TimeLimit(5, Unit.WORKING_DAY), expiry_basis=LAW,
    on_expiry=OnExpiry.MAY_STOP,
)  # fmt: skip
AFTER = local("2026-03-10 08:00")


@pytest.fixture
def story(published_calendar, monkeypatch):
    monkeypatch.setattr(rules, "_policies", lambda: (GENERAL, OWN))
    story = Story(build_province()).processing()
    dossiers.request_supplement(
        code=story.code, papers=PAPER, by=story.province.handler, at=story.now()
    )
    return story


def asked(story):
    """Return the open request as pages show it."""
    return queries.view_for(story.code, by=Actor.system(), at=story.at).open_supplement


def test_a_procedure_has_its_own_policy_and_all_others_the_general_one():
    for procedure, found in ((BIRTH, OWN), ("1.000656", GENERAL)):
        assert rules.policy_among((GENERAL, OWN), date(2026, 3, 2), procedure) is found
    assert GENERAL.window is None


def test_a_policy_that_lets_a_dossier_end_names_the_law():
    with pytest.raises(ReasonMissing):
        rules.check_policy(replace(OWN, expiry_basis=""))


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
        code=story.code, papers=PAPER, by=story.province.handler, at=story.now()
    )
    assert asked(story).answer_by is None
    assert dossiers.end_windows(at=AFTER + timedelta(days=90)) == 0
