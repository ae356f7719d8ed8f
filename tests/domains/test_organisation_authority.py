"""Who may act, on which post, for which agency, on which day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from tests.builders_organisation import AT, ON, PLAN, SYSTEM, invented_organisation, plan

from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries, services
from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.domains.organisation.terms import (
    AgencyUnknown,
    Desk,
    DisablingReason,
    NoDesk,
    NotOnThisPost,
    NotYours,
    OfficerUnknown,
    PasswordTooWeak,
    PostKind,
    Role,
    RoleMissing,
)

LEFT = DisablingReason.LEFT

BEFORE, LATER = date(2025, 6, 30), date(2026, 6, 1)


@pytest.fixture
def organisation(db):
    invented_organisation()


@pytest.fixture
def lan(organisation):
    return queries.find_officer("lan")


@pytest.fixture
def desk_post(organisation):
    return Post.objects.get(code="H99.31.01:quay-1")


@pytest.fixture
def lan_at_the_desk(lan, desk_post):
    return queries.actor_of(lan.pk, desk_post.pk, AT)


# --- acting on a post --------------------------------------------------------------------------


def test_an_officer_acts_on_a_post_they_hold(lan, desk_post, lan_at_the_desk):
    assert lan_at_the_desk == Actor.officer(
        officer_id=lan.pk, post_id=desk_post.pk, agency="H99.31.01"
    )


def test_nobody_acts_on_a_post_of_another(organisation, desk_post):
    with pytest.raises(NotOnThisPost):
        queries.actor_of(queries.find_officer("hung").pk, desk_post.pk, AT)


def _end(model, **which):
    model.objects.filter(**which).update(valid_to=ON)


ENDINGS = [
    pytest.param(lambda: _end(Appointment, officer__username="lan"), id="the appointment ended"),
    pytest.param(lambda: _end(Post, code="H99.31.01:quay-1"), id="the post was abolished"),
    pytest.param(lambda: _end(Agency, code="H99.31.01"), id="the agency is no more"),
    pytest.param(
        lambda: Officer.objects.filter(username="lan").update(disabled_at=AT),
        id="the account was disabled",
    ),
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_authority_ends_that_day(lan, desk_post, lan_at_the_desk, ending):
    ending()
    with pytest.raises(NotOnThisPost):
        queries.actor_of(lan.pk, desk_post.pk, AT)
    with pytest.raises(RoleMissing):
        queries.require_role(lan_at_the_desk, Role.RECEIVE, ON)
    assert not queries.has_role(lan.pk, "H99.31.01", Role.RECEIVE, ON)
    assert not queries.posts_of(lan.pk, ON)
    assert not queries.roles_of(lan.pk, ON)
    assert not queries.officers_on(desk_post.pk, ON)


@pytest.mark.parametrize("ending", ENDINGS)
def test_authority_of_the_day_before_stays_what_it_was(lan, desk_post, ending):
    ending()
    yesterday = ON - timedelta(days=1)
    assert queries.actor_of(lan.pk, desk_post.pk, AT - timedelta(days=1))
    assert queries.has_role(lan.pk, "H99.31.01", Role.RECEIVE, yesterday)


def test_authority_begins_with_the_first_day(lan):
    assert not queries.posts_of(lan.pk, BEFORE)
    assert [post.code for post in queries.posts_of(lan.pk, date(2025, 7, 1))] == [
        "H99.31.01:quay-1"
    ]


def test_a_role_without_a_post_gives_nothing(lan):
    Appointment.objects.filter(officer=lan).update(valid_to=ON)
    assert not queries.has_role(lan.pk, "H99.31.01", Role.RECEIVE, ON)


# --- roles -------------------------------------------------------------------------------------


def test_a_role_holds_for_its_agency_and_its_days_alone(lan, lan_at_the_desk):
    queries.require_role(lan_at_the_desk, Role.RECEIVE, ON)
    assert queries.roles_of(lan.pk, ON) == {"H99.31.01": {Role.RECEIVE}}
    assert not queries.has_role(lan.pk, "H99.31", Role.RECEIVE, ON)
    assert not queries.has_role(lan.pk, "H99.31.01", Role.SIGN, ON)
    RoleGrant.objects.update(valid_to=ON)
    with pytest.raises(RoleMissing) as refused:
        queries.require_role(lan_at_the_desk, Role.RECEIVE, ON)
    assert refused.value.facts == {"role": "receive", "agency": "H99.31.01"}


@pytest.mark.parametrize("visitor", [Actor.citizen(), SYSTEM])
def test_whoever_is_no_officer_has_no_role(organisation, visitor):
    with pytest.raises(RoleMissing):
        queries.require_role(visitor, Role.RECEIVE, ON)


def test_a_role_of_another_agency_does_not_serve_on_this_post(organisation, lan):
    head = Post.objects.get(code="H99.31:chu-tich")
    claimed = Actor.officer(officer_id=lan.pk, post_id=head.pk, agency="H99.31.01")
    with pytest.raises(RoleMissing):
        queries.require_role(claimed, Role.RECEIVE, ON)


def test_questions_of_authority_take_one_query(
    lan, desk_post, lan_at_the_desk, django_assert_num_queries
):
    with django_assert_num_queries(1):
        queries.actor_of(lan.pk, desk_post.pk, AT)
    with django_assert_num_queries(1):
        queries.require_role(lan_at_the_desk, Role.RECEIVE, ON)
    with django_assert_num_queries(1):
        queries.has_role(lan.pk, "H99.31.01", Role.RECEIVE, ON)
    with django_assert_num_queries(1):
        assert [post.agency.area.name for post in queries.posts_of(lan.pk, ON)] == ["Xã Mẫu"]


# --- accounts ----------------------------------------------------------------------------------


def test_a_disabled_account_cannot_log_in_until_it_is_enabled_again(client, lan):
    services.set_password(officer_id=lan.pk, password="mot-mat-khau-dai", by=SYSTEM, at=AT)
    assert client.login(username="Lan", password="mot-mat-khau-dai")
    services.disable_account(officer_id=lan.pk, reason=LEFT, by=SYSTEM, at=AT)
    services.disable_account(officer_id=lan.pk, reason=LEFT, by=SYSTEM, at=AT)
    assert not client.login(username="lan", password="mot-mat-khau-dai")
    services.enable_account(officer_id=lan.pk, by=SYSTEM, at=AT)
    services.enable_account(officer_id=lan.pk, by=SYSTEM, at=AT)
    assert client.login(username="lan", password="mot-mat-khau-dai")
    assert [act.act for act in acts_of(f"officer:{lan.pk}")] == [
        "password_set", "account_disabled", "account_enabled",
    ]  # fmt: skip


def test_an_officer_sets_their_own_password_and_nobody_elses(lan, lan_at_the_desk):
    services.set_password(officer_id=lan.pk, password="mot-mat-khau-dai", by=lan_at_the_desk, at=AT)
    hung = queries.find_officer("hung")
    with pytest.raises(NotYours):
        services.set_password(
            officer_id=hung.pk, password="mot-mat-khau-dai", by=lan_at_the_desk, at=AT
        )
    with pytest.raises(NotYours):
        services.disable_account(officer_id=hung.pk, reason=LEFT, by=lan_at_the_desk, at=AT)


@pytest.mark.parametrize("password", ["ngan", "password123"])
def test_a_weak_password_is_refused(lan, password):
    with pytest.raises(PasswordTooWeak):
        services.set_password(officer_id=lan.pk, password=password, by=SYSTEM, at=AT)


def test_an_account_that_is_not_there_is_said_to_be_unknown(organisation):
    assert queries.find_officer("nobody") is None
    with pytest.raises(OfficerUnknown):
        queries.get_officer(0)
    with pytest.raises(OfficerUnknown):
        services.disable_account(officer_id=0, reason=LEFT, by=SYSTEM, at=AT)


# --- agencies and posts ------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["H99.31", "000.00.31.H99"])
def test_an_agency_is_found_by_either_order_of_its_code(organisation, code):
    assert queries.find_agency(code, ON).name == "Ủy ban nhân dân xã Mẫu"
    assert queries.get_agency(code).code == "H99.31"
    assert queries.find_agency(code, BEFORE) is None


def test_an_unknown_agency_is_said_to_be_unknown(organisation):
    with pytest.raises(AgencyUnknown):
        queries.get_agency("H98")
    with pytest.raises(AgencyUnknown):
        queries.get_agency("H99.31", BEFORE)


def test_agencies_are_listed_with_their_places_in_one_query(
    organisation, django_assert_num_queries
):
    with django_assert_num_queries(1):
        places = [(agency.code, agency.area.name) for agency in queries.agencies(ON)]
    assert places == [("H99", "Tỉnh Mẫu"), ("H99.31", "Xã Mẫu"), ("H99.31.01", "Xã Mẫu")]
    assert queries.agencies(BEFORE) == []


def test_the_desk_of_an_agency_is_the_nearest_one(organisation):
    assert queries.desk_of("H99.31.01", ON).code == "H99.31.01"
    assert queries.desk_of("H99.31", ON).code == "H99.31.01"
    with pytest.raises(NoDesk):
        queries.desk_of("H99", ON)


def test_a_department_is_served_by_the_desk_beside_it(organisation):
    department = PLAN["agencies"][1] | {
        "code": "H99.08", "name": "Sở Mẫu", "kind": "department", "level": "province", "area": "99",
    }  # fmt: skip
    centre = department | {"code": "H99.09", "name": "Trung tâm Mẫu", "desk": True}
    division = department | {"code": "H99.08.02", "name": "Phòng Mẫu", "parent": "H99.08"}
    services.import_plan(document=plan(agencies=[department, centre, division]), by=SYSTEM, at=AT)
    assert queries.desk_of("H99.08", ON).code == "H99.09"
    assert queries.desk_of("H99.08.02", ON).code == "H99.09"
    assert queries.desk_of("H99.31", ON).code == "H99.31.01"


def test_posts_of_an_agency_come_with_who_holds_them(organisation, django_assert_num_queries):
    with django_assert_num_queries(2):
        held = {
            post.code: [row.officer.username for row in post.held]
            for post in queries.posts_in("H99.31", None, ON)
        }
    assert held == {"H99.31:chu-tich": ["mai"], "H99.31:ho-tich": ["hung"]}
    heads = queries.posts_in("H99.31", PostKind.HEAD, ON)
    assert [post.code for post in heads] == ["H99.31:chu-tich"]
    assert queries.posts_in("H99.31", None, BEFORE) == []


def test_names_for_a_history_take_one_query_each(lan, desk_post, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert queries.officers_by_id([lan.pk, 0])[lan.pk].username == "lan"
        assert queries.posts_by_id([desk_post.pk])[desk_post.pk].agency.code == "H99.31.01"


# --- competence --------------------------------------------------------------------------------


def _competent(procedure, area_code, on=ON):
    area = Area.objects.filter(code=area_code).latest("valid_from") if area_code else None
    rows = queries.competent_agencies(procedure, on, area.pk if area else None)
    codes = [row.agency.code for row in rows]
    if area:
        _assert_receipt_finds_the_nearest(procedure, on, area, codes)
    return codes


def _assert_receipt_finds_the_nearest(procedure, on, area, codes):
    """What receipt asks, in words found once, has the same answer as the whole table."""
    upwards = tuple(unit.pk for unit in (area, area.parent) if unit)
    desk = Desk(0, "", True, None, area.valid_to, upwards)
    found = queries.competent_for(procedure, desk, on)
    assert [found.code if found else None] == (codes[:1] or [None])


def test_competence_holds_for_its_procedure_its_area_and_its_days(organisation):
    assert _competent("1.001193", "99001") == ["H99.31"]
    assert _competent("1.001193", None) == ["H99.31"]
    assert _competent("1.001193", "99002") == []
    assert _competent("1.000894", "99001") == []
    assert _competent("1.001193", "99001", BEFORE) == []
    assert queries.is_competent("1.001193", "H99.31", ON)
    assert not queries.is_competent("1.001193", "H99.31.01", ON)
    source = queries.competent_agencies("1.001193", ON)[0].source
    assert source == "Bảng thẩm quyền mẫu, dòng 1"


def test_without_an_area_it_holds_where_the_agency_stands_nearest_first(organisation):
    everywhere = PLAN["competences"][0] | {"level": "province", "agency": "H99"}
    del everywhere["area"]
    services.import_plan(document=plan(competences=[everywhere]), by=SYSTEM, at=AT)
    assert _competent("1.001193", "99001") == ["H99.31", "H99"]
    assert _competent("1.001193", "99002") == ["H99"]


def test_an_agency_that_is_no_more_is_not_competent(organisation):
    _end(Agency, code="H99.31")
    assert _competent("1.001193", "99001") == []


def test_what_is_known_by_an_old_area_goes_to_its_successor(organisation):
    new = Area.objects.get(code="99001")
    old = Area.objects.create(
        code="99001", name="Xã Cũ", name_folded="xa cu", level="commune", parent=new.parent,
        valid_to=date(2025, 7, 1),
    )  # fmt: skip
    assert queries.competent_agencies("1.001193", ON, old.pk) == []
    old.successions.create(
        new=new, effective_on=date(2025, 7, 1), share="whole", decided=True, is_successor=True,
        source="mẫu",
    )  # fmt: skip
    codes = [row.agency.code for row in queries.competent_agencies("1.001193", ON, old.pk)]
    assert codes == ["H99.31"]
    _assert_receipt_finds_the_nearest("1.001193", ON, old, codes)


def test_of_several_competent_agencies_the_one_whose_desk_received_comes_first(organisation):
    everywhere = PLAN["competences"][0] | {"level": "province", "agency": "H99"}
    del everywhere["area"]
    services.import_plan(document=plan(competences=[everywhere]), by=SYSTEM, at=AT)
    desk = queries.get_desk("H99.31.01", ON)
    assert queries.competent_for("1.001193", desk, ON).code == "H99.31"
    province = replace(desk, parent_id=queries.get_agency("H99").pk)
    assert queries.competent_for("1.001193", province, ON).code == "H99"
    assert queries.desk_by_id(desk.agency_id) == desk


def test_competence_takes_few_queries(organisation, django_assert_num_queries):
    area = Area.objects.get(code="99001").pk
    with django_assert_num_queries(2):
        queries.competent_agencies("1.001193", ON, area)
    with django_assert_num_queries(1):
        queries.is_competent("1.001193", "H99.31", ON)


# --- what the database itself refuses ----------------------------------------------------------


def _copy(row, **changes):
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize(
    ("model", "changes", "constraint"),
    [
        (Agency, {"valid_from": LATER, "code_legacy": ""}, "agency_one_per_code_and_day"),
        (Agency, {"code": "H99.77"}, "agency_one_per_legacy_code_and_day"),
        (Agency, {"code": "31.H99", "code_legacy": ""}, "agency_code_is_highest_level_first"),
        (Agency, {"code": "H97", "code_legacy": "H97"}, "agency_legacy_code_is_highest_level_last"),
        (Agency, {"code": "H97", "code_legacy": "", "valid_to": BEFORE}, "agency_ends_after_it"),
        (Post, {"valid_from": LATER}, "post_one_per_code_and_day"),
        (Appointment, {"valid_from": LATER}, "appointment_to_a_post_once_a_day"),
        (Appointment, {"valid_to": BEFORE}, "appointment_ends_after_it_begins"),
        (RoleGrant, {"valid_from": LATER}, "role_granted_once_a_day"),
        (RoleGrant, {"valid_from": ON, "source": ""}, "role_grant_says_its_source"),
        (Competence, {"valid_from": LATER}, "competence_stated_once_a_day"),
        (Competence, {"procedure_code": "2", "source": ""}, "competence_says_its_source"),
        (Officer, {"username": "Lan"}, "officer_username_is_plain"),
    ],
)
def test_the_database_refuses(organisation, model, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        _copy(model.objects.first(), **changes)


def test_what_ended_may_begin_again(organisation):
    Appointment.objects.filter(officer__username="lan").update(valid_to=ON)
    _copy(Appointment.objects.get(officer__username="lan"), valid_from=ON, valid_to=None)
    assert Appointment.objects.filter(officer__username="lan").count() == 2
