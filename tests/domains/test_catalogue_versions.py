"""Taking over published procedures: once, in versions, as one act of the record."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.builders_catalogue import AT, ON, SYSTEM, list_row, load_sample, method, row, take_over

from thongsuot.domains.catalogue import exports, queries, reading, services, shipped
from thongsuot.domains.catalogue.models import Component, MethodLimit, Procedure, ProcedureVersion
from thongsuot.domains.catalogue.terms import (
    Difference,
    NotYoursToChange,
    ProcedureNotInForce,
    ProcedureUnknown,
    SettlementIncomplete,
    VersionHolds,
)
from thongsuot.domains.ledger.queries import acts_of
from thongsuot.domains.ledger.terms import Actor

LATER = AT + timedelta(days=30)
LATER_ON = ON + timedelta(days=30)
CODE = "1.900001"
FAR = date(2099, 1, 1)
"""To come by the database's own clock too, which lets no end move that has come."""
WITHOUT_ROLE = Actor.officer(officer_id=1, post_id=1, agency="H99")

pytestmark = pytest.mark.django_db


def test_an_import_of_many_rows_is_one_act_of_the_record():
    take_over(row(1), row(2, code="1.900002"), row(3, code="bad"))
    (act,) = acts_of("catalogue")
    assert act.act == "procedures_imported"
    assert {name: act.detail[name] for name in ("read", "created", "refused")} == {
        "read": 3, "created": 2, "refused": 1,
    }  # fmt: skip


def test_a_dry_run_says_the_same_and_writes_nothing():
    said = take_over(row(), dry_run=True)
    assert not Procedure.objects.exists()
    assert acts_of("catalogue") == []
    done = take_over(row())
    assert said.as_json() | {"dry_run": False} == done.as_json()


def test_importing_the_same_again_changes_nothing():
    take_over(row())
    before = list(ProcedureVersion.objects.values())
    report = take_over(row(), at=LATER)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 1)
    assert list(ProcedureVersion.objects.values()) == before


def test_changed_content_closes_the_old_version_and_opens_a_new_one():
    take_over(row())
    take_over(row(name="Tên mới"), at=LATER)
    old, new = queries.versions_of(CODE)
    assert (old.valid_from, old.valid_to) == (ON, LATER_ON)
    assert (new.number, new.valid_from, new.valid_to) == (2, LATER_ON, None)
    assert queries.current_version(CODE, LATER_ON - timedelta(days=1)) == old
    assert queries.current_version(CODE, LATER_ON) == new
    assert queries.differences(old, new) == [Difference("name", "Đăng ký thử nghiệm", "Tên mới")]


def test_what_is_taken_over_for_a_coming_day_is_recorded_now_and_locks_nothing_till_then():
    take_over(row())
    take_over(row(name="Tên mới"), on=LATER_ON)
    take_over(row(code="1.900002"), at=AT + timedelta(days=1))
    old, new = queries.versions_of(CODE)
    assert (old.valid_to, new.valid_from) == (LATER_ON, LATER_ON)
    assert queries.current_version(CODE, ON) == old
    recorded = acts_of("catalogue")
    assert [act.at for act in recorded] == [AT, AT, AT + timedelta(days=1)]
    assert [act.detail.get("from") for act in recorded] == [None, LATER_ON.isoformat(), None]


@pytest.mark.parametrize("dry_run", [True, False])
def test_nothing_new_begins_before_a_version_that_is_there_already(dry_run):
    take_over(row(), on=LATER_ON)
    before = list(ProcedureVersion.objects.values())
    report = take_over(row(9, name="Tên mới"), row(10, code="1.900002"), dry_run=dry_run)
    assert [(r.row, r.code, r.field, r.problem) for r in report.refused] == [
        (9, CODE, "code", "version-later")
    ]
    assert report.created == 1
    assert [kept for kept in ProcedureVersion.objects.values() if kept in before] == before


