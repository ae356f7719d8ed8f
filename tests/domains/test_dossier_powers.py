"""Whoever acts on a dossier has the power that day, and the procedure is in force.

The numbers in the names are the lines of the list of what such a system must refuse
(docs/law/dossier-life.md).
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.builders import MONDAY, add_committee, add_neighbour, add_officer
from tests.builders_attempts import ACTS, STARTS, Attempt, Tried
from tests.builders_story import rewrite, row, state

from thongsuot import bootstrap
from thongsuot.domains.catalogue.models import ProcedureVersion
from thongsuot.domains.catalogue.terms import ProcedureNotInForce
from thongsuot.domains.custody.terms import MoveReason, NobodyOnPost, Receiver
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import NationalState, NotCompetent, Outcome, OwnDraft, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def test_9_no_receipt_for_an_agency_that_is_not_competent_that_day(story):
    story.registered()
    competence = story.province.agencies["H99.31"].competences.get()
    competence.valid_to = MONDAY.date() - timedelta(days=10)
    competence.save(update_fields=["valid_to"])
    with pytest.raises(NotCompetent):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())


def test_9_no_receipt_after_the_procedure_was_repealed(story):
    story.registered()
    version = ProcedureVersion.objects.get()
    version.valid_to = MONDAY.date()
    version.save(update_fields=["valid_to"])
    with pytest.raises(ProcedureNotInForce):
        dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert state(story) == NationalState.REGISTERED


def next_version(days: int) -> ProcedureVersion:
    """End the version in force today and publish another with a limit of ``days``."""
    ended = ProcedureVersion.objects.get()
    ended.valid_to = MONDAY.date()
    ended.save(update_fields=["valid_to"])
    published = ProcedureVersion.objects.create(
        procedure=ended.procedure, number=2, valid_from=MONDAY.date(), origin="jsonl",
        name=ended.name, name_folded=ended.name_folded, content={}, digest="1" * 64,
        imported_at=MONDAY,
    )  # fmt: skip
    for limit in ended.limits.all():
        limit.pk, limit.version, limit.quantity = None, published, days
        limit.save()
    return published


def test_a_dossier_is_received_under_the_version_of_that_day_and_keeps_it(story):
    story.registered()
    published = next_version(days=5)
    dossiers.receive(code=story.code, by=story.province.desk, at=story.now())
    assert row(story).version_id == published.pk
    view = queries.view_for(story.code, by=story.province.desk, at=story.at)
    assert (view.version_number, view.due.quantity) == (2, 5)
    assert record.acts_of(f"dossier:{story.code}")[-1].detail["version"] == 2
    with pytest.raises(DatabaseError, match="what identifies dossier"):
        rewrite("dossiers_dossier", "version_id = version_id - 1")


def test_9_no_signature_without_the_power_that_day(story):
    story.drafted()
    power = story.province.officers["head"].roles.get(role="sign")
    power.valid_to = MONDAY.date()
    power.save(update_fields=["valid_to"])
    with pytest.raises(RoleMissing):
        dossiers.sign_decision(
            code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
        )


def test_only_the_desk_it_was_sent_to_receives_it(story):
    story.registered()
    with pytest.raises(RoleMissing):
        dossiers.receive(code=story.code, by=story.province.handler, at=story.now())


def test_12_the_drafter_does_not_sign_his_own_draft(story):
    story.processing().handed(story.province.handler, "head", Step.SIGN)
    who = story.province
    dossiers.draft_decision(
        code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
        by=who.head, at=story.now(),
    )  # fmt: skip
    with pytest.raises(OwnDraft):
        dossiers.sign_decision(
            code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now()
        )


def test_12_the_desk_does_not_decide(story):
    story.processing().handed(story.province.handler, "desk", Step.VERIFY)
    assert state(story) == NationalState.PROCESSING
    with pytest.raises(RoleMissing):
        dossiers.draft_decision(
            code=story.code, outcome=Outcome.GRANTED, grounds="Đủ điều kiện theo quy định",
            by=story.province.desk, at=story.now(),
        )  # fmt: skip


NOBODYS_WISH = {"silence", "no_opinion", "draft_apology", "attach", "supply", "claim", "withdraw"}
"""What comes of time, or by the citizen himself, whoever asks for it."""


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("role", [Role.ADMINISTER, Role.CONTROL])
def test_19_who_tends_the_system_or_watches_it_does_nothing_to_a_dossier(province, start, role):
    add_committee(province)
    add_neighbour(province)
    add_officer(province, "support", "H99.31", "Quản trị", "control", "Hồ Thị Mẫu Tám", [role])
    attempt = Attempt(getattr(Tried(province), start)())
    known = record.acts_of(attempt.subject)
    for act in sorted(set(ACTS) - NOBODYS_WISH):
        with pytest.raises(Refused):
            attempt.do(act, "support", "handler", Step.VERIFY)
    assert record.acts_of(attempt.subject) == known


@pytest.mark.parametrize("role", [Role.ADMINISTER, Role.CONTROL])
def test_19_nothing_is_handed_to_a_post_that_only_tends_the_system(story, role):
    who = story.processing().province
    add_officer(who, "support", "H99.31", "Quản trị", "control", "Hồ Thị Mẫu Tám", [role])
    with pytest.raises(NobodyOnPost):
        story.offered(who.handler, "support", Step.VERIFY)
    with pytest.raises(NobodyOnPost):
        dossiers.reassign(
            from_officer=who.officers["handler"].pk, reason=MoveReason.ABSENCE,
            to=[Receiver(who.officers["support"].pk, who.posts["support"].pk)],
            why="Cán bộ nghỉ ốm dài ngày", by=who.head, at=story.now(),
        )  # fmt: skip
