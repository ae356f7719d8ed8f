"""Subjects that change their holder unasked: no gap, no touched clock, one entry each."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.builders import MONDAY, Story, add_neighbour, add_officer, build_province

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.models import Custody, Move
from thongsuot.domains.custody.moving import move
from thongsuot.domains.custody.services import open_custody
from thongsuot.domains.custody.terms import (
    Answer,
    HolderAlready,
    MoveReason,
    MoveReasonMissing,
    NothingToMove,
    NotTheHolder,
    NotYoursToMove,
    OfferNotOpen,
)
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import DossierUnknown, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, BackDated, KeyReused
from thongsuot.domains.organisation.models import Appointment
from thongsuot.domains.organisation.terms import NotOnThisPost, Role

pytestmark = pytest.mark.django_db
WHY = "Công chức nghỉ ốm dài ngày, phân công lại theo lịch trực"


@pytest.fixture
def province(db, published_calendar):
    made = build_province()
    add_officer(made, "colleague", "H99.31", "Công chức tư pháp", "handler", "Vũ Thị Mẫu Sáu",
                [Role.HANDLE])  # fmt: skip
    return made


@pytest.fixture
def story(story):
    return story.processing()


def moved(story, *, to="colleague", by=None, **said):
    """Let the head of the commune move the dossier of the story to a colleague."""
    who = story.province
    given = {
        "codes": [story.code], "to_officer": who.officers[to].pk, "to_post": who.posts[to].pk,
        "reason": MoveReason.ABSENCE, "why": WHY, "by": by or who.head, "at": story.now(),
    }  # fmt: skip
    return dossiers.move_dossiers(**given | said)


def subject(story) -> str:
    return f"dossier:{story.code}"


def test_the_next_holder_begins_where_the_last_one_ended(story):
    before = custodies.holder_of(subject(story))
    made = moved(story)
    *_, ended, opened = custodies.spans_of(subject(story))
    assert ended.holder == before.holder
    assert ended.ended_at == opened.started_at == made.at
    assert (ended.end_reason, opened.move_id) == ("reassigned", made.move_id)
    assert opened.holder.officer_name == "Vũ Thị Mẫu Sáu"


def test_step_share_and_due_date_stay_as_they_were(story):
    before, due_at = custodies.holder_of(subject(story)), row(story).due_at
    moved(story)
    after = custodies.holder_of(subject(story))
    assert (after.step, after.limit_minutes) == (before.step, before.limit_minutes)
    assert row(story).due_at == due_at


def row(story) -> Dossier:
    return Dossier.objects.get(code=story.code)


def test_each_subject_gets_one_entry_with_codes_and_a_commitment_to_the_words(story):
    known = len(record.acts_of(subject(story)))
    moved(story)
    *before, entry = record.acts_of(subject(story))
    made, who = Move.objects.get(), story.province
    assert len(before) == known
    assert entry.act == "custody_reassigned"
    assert entry.detail == {
        "move": made.pk, "reason": "absence", "why": commitment(WHY, made.salt),
        "from": who.officers["handler"].pk, "from_post": who.posts["handler"].pk,
        "to": who.officers["colleague"].pk, "to_post": who.posts["colleague"].pk,
    }  # fmt: skip
    assert record.verify_all().ok


def test_a_question_that_waits_is_carried_and_can_be_answered(story):
    offer = story.offered(story.province.handler, "head", Step.SIGN)
    assert moved(story).lapsed == ()
    dossiers.accept_handover(offer_id=offer, by=story.province.head, at=story.now())
    assert custodies.holder_of(subject(story)).holder.officer_name == "Lê Thị Mẫu Ba"


def test_a_question_that_was_carried_is_recalled_by_the_new_holder(story):
    story.offered(story.province.handler, "head", Step.SIGN)
    moved(story)
    with pytest.raises(NotTheHolder):
        dossiers.recall_handover(code=story.code, by=story.province.handler, at=story.now())
    colleague = story.province.actor("colleague")
    dossiers.recall_handover(code=story.code, by=colleague, at=story.now())


def test_a_question_that_only_the_new_holder_could_answer_lapses_marked(story):
    offer = story.offered(story.province.handler, "colleague", Step.VERIFY)
    assert moved(story).lapsed == (subject(story),)
    assert custodies.offers_of(subject(story))[-1].answer is Answer.LAPSED
    last = record.acts_of(subject(story))[-1]
    assert (last.detail["offer"], last.detail["offer_lapsed"]) == (offer, True)
    with pytest.raises(OfferNotOpen):
        dossiers.accept_handover(
            offer_id=offer, by=story.province.actor("colleague"), at=story.now()
        )


def test_a_disabled_receiver_is_refused(story):
    colleague = story.province.officers["colleague"]
    colleague.disabled_at = story.at
    colleague.save(update_fields=["disabled_at"])
    with pytest.raises(NotOnThisPost):
        moved(story)


def test_a_receiver_whose_appointment_has_ended_is_refused(story):
    Appointment.objects.filter(officer=story.province.officers["colleague"]).update(
        valid_to=MONDAY.date()
    )
    with pytest.raises(NotOnThisPost):
        moved(story)


@pytest.mark.parametrize("who", ["handler", "desk", "clerk", "stranger"])
def test_nobody_but_the_head_moves(story, who):
    with pytest.raises(NotYoursToMove):
        moved(story, by=story.province.actor(who))


def test_a_head_moves_nothing_to_or_from_another_agency(story):
    add_neighbour(story.province)
    with pytest.raises(NotYoursToMove):
        moved(story, to="neighbour_handler")
    with pytest.raises(NotYoursToMove):
        moved(story, by=story.province.actor("neighbour_head"))


def test_a_supervisor_moves_within_what_he_supervises(story):
    add_officer(story.province, "watch", "H99.31", "Theo dõi", "control", "Mẫu Bảy",
                [Role.SUPERVISE])  # fmt: skip
    moved(story, by=story.province.actor("watch"))


def test_a_citizen_moves_nothing(story):
    with pytest.raises(NotYoursToMove):
        moved(story, by=Actor.citizen(dossier=story.code))


def test_a_head_does_not_reorganise(story):
    with pytest.raises(NotYoursToMove):
        moved(story, reason=MoveReason.REORGANISED)


def test_the_installation_reorganises_and_the_span_says_so(story):
    moved(story, reason=MoveReason.REORGANISED, by=Actor.system())
    assert custodies.spans_of(subject(story))[-2].end_reason == "reorganised"


def test_a_reassignment_says_why(story):
    with pytest.raises(MoveReasonMissing):
        moved(story, why="  ốm ")


def test_the_present_holder_is_no_receiver(story):
    with pytest.raises(HolderAlready):
        moved(story, to="handler")


def test_nothing_and_the_unknown_are_refused(story):
    with pytest.raises(NothingToMove):
        moved(story, codes=[])
    with pytest.raises(DossierUnknown):
        moved(story, codes=[story.code, "H99-20260302-9999999"])


def test_what_is_not_received_yet_has_no_holder_to_change(story):
    waiting = Story(story.province).registered()
    with pytest.raises(NotTheHolder):
        moved(story, codes=[story.code, waiting.code])
    assert custodies.holder_of(subject(story)).move_id is None


def test_the_same_key_moves_once(story):
    first = moved(story, key="k1")
    again = moved(story, key="k1")
    assert first.move_id == again.move_id
    assert len(custodies.spans_of(subject(story))) == 3
    with pytest.raises(KeyReused):
        moved(story, key="k1", by=Actor.system())


def test_a_move_is_no_earlier_than_what_it_moves(story):
    with pytest.raises(BackDated):
        move(
            subjects=[subject(story)], to_officer=story.province.officers["colleague"].pk,
            to_post=story.province.posts["colleague"].pk, reason=MoveReason.ABSENCE, why=WHY,
            by=story.province.head, at=story.at - timedelta(hours=1),
        )  # fmt: skip


@pytest.mark.parametrize("change", ["reason = 'left'", "made_at = now()", "to_officer_id = 1"])
def test_the_database_keeps_a_move_as_it_was_written(story, change):
    moved(story)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE custody_move SET {change}")  # noqa: S608 - our own words


def test_the_database_changes_no_share_of_a_span(story):
    with pytest.raises(DatabaseError), transaction.atomic():
        Custody.objects.filter(ended_at=None).update(limit_minutes=99_999)


def many(province, count) -> list[str]:
    """Open custody of that many subjects at once."""
    subjects = [f"task:{n:06d}" for n in range(count)]
    for name in subjects:
        open_custody(subject=name, by=province.handler, at=MONDAY, step="do", limit_minutes=60)
    return subjects


def test_statements_grow_with_the_thousands_only(province):
    asked = {}
    for count in (5, 500):
        with transaction.atomic():
            subjects = many(province, count)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                move(
                    subjects=subjects, to_officer=province.officers["colleague"].pk,
                    to_post=province.posts["colleague"].pk, reason=MoveReason.ABSENCE, why=WHY,
                    by=province.head, at=MONDAY + timedelta(hours=1),
                )  # fmt: skip
            transaction.set_rollback(True)
        asked[count] = len(seen)
    assert asked[5] == asked[500] <= 30
