"""Nobody leaves with something in hand: accounts, appointments, the daily rule."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.builders import EVER, MONDAY, Story

from thongsuot.domains.custody import leaving
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import MoveReason, NotTheHolder, Receiver, StillHolding
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import services as organisation
from thongsuot.domains.organisation.models import Appointment, Officer, Post
from thongsuot.domains.organisation.terms import AppointmentUnknown, DisablingReason, SourceMissing
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("deputy")]
WHY = "Công chức chuyển công tác theo quyết định của tỉnh"
TODAY = local_date(MONDAY)
SYSTEM = Actor.system()


@pytest.fixture
def story(story):
    return story.processing()


def receiver(province, who="colleague") -> Receiver:
    return Receiver(province.officers[who].pk, province.posts[who].pk)


def disable(story, **more):
    return dossiers.disable_officer(
        officer_id=story.province.officers["handler"].pk, reason=DisablingReason.LEFT,
        why=WHY, by=SYSTEM, at=story.now(), **more,
    )  # fmt: skip


def holder(story) -> str:
    return custodies.holder_of(f"dossier:{story.code}").holder.officer_name


@pytest.fixture
def undone():
    """Undo what the test did: in its year the days it plans for have passed already."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def disabled_behind_our_back(story):
    with transaction.atomic():
        Officer.objects.filter(username="mau.handler").update(disabled_at=story.at)
        check_at_commit()


def ended_behind_our_back():
    with transaction.atomic():
        Appointment.objects.filter(officer__username="mau.handler").update(valid_to=TODAY)
        check_at_commit()


def check_at_commit():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_account_that_holds_something_is_not_disabled(story):
    with pytest.raises(StillHolding) as refusal:
        disable(story)
    assert refusal.value.facts == {"subjects": 1}
    assert Officer.objects.get(username="mau.handler").disabled_at is None


def test_naming_who_takes_over_disables_it_in_the_same_act(story):
    assert disable(story, to=[receiver(story.province)]) == 1
    assert holder(story) == "Vũ Thị Mẫu Sáu"
    assert Officer.objects.get(username="mau.handler").disabled_at is not None
    assert leaving.orphans(local_date(story.at)) == []
    check_at_commit()


def test_the_database_disables_nobody_who_holds_something(story):
    with pytest.raises(IntegrityError, match="still holds something"):
        disabled_behind_our_back(story)


@pytest.mark.usefixtures("story")
def test_the_database_ends_no_appointment_of_somebody_who_holds_something():
    with pytest.raises(IntegrityError, match="still held on the post"):
        ended_behind_our_back()


@pytest.mark.parametrize("who", ["disabled", "elsewhere"])
def test_the_database_opens_no_custody_of_somebody_who_is_not_there(province, who):
    officer, post = province.officers["handler"], province.posts["handler"]
    if who == "disabled":
        Officer.objects.filter(pk=officer.pk).update(disabled_at=MONDAY)
    else:
        post = province.posts["clerk"]
    with pytest.raises(DatabaseError, match="would begin"), transaction.atomic():
        Custody.objects.create(
            subject="task:1", officer=officer, post=post, step="do", started_at=MONDAY
        )


def test_an_appointment_of_somebody_who_holds_something_ends_with_a_receiver_only(story):
    who = story.province
    given = {
        "officer_id": who.officers["handler"].pk, "post_id": who.posts["handler"].pk,
        "last_day": TODAY - timedelta(days=1), "source": "09/QĐ-UBND", "why": WHY, "by": SYSTEM,
    }  # fmt: skip
    with pytest.raises(StillHolding):
        dossiers.end_appointment(**given, at=story.now())
    moved = dossiers.end_appointment(**given, to=[receiver(who)], at=story.now())
    assert (moved, holder(story)) == (1, "Vũ Thị Mẫu Sáu")
    with pytest.raises(AppointmentUnknown):
        dossiers.end_appointment(**given, at=story.now())
    last = record.acts_of(f"officer:{who.officers['handler'].pk}")[-1]
    assert (last.act, last.detail["last_day"]) == ("appointment_ended", "2026-03-01")


@pytest.mark.usefixtures("undone")
def test_an_end_to_come_is_told_beforehand(story):
    who = story.province
    dossiers.end_appointment(
        officer_id=who.officers["handler"].pk, post_id=who.posts["handler"].pk,
        last_day=TODAY + timedelta(days=5), source="09/QĐ-UBND", by=SYSTEM, at=story.now(),
    )  # fmt: skip
    (soon,) = leaving.leaving_between(TODAY, TODAY + timedelta(days=15))
    assert (soon.officer_name, soon.subjects) == ("Đỗ Văn Mẫu Hai", 1)
    assert soon.last_day == TODAY + timedelta(days=5)
    assert leaving.leaving_between(TODAY, TODAY + timedelta(days=4)) == []
    assert leaving.orphans(TODAY + timedelta(days=5)) == []