def test_what_holds_until_a_coming_version_is_unchanged_when_it_is_published_again():
    take_over(row())
    take_over(row(name="Tên mới"), on=LATER_ON)
    again = take_over(row(), at=AT + timedelta(days=1))
    assert (again.unchanged, again.refused) == (1, ())
    assert take_over(list_row(), at=AT + timedelta(days=1)).unchanged == 1
    assert len(queries.versions_of(CODE)) == 2


def test_nothing_begins_before_an_end_that_has_come():
    take_over(row(), on=ON - timedelta(days=90))
    end = ON - timedelta(days=10)
    services.end_procedure(code=CODE, on=end, source="QĐ mẫu", by=SYSTEM, at=AT)
    report = take_over(row(name="Tên mới"), on=end - timedelta(days=1))
    assert [refused.problem for refused in report.refused] == ["version-later"]
    assert take_over(row(name="Tên mới")).updated == 1


def test_two_changes_on_one_day_leave_the_last_in_force():
    for name in ("Một", "Hai", "Ba"):
        take_over(row(name=name))
    assert queries.current_version(CODE, ON).name == "Ba"


def test_a_procedure_is_unknown_or_not_yet_in_force():
    take_over(row())
    with pytest.raises(ProcedureUnknown):
        queries.current_version("1.999999", ON)
    with pytest.raises(ProcedureNotInForce):
        queries.current_version(CODE, ON - timedelta(days=1))


def test_an_ended_procedure_is_in_force_until_its_last_day():
    take_over(row())
    services.end_procedure(code=CODE, on=LATER_ON, source="QĐ mẫu", by=SYSTEM, at=AT)
    assert queries.current_version(CODE, LATER_ON - timedelta(days=1)).code == CODE
    with pytest.raises(ProcedureNotInForce):
        queries.current_version(CODE, LATER_ON)
    assert acts_of("catalogue")[-1].act == "procedure_ended"


def test_an_end_that_is_announced_stands_when_the_same_is_published_again():
    take_over(row())
    services.end_procedure(code=CODE, on=LATER_ON, source="QĐ mẫu", by=SYSTEM, at=AT)
    assert take_over(row()).unchanged == 1
    assert len(queries.versions_of(CODE)) == 1


def test_an_end_that_is_announced_stands_when_other_content_is_published():
    take_over(row())
    services.end_procedure(code=CODE, on=LATER_ON, source="QĐ mẫu", by=SYSTEM, at=AT)
    report = take_over(row(9, name="Tên mới"), row(10, code="1.900002"), at=AT + timedelta(days=1))
    assert [(r.row, r.problem) for r in report.refused] == [(9, "version-later")]
    assert report.created == 1
    (version,) = queries.versions_of(CODE)
    assert (version.name, version.valid_to) == ("Đăng ký thử nghiệm", LATER_ON)
    assert take_over(row(name="Tên mới"), at=LATER).updated == 1


def test_an_ended_procedure_that_is_published_again_is_a_new_version():
    take_over(row())
    services.end_procedure(code=CODE, on=ON, source="QĐ mẫu", by=SYSTEM, at=AT)
    assert take_over(row(), at=LATER).updated == 1
    assert queries.current_version(CODE, LATER_ON).number == 2


@pytest.mark.parametrize(
    "by", [Actor.citizen(), Actor.officer(officer_id=1, post_id=1, agency="H99")]
)
def test_neither_citizens_nor_officers_without_the_role_change_the_catalogue(by):
    with pytest.raises(NotYoursToChange):
        take_over(row(), by=by)
    assert not Procedure.objects.exists()


def test_papers_fees_and_limits_are_rows_to_ask_for():
    take_over(
        row(methods=[method(), method(channel="Trực tuyến", fee_text="Miễn phí", fee_amount=0)])
    )
    version = queries.current_version(CODE, ON)
    assert [(fee.channel, fee.amount_vnd) for fee in version.fees.order_by("position")] == [
        ("direct", 20000), ("online", 0),
    ]  # fmt: skip
    (paper,) = queries.components_of(version)
    assert (paper.name, paper.originals, paper.is_paper) == ("Tờ khai", 1, True)
    assert version.levels == ["commune"]


