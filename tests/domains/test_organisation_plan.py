"""Taking over an organisation file."""

from datetime import date

import pytest
from tests.builders_at_once import at_once
from tests.builders_organisation import (
    AT,
    ON,
    PLAN,
    START,
    SYSTEM,
    invented_organisation,
    place_invented_areas,
    plan,
)

from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries, services
from thongsuot.domains.organisation.models import Agency, Appointment, Competence, Officer, Post
from thongsuot.domains.organisation.terms import NotYours, PlanWrong

COUNTS = {
    "agencies": 3, "posts": 3, "officers": 3, "appointments": 3, "roles": 3, "competences": 1,
}  # fmt: skip
NOTHING = dict.fromkeys(COUNTS, 0)


@pytest.fixture
def areas(db):
    place_invented_areas()


@pytest.fixture
def organisation(db):
    invented_organisation()


def take_over(document, **options):
    return services.import_plan(document=document, by=SYSTEM, at=AT, **options)


def problems_of(document):
    with pytest.raises(PlanWrong) as refused:
        take_over(document)
    return [(p.section, p.row, p.field, p.problem) for p in refused.value.report.problems]


def test_a_right_file_is_taken_over_whole_and_recorded_once(areas):
    report = take_over(PLAN)
    assert (report.created, report.updated, report.unchanged) == (COUNTS, NOTHING, NOTHING)
    commune = queries.get_agency("H99.31", ON)
    assert (commune.parent.code, commune.area.name, commune.code_legacy) == (
        "H99", "Xã Mẫu", "000.00.31.H99",
    )  # fmt: skip
    acts = acts_of("organisation:plan")
    assert [act.act for act in acts] == ["organisation_imported"]
    assert acts[0].detail["agencies_created"] == 3


def test_repeating_a_file_changes_nothing_and_writes_no_entry(organisation):
    report = take_over(PLAN)
    assert report.changes_nothing
    assert report.unchanged == COUNTS
    assert len(acts_of("organisation:plan")) == 1


def test_a_dry_run_tells_the_same_and_leaves_nothing(areas):
    assert take_over(PLAN, dry_run=True).created == COUNTS
    assert not Agency.objects.exists()
    assert not acts_of("organisation:plan")


def test_a_new_account_cannot_log_in_until_a_password_is_set(organisation):
    lan = queries.find_officer("LAN ")
    assert not lan.has_usable_password()
    services.set_password(officer_id=lan.pk, password="mot-mat-khau-dai", by=SYSTEM, at=AT)
    assert queries.find_officer("lan").check_password("mot-mat-khau-dai")
    assert [act.act for act in acts_of(f"officer:{lan.pk}")] == ["password_set"]


def test_what_differs_is_updated_and_nothing_is_removed(organisation):
    changed = plan()
    changed["agencies"][2]["phone"] = "1900 1111"
    del changed["agencies"][0]
    changed["agencies"][0].pop("parent")
    changed["appointments"][0]["valid_to"] = "2026-06-01"
    report = take_over(changed)
    assert report.updated == NOTHING | {"agencies": 2, "appointments": 1}
    assert report.unchanged["agencies"] == 0
    assert queries.get_agency("H99.31.01").phone == "1900 1111"
    assert queries.get_agency("H99.31").parent is None
    assert Agency.objects.count() == 3
    assert Appointment.objects.get(officer__username="lan").valid_to == date(2026, 6, 1)


@pytest.mark.parametrize("end", [None, "2026-01-15", "2999-01-01"])
@pytest.mark.parametrize("section", ["appointments", "roles", "competences", "posts", "agencies"])
def test_an_end_that_has_come_is_not_moved_by_a_later_file(areas, section, end):
    ended = PLAN[section][-1] | {"valid_to": "2026-02-01"}
    if section == "posts":  # nobody sits on it
        ended |= {"code": "H99.31:pho-chu-tich"}
    only = {name: [] for name in PLAN if isinstance(PLAN[name], list)}
    take_over(PLAN)
    if section == "agencies":
        ended |= {"code": "H99.32", "code_legacy": ""}
    take_over(plan(**only | {section: [ended]}))
    stays = (section, 1, "valid_to", "stays: it has ended, on 2026-02-01")
    assert problems_of(plan(**only | {section: [ended | {"valid_to": end}]})) == [stays]
    assert take_over(plan(**only | {section: [ended]})).changes_nothing