def test_an_end_names_its_document(story):
    who = story.province
    with pytest.raises(SourceMissing):
        organisation.end_appointment(
            officer_id=who.officers["clerk"].pk, post_id=who.posts["clerk"].pk,
            last_day=TODAY, source=" ", by=SYSTEM, at=story.now(),
        )  # fmt: skip


@pytest.fixture
def orphaned(story):
    """The handler's appointment ends by its own date while he holds a dossier."""
    Appointment.objects.filter(officer__username="mau.handler").update(
        valid_to=TODAY + timedelta(days=1)
    )
    story.at += timedelta(days=1)
    return story


def test_what_is_left_on_the_day_is_found_and_goes_to_who_heads_the_agency(orphaned):
    (found,) = leaving.orphans(local_date(orphaned.at))
    assert (found.officer_name, found.last_day) == ("Đỗ Văn Mẫu Hai", TODAY)
    settled = dossiers.settle_orphans(why=WHY, at=orphaned.now())
    assert (settled.moved, settled.left) == (1, ())
    last = record.acts_of(f"dossier:{orphaned.code}")[-1]
    assert (last.act, last.detail["reason"]) == ("custody_reassigned", "appointment-ended")
    assert last.actor == SYSTEM
    assert Post.objects.get(pk=last.detail["to_post"]).kind == "head"
    assert leaving.orphans(local_date(orphaned.at)) == []
    assert dossiers.settle_orphans(why=WHY, at=orphaned.now()).moved == 0


@pytest.mark.usefixtures("undone")
def test_where_nobody_heads_the_agency_it_stays_and_is_named(orphaned):
    Appointment.objects.filter(post__kind="head").update(valid_to=TODAY)
    settled = dossiers.settle_orphans(why=WHY, at=orphaned.now())
    assert settled.moved == 0
    assert [leaver.officer_name for leaver in settled.left] == ["Đỗ Văn Mẫu Hai"]


def test_a_second_appointment_to_the_same_post_keeps_it(orphaned):
    who = orphaned.province
    Appointment.objects.create(
        officer=who.officers["handler"], post=who.posts["handler"],
        valid_from=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert leaving.orphans(local_date(orphaned.at)) == []


def shared(story, **more):
    who = story.province
    given = {
        "from_officer": who.officers["handler"].pk, "reason": MoveReason.WORKLOAD, "why": WHY,
        "to": [receiver(who), receiver(who, "deputy")], "by": who.head, "at": story.now(),
    }  # fmt: skip
    return dossiers.reassign(**given | more)


def test_what_an_officer_holds_is_dealt_out_among_colleagues(story):
    second, third = Story(story.province).processing(), Story(story.province).processing()
    story.at = max(second.at, third.at)
    made = shared(story, key="k")
    assert [part.subjects for part in made] == [2, 1]
    names = {holder(one) for one in (story, second, third)}
    assert names == {"Vũ Thị Mẫu Sáu", "Đinh Văn Mẫu Chín"}
    assert shared(story, key="k")[0].move_id == made[0].move_id


def test_the_preview_says_what_will_be(story):
    who = story.province
    (share,) = queries.shares_of(from_officer=who.officers["handler"].pk, to=[receiver(who)])
    assert share.codes == (story.code,)


def test_what_changed_its_holder_meanwhile_is_moved_by_nobody(story):
    shared(story)
    with pytest.raises(NotTheHolder):
        shared(story, codes=[story.code])


def test_the_head_sees_who_holds_how_much(story):
    staff = queries.staff_of(by=story.province.head, at=story.now())
    held = {one.name: one.held for one in staff}
    assert held["Đỗ Văn Mẫu Hai"] == 1
    assert "Hoàng Thị Mẫu Năm" not in held
    assert [one.code for one in queries.holdings_of(
        story.province.officers["handler"].pk, by=story.province.head, at=story.at
    )] == [story.code]  # fmt: skip


@pytest.mark.usefixtures("undone")
def test_questions_about_leavers_do_not_grow_with_them(story, django_assert_num_queries):
    Appointment.objects.filter(valid_from=EVER).update(valid_to=TODAY)
    with django_assert_num_queries(1):
        assert leaving.orphans(TODAY + timedelta(days=3))