def refused(statement):
    """Run a statement that the database must refuse."""
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_procedure SET code = '1.900009'",
        "UPDATE catalogue_procedureversion SET name = 'x'",
        "UPDATE catalogue_procedureversion SET content = '{}'",
        "UPDATE catalogue_methodlimit SET quantity = 99",
        "UPDATE catalogue_component SET name = 'x'",
        "UPDATE catalogue_feeline SET amount_vnd = 0",
        "DELETE FROM catalogue_procedureversion",
        "DELETE FROM catalogue_methodlimit",
        "TRUNCATE catalogue_component",
    ],
)
def test_the_database_keeps_what_was_published(statement):
    take_over(row())
    refused(statement)


def test_a_full_record_replaces_what_only_a_list_had_named():
    assert take_over(list_row()).created == 1
    assert take_over(row(), at=LATER).updated == 1
    assert queries.current_version(CODE, LATER_ON).origin == "record"


def test_a_list_leaves_a_full_record_alone():
    take_over(row())
    report = take_over(list_row(name="Tên khác"), at=LATER)
    assert report.unchanged == 1
    assert queries.current_version(CODE, LATER_ON).name == "Đăng ký thử nghiệm"


def test_every_refusal_and_warning_says_row_code_field_and_problem():
    report = take_over(row(4, code=None), row(5, methods=[method(unit=None)]))
    said = report.as_json()
    assert said["refused"] == [{
        "row": 4, "code": None, "field": "code", "problem": "code-missing",
        "reason": "a procedure without a code cannot be told apart",
    }]  # fmt: skip
    (warning,) = [w for w in said["warnings"] if w["problem"] == "unit-missing"]
    assert (warning["row"], warning["code"], warning["field"]) == (5, CODE, "methods[0].unit")


def test_export_and_import_again_lose_nothing(tmp_path):
    load_sample()
    file = tmp_path / "catalogue.jsonl"
    file.write_text("\n".join(exports.jsonl(ON)))
    report = take_over(*reading.read_jsonl(file), at=LATER)
    assert (report.read, report.unchanged) == (67, 67)


def test_the_catalogue_as_cpsv_ap_says_what_the_shapes_demand():
    load_sample()
    graph = exports.cpsv_ap(ON, "https://tinh.example")["@graph"]
    by_id = {node["@id"]: node for node in graph}
    birth = by_id["https://tinh.example/thu-tuc/1.001193"]
    assert birth["PublicService.identifier"] == "1.001193"
    assert birth["PublicService.name"] == [
        {"@value": "Thủ tục đăng ký khai sinh", "@language": "vi"}
    ]
    assert birth["PublicService.isGroupedBy"] == ["https://tinh.example/viec/co-con-nho"]
    for node in graph:
        for name in MANDATORY.get(str(node["@type"]), ()):
            assert node[name], (node["@id"], name)
        for value in node.values():
            for reference in value if isinstance(value, list) else ():
                if isinstance(reference, str) and reference.startswith("https://tinh.example"):
                    assert reference in by_id


MANDATORY = {
    "PublicService": (
        "PublicService.identifier", "PublicService.name", "PublicService.description",
        "PublicService.hasCompetentAuthority",
    ),
    "PublicOrganization": ("PublicOrganization.preferredLabel", "PublicOrganization.spatial"),
    "Channel": ("Channel.identifier",),
    "Cost": ("Cost.identifier",),
    "Evidence": ("Evidence.identifier", "Evidence.name"),
    "Output": ("Output.identifier", "Output.name"),
}  # fmt: skip
"""Properties with a least count of one in the shapes of CPSV-AP 3.2.0."""


def test_working_days_are_no_duration_and_plain_days_are():
    load_sample()
    nodes = {node["@id"]: node for node in exports.cpsv_ap(ON, "b")["@graph"]}
    assert "Channel.processingTime" not in nodes["b/thu-tuc/1.004222#kenh-direct"]
    assert nodes["b/thu-tuc/3.000333#kenh-direct"]["Channel.processingTime"] == "P10D"