def test_an_end_is_moved_by_a_file_until_it_has_come(organisation):
    for end in ("2999-01-01", "2998-01-01", None):
        role = PLAN["roles"][0] | {"valid_to": end}
        assert take_over(plan(roles=[role])).updated["roles"] == 1


def test_a_post_changes_hands_in_one_file(organisation):
    successor = {"officer": "mai", "post": "H99.31:ho-tich", "valid_from": "2026-04-01"}
    before = PLAN["appointments"][1] | {"valid_to": "2026-04-01"}
    take_over(plan(appointments=[successor, before]))
    post = Post.objects.get(code="H99.31:ho-tich")
    assert [o.username for o in queries.officers_on(post.pk, date(2026, 3, 31))] == ["hung"]
    assert [o.username for o in queries.officers_on(post.pk, date(2026, 4, 1))] == ["mai"]


def test_one_code_may_be_borne_by_two_agencies_one_after_the_other(organisation):
    ended = PLAN["agencies"][1] | {"valid_to": "2026-05-01"}
    reused = PLAN["agencies"][1] | {
        "name": "Ủy ban nhân dân phường Mẫu",
        "valid_from": "2026-05-01",
    }
    take_over(plan(agencies=[PLAN["agencies"][0], reused, ended, PLAN["agencies"][2]]))
    assert queries.find_agency("H99.31", date(2026, 4, 30)).name == "Ủy ban nhân dân xã Mẫu"
    assert queries.find_agency("000.00.31.H99", date(2026, 5, 1)).name.endswith("phường Mẫu")
    assert queries.get_agency("H99.31").name.endswith("phường Mẫu")


def test_only_an_administrator_or_the_installation_takes_a_file_over(organisation):
    lan = queries.find_officer("lan")
    desk = queries.posts_of(lan.pk, ON)[0]
    by = queries.actor_of(lan.pk, desk.pk, AT)
    for visitor in (Actor.citizen(), by):
        with pytest.raises(NotYours):
            services.import_plan(document=PLAN, by=visitor, at=AT)
    role = {"officer": "lan", "agency": "H99.31.01", "role": "administer", "valid_from": START}
    take_over(plan(roles=[role]))
    assert services.import_plan(document=PLAN, by=by, at=AT).changes_nothing


# --- refused at the door -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(None, id="nothing"),
        pytest.param([], id="a list"),
        pytest.param({}, id="an empty object"),
        pytest.param({"format": "thongsuot-organisation/2", "source": "x"}, id="another format"),
    ],
)
def test_what_is_no_organisation_file_is_refused(areas, document):
    assert problems_of(document) == [("file", 0, "format", "is not thongsuot-organisation/1")]


def test_a_file_names_its_source(areas):
    assert problems_of({"format": PLAN["format"]}) == [("file", 0, "source", "is not text")]


def test_unknown_sections_and_shapeless_sections_are_named(areas):
    wrong = {"format": PLAN["format"], "source": "x", "agency": [], "posts": {}, "roles": ["x"]}
    assert problems_of(wrong) == [
        ("agency", 0, "", "is no section of an organisation file"),
        ("posts", 0, "", "is not a list of rows"),
        ("roles", 1, "", "is not an object with fields"),
    ]