def test_the_sample_catalogue_can_be_taken_over_whole():
    report = services.import_records(
        rows=reading.read_jsonl(shipped.SAMPLE_PROCEDURES), by=SYSTEM, at=AT
    )
    assert (report.created, len(report.refused)) == (67, 0)
    assert Component.objects.filter(code="giay-chung-sinh").exists()
    assert not MethodLimit.objects.filter(
        version__procedure__code="1.001193", quantity__isnull=False
    )


def test_a_file_of_another_kind_or_with_nothing_in_it_is_refused_whole(tmp_path):
    files = [("a.xlsx", b"no workbook"), ("b.csv", b"1;2"), ("c.xlsx", b""), ("d.jsonl", b"\n\n")]
    for name, content in files:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(reading.FileNotReadable):
            reading.read_file(tmp_path / name)


def test_lines_that_are_no_records_are_refused_one_by_one(tmp_path):
    file = tmp_path / "dirty.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"code": 5}\n\nnot json\n[1]\n\xff\xfe\n' + b"[" * 100_000)
    report = take_over(*reading.read_jsonl(file))
    assert [(r.row, r.problem) for r in report.refused] == [
        (1, "code-not-text"), (3, "not-json"), (4, "not-an-object"), (5, "not-utf-8"),
        (6, "not-json"),
    ]  # fmt: skip


def test_versions_of_a_day_are_ordered_by_code():
    take_over(row(1, code="1.900002"), row(2))
    assert [v.code for v in queries.versions_in_force(ON)] == [CODE, "1.900002"]
    assert not queries.versions_in_force(date(2020, 1, 1))


class TestWithdrawing:
    """A version that was imported by mistake and is to come never holds."""

    def coming(self):
        """Have another version imported that begins later."""
        take_over(row())
        take_over(row(name="Tên nhầm"), on=FAR)
        return queries.versions_of(CODE)[-1]

    def withdrawn(self, **changes):
        given = {"code": CODE, "reason": "Nhập nhầm tệp", "by": SYSTEM, "at": AT}
        return services.withdraw_version(**given | changes)

    def test_the_one_before_goes_on_without_an_end_and_the_record_says_so(self):
        self.coming()
        self.withdrawn()
        before, gone = queries.versions_of(CODE)
        assert (before.valid_to, gone.valid_to) == (None, gone.valid_from)
        for day in (ON, FAR, FAR + timedelta(days=1)):
            assert queries.current_version(CODE, day) == before
        act = acts_of("catalogue")[-1]
        assert act.act == "version_withdrawn"
        assert (act.detail["version"], act.detail["goes_on"]) == (2, 1)
        assert "Nhập nhầm" not in str(act.detail)

    def test_the_catalogue_shows_the_one_that_goes_on(self):
        self.coming()
        self.withdrawn()
        [shown] = queries.newest_versions_of([CODE])
        assert shown.number == 1
        assert queries.open_version(CODE).number == 1

    @pytest.mark.parametrize("days", [0, 40])
    def test_the_right_content_is_imported_afterwards_under_the_next_number(self, days):
        self.coming()
        self.withdrawn()
        later = timedelta(days=days)
        take_over(row(name="Tên đúng"), at=AT + later, on=FAR + later)
        assert [v.number for v in queries.versions_of(CODE)] == [1, 2, 3]
        assert queries.current_version(CODE, FAR + later).name == "Tên đúng"

    def test_what_has_begun_is_not_withdrawn(self):
        coming = self.coming()
        with pytest.raises(VersionHolds):
            self.withdrawn(at=AT.replace(year=2099))
        assert queries.current_version(CODE, FAR) == coming

    def test_what_holds_alone_is_not_withdrawn(self):
        take_over(row())
        with pytest.raises(VersionHolds):
            self.withdrawn()

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            pytest.param({"reason": " "}, SettlementIncomplete, id="without a reason"),
            pytest.param({"by": WITHOUT_ROLE}, NotYoursToChange, id="without the role"),
            pytest.param({"code": "9.999999"}, ProcedureUnknown, id="an unknown code"),
        ],
    )
    def test_it_wants_a_reason_a_role_and_a_procedure(self, changes, refusal):
        self.coming()
        with pytest.raises(refusal):
            self.withdrawn(**changes)