@pytest.mark.parametrize(
    ("section", "row", "change", "problem"),
    [
        ("agencies", 1, {"code": "000.00.31.H99"}, "is not an agency code, highest level first"),
        ("agencies", 1, {"code_legacy": "H99.31"}, "is not an agency code, highest level last"),
        ("agencies", 1, {"name": " \u200b "}, "is empty"),
        ("agencies", 1, {"name": "x" * 201}, "is longer than 200 characters"),
        ("agencies", 1, {"name": None}, "is missing"),
        ("agencies", 1, {"kind": "castle"}, "is none of province_committee, commune_committee, "
            "district_committee, department, police, land_office, one_stop_centre, tax_office, "
            "social_insurance, division, ministry, other"),
        ("agencies", 1, {"area": "9"}, "is not a code of an administrative unit"),
        ("agencies", 1, {"area": "00001"}, "names no area that stands on valid_from"),
        ("agencies", 1, {"desk": "yes"}, "is neither true nor false"),
        ("agencies", 1, {"valid_from": "01/07/2025"}, "is not a day written as 2025-07-01"),
        ("agencies", 1, {"valid_from": "2025-02-30"}, "is not a day written as 2025-07-01"),
        ("agencies", 1, {"valid_from": "2025-06-30"}, "names no area that stands on valid_from"),
        ("agencies", 1, {"parent": "H98"}, "names no agency that stands on valid_from"),
        ("agencies", 0, {"parent": "H99.31"}, "leads back to the agency itself"),
        ("agencies", 1, {"colour": "red"}, "is no field of this section"),
        ("posts", 0, {"code": "quay-1"}, "is not a post code (agency:name)"),
        ("posts", 0, {"code": "H98:quay-1"}, "names no agency that stands on valid_from"),
        ("officers", 0, {"username": "Nguyễn Lan"}, "is not an account name"),
        ("officers", 0, {"phone": "gọi tôi"}, "is not a telephone number"),
        ("appointments", 0, {"officer": "nobody"}, "names no account"),
        ("appointments", 0, {"post": "H99:x"}, "names no post that stands on valid_from"),
        ("appointments", 0, {"valid_to": START}, "is not after valid_from"),
        ("roles", 0, {"role": "king"}, "is none of receive, handle, sign, issue, supervise, "
            "control, administer"),
        ("competences", 0, {"procedure": ""}, "is not a procedure code"),
        ("competences", 0, {"area": "00001"}, "names no area that stands on valid_from"),
        ("competences", 0, {"level": "nation"}, "is none of commune, district, province, "
            "ministry"),
    ],
)  # fmt: skip
def test_each_problem_names_section_row_and_field(areas, section, row, change, problem):
    document = plan()
    document[section][row] |= change
    field = "area" if "area" in problem else next(iter(change))
    field = "valid_to" if "after" in problem else field
    assert (section, row + 1, field, problem) in problems_of(document)
    assert not Officer.objects.exists(), "one wrong row and nothing of the file is taken over"


def test_a_row_said_twice_is_refused(areas):
    document = plan()
    document["officers"].append({"username": "LAN", "full_name": "Người Khác Mẫu"})
    assert ("officers", 4, "", "says again what row 1 says") in problems_of(document)


@pytest.mark.parametrize(
    ("section", "row", "change", "field"),
    [
        ("agencies", 1, {"valid_from": "2025-08-01"}, "code"),
        ("posts", 0, {"valid_from": "2025-08-01"}, "code"),
        ("appointments", 0, {"valid_from": "2025-08-01"}, "valid_from"),
        ("roles", 0, {"valid_from": "2025-08-01"}, "valid_from"),
        ("competences", 0, {"valid_from": "2025-08-01"}, "valid_from"),
    ],
)
def test_what_would_hold_twice_on_one_day_is_refused(organisation, section, row, change, field):
    twice = "holds twice on one day, with what is on record"
    document = plan(**{section: [PLAN[section][row] | change]})
    assert (section, 1, field, twice) in problems_of(document)


def test_two_agencies_do_not_share_a_code_of_the_old_order(areas):
    document = plan()
    document["agencies"][2]["code_legacy"] = "000.00.31.H99"
    assert ("agencies", 3, "code_legacy", "holds twice on one day, with row 2") in problems_of(
        document
    )


def test_problems_repeat_no_value_of_the_file(areas):
    document = plan(officers=[{"username": "079205001234 Lan", "full_name": "", "phone": "bí mật"}])
    assert not [p for p in problems_of(document) if "079205001234" in str(p) or "mật" in str(p)]


def test_a_large_file_takes_few_queries(areas, django_assert_max_num_queries):
    many = [PLAN["competences"][0] | {"procedure": f"1.{number:06}"} for number in range(3_000)]
    with django_assert_max_num_queries(40):
        take_over(plan(competences=many))
    assert Competence.objects.count() == 3_000


def test_two_clerks_sending_one_file_at_once_take_it_over_once(committed_db):
    place_invented_areas()
    created = sorted(at_once(4, lambda _n: take_over(PLAN).created["agencies"]))
    assert created == [0, 0, 0, 3]
    assert len(acts_of("organisation:plan")) == 1
