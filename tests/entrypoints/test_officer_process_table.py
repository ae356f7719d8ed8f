"""The business administrator's table of a process, without a line of script."""

import re
from datetime import date

import pytest
from django.urls import reverse
from tests.builders import BIRTH, MONDAY, add_neighbour
from tests.builders_birth_process import birth, publish, with_step
from tests.builders_deadlines import SHIPPED, document, local
from tests.builders_officer import form_of, hidden_fields, read_page, text_of
from tests.builders_processes import PERMIT

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue import services as catalogue
from thongsuot.domains.catalogue.terms import StepDocument
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.officer.process_rows import done_in
from thongsuot.entrypoints.officer.process_table import process_typed, table_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("administrator")]


def submit(visit, page, *args, follow=False, **fields):
    """Send the form of a page."""
    visit.door.at = visit.door.story.now()
    return visit.browser.post(reverse(f"officer:{page}", args=args), fields, follow=follow)


def publish_shown(visit, **fields):
    """Publish the draft that the page of versions shows."""
    seen = hidden_fields(visit.get("process_versions", BIRTH))["seen"]
    return submit(visit, "publish_process", BIRTH, seen=seen, **fields)


def test_what_is_typed_is_the_process_that_was_shown():
    assert process_typed(typed(form_of(PERMIT), PERMIT.code)) == PERMIT


def test_ways_and_signatures_follow_a_step_whose_code_is_typed_anew():
    again = process_typed(typed(form_of(PERMIT, **{"s2-code": "KY"}), PERMIT.code))
    named = {one.next for step in again.steps for one in step.outcomes}
    assert ("B3" in named, "KY" in named) == (False, True)


def test_lines_come_and_go_by_buttons_and_an_empty_one_says_nothing(door):
    admin = door.open("admin")
    sent = form_of(with_step(birth(), "B2", documents=(StepDocument("Dự thảo", "B3", True),)))
    more = submit(admin, "new_process", do="more:1:documents", **sent)
    assert 'name="s1-documents-1-name" value=""' in more.content.decode()
    assert "Lấy ý kiến" in text_of(more)
    less = submit(admin, "new_process", do="less:1:documents:0", **sent)
    assert "s1-documents-0-name" not in less.content.decode()
    assert "Đã bỏ một dòng ở bước B2" in text_of(less)
    back = submit(admin, "new_process", do="undo", **sent | hidden_fields(less))
    assert 'name="s1-documents-0-name" value="Dự thảo"' in back.content.decode()
    empty = {"s1-documents-1-name": "", "s1-opinions-0-name": "", "s1-opinions-0-kind": "land"}
    submit(admin, "new_process", do="save", **sent | empty)
    (kept,) = processes.read_process(processes.find_draft(BIRTH)).find_step("B2").documents
    assert kept == StepDocument("Dự thảo", "B3", True)


def test_a_way_that_leads_to_no_step_yet_is_said_at_its_row(door):
    wrong = form_of(birth()) | {"s1-outcomes-0-to": "", "s1-outcomes-0-name": "đủ điều kiện"}
    answer = submit(door.open("admin"), "new_process", do="save", **wrong)
    assert answer.status_code == 422
    assert "Đi tiếp: trống, sai" in text_of(answer)


def test_a_draft_is_typed_checked_at_its_rows_corrected_and_published(door):
    admin = door.open("admin")
    saved = submit(
        admin, "new_process", follow=True, do="save",
        **form_of(with_step(birth(), "B2", share_minutes=900)),
    )  # fmt: skip
    assert "Các bước cộng lại quá thời hạn" in text_of(saved)
    refused = publish_shown(admin, valid_from="2026-03-02")
    assert refused.status_code == 422
    submit(admin, "edit_process", BIRTH, do="save", **form_of(birth()))
    assert processes.read_process(processes.get_process_version(BIRTH)) == birth()
    publish_shown(admin, valid_from="2026-03-03")
    version = processes.get_process_version(BIRTH)
    assert str(version.valid_from) == "2026-03-03"
    shown = text_of(admin.get("process_version", BIRTH, 1))
    assert "B2 Bước B2 Thẩm định, dự thảo" in shown
    assert "kết thúc" in shown
    assert "B2. Bước B2 Cơ quan giải quyết · công chức chuyên môn 4 giờ làm việc" in shown


def test_rows_are_added_moved_and_dropped_by_buttons_and_nothing_is_saved(door):
    admin = door.open("admin")
    added = submit(admin, "new_process", do="add:1", **form_of(birth()))
    codes = re.findall(r'name="s\d+-code" value="([^"]*)"', added.content.decode())
    assert codes == ["B1", "B2", "B5", "B3", "B4"]
    moved = submit(admin, "new_process", do="up:3", **form_of(birth()))
    assert re.findall(r'name="s\d+-code" value="([^"]*)"', moved.content.decode()) == [
        "B1", "B2", "B4", "B3",
    ]  # fmt: skip
    dropped = submit(admin, "new_process", do="drop:0", **form_of(birth()))
    assert 'name="rows" value="3"' in dropped.content.decode()
    assert processes.process_lines(MONDAY.date()) == []


def test_what_cannot_be_read_is_said_at_its_row_and_keeps_what_was_typed(door):
    wrong = form_of(birth()) | {"s1-share_minutes": "hai giờ"}
    answer = submit(door.open("admin"), "new_process", do="save", **wrong)
    assert answer.status_code == 422
    assert "Thời gian: trống, sai" in text_of(answer)
    assert 'value="hai giờ"' in answer.content.decode()


def test_versions_say_what_changed_and_an_earlier_one_comes_back(door):
    publish(birth())
    publish(with_step(birth(), "B2", share_minutes=200))
    admin = door.open("admin")
    assert "B2, Thời gian: 240 → 200" in text_of(admin.get("process_versions", BIRTH))
    submit(admin, "publish_process", BIRTH, number="1", valid_from="2026-03-02")
    assert processes.get_process_version(BIRTH).restores == 1


def test_only_who_may_change_processes_sees_their_pages(door):
    publish(birth())
    for page in (("processes",), ("process_versions", BIRTH), ("edit_process", BIRTH)):
        assert door.open("handler").get(*page).status_code == 403
    assert "Quy trình" in text_of(door.open("admin").get("inbox"))


def test_the_pages_ask_the_database_as_often_for_many_as_for_one(
    door, django_assert_max_num_queries
):
    publish(birth())
    catalogue.save_process(
        process=with_step(birth(), "B2", share_minutes=100), by=Actor.system(), at=MONDAY
    )
    add_neighbour(door.province)
    admin = door.open("admin")
    with django_assert_max_num_queries(9):
        admin.get("processes")
    with django_assert_max_num_queries(22):
        admin.get("process_versions", BIRTH)
    with django_assert_max_num_queries(22):
        admin.get("edit_process", BIRTH)


@pytest.mark.parametrize("typed", ["", "31/02/2026", "mai", "2026-03-0²"])
def test_a_day_that_cannot_be_read_publishes_nothing_and_is_said_at_its_field(door, typed):
    publish(birth())
    changed = with_step(birth(), "B2", share_minutes=200)
    catalogue.save_process(process=changed, by=Actor.system(), at=MONDAY)
    admin = door.open("admin")
    for sent in ({}, {"number": "1"}):
        answer = submit(admin, "publish_process", BIRTH, valid_from=typed, **sent)
        assert answer.status_code == 422
        assert "Chọn ngày bắt đầu có hiệu lực" in text_of(answer)
        assert answer.content.decode().count('aria-invalid="true"') == 1
    assert [row.is_draft for row in processes.process_versions(BIRTH)] == [True, False]


def test_a_day_typed_before_a_log_in_stands_in_its_form_again_and_nothing_is_done(door):
    publish(birth())
    drafted = with_step(birth(), "B2", share_minutes=200)
    catalogue.save_process(process=drafted, by=Actor.system(), at=MONDAY)
    admin = door.open("admin")
    seen = hidden_fields(admin.get("process_versions", BIRTH))["seen"]
    back = {"valid_from": "2026-04-06", "xem-lai": "1"}
    for page in ("publish_process", "discard_process"):
        shown = submit(admin, page, BIRTH, seen=seen, **back)
        assert shown.status_code == 200
        assert 'id="from" name="valid_from" type="date" value="2026-04-06"' in (
            shown.content.decode()
        )
        assert hidden_fields(shown)["seen"] == seen
    shown = submit(admin, "publish_process", BIRTH, number="1", **back)
    assert 'id="from-1" name="valid_from" type="date" value="2026-04-06"' in shown.content.decode()
    assert [row.is_draft for row in processes.process_versions(BIRTH)] == [True, False]


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1"])
def test_a_number_that_is_none_is_no_version_and_no_row(door, number):
    publish(birth())
    admin = door.open("admin")
    sent = {"number": number, "valid_from": "2026-03-02"}
    assert submit(admin, "publish_process", BIRTH, **sent).status_code == 404
    for wrong in ({"rows": number, "do": "add:1"}, {"do": f"add:{number}"}):
        assert submit(admin, "new_process", **form_of(birth()) | wrong).status_code == 200


def test_a_draft_below_a_version_that_came_back_is_still_the_draft(door):
    publish(birth())
    drafted = with_step(birth(), "B2", share_minutes=200)
    catalogue.save_process(process=drafted, by=Actor.system(), at=MONDAY)
    admin = door.open("admin")
    submit(admin, "publish_process", BIRTH, number="1", valid_from="2026-03-12")
    assert "Bản nháp 2" in text_of(admin.get("process_versions", BIRTH))
    assert read_page(admin.get("edit_process", BIRTH)).fields["s1-share_minutes"] == "200"
    publish_shown(admin, valid_from="2026-03-12")
    (line,) = processes.process_lines(MONDAY.date())
    later = date(2026, 3, 12)
    assert (line.draft, line.coming) == (None, 2)
    assert processes.process_in_force(BIRTH, "commune", later).number == 2
    submit(admin, "publish_process", BIRTH, number="1", valid_from="2026-03-05")
    assert processes.holding(processes.process_versions(BIRTH), later).number == 2


def test_what_somebody_else_saved_meanwhile_is_shown_and_neither_is_lost(door):
    publish(birth())
    admin = door.open("admin")
    seen = hidden_fields(admin.get("edit_process", BIRTH))["seen"]
    theirs = with_step(birth(), "B2", share_minutes=100)
    catalogue.save_process(process=theirs, by=Actor.system(), at=MONDAY)
    mine = form_of(with_step(birth(), "B2", share_minutes=200), seen=seen, do="save")
    answer = submit(admin, "edit_process", BIRTH, **mine)
    assert answer.status_code == 409
    assert "B2, Thời gian: 100 → 200" in text_of(answer)
    assert read_page(answer).fields["s1-share_minutes"] == "200"
    assert processes.read_process(processes.find_draft(BIRTH)) == theirs
    again = mine | {"seen": hidden_fields(answer)["seen"]}
    assert submit(admin, "edit_process", BIRTH, **again).status_code == 302
    assert processes.read_process(processes.find_draft(BIRTH)).find_step("B2").share_minutes == 200


def test_nobody_publishes_or_drops_a_draft_that_he_has_not_seen(door):
    catalogue.save_process(process=birth(), by=Actor.system(), at=MONDAY)
    admin = door.open("admin")
    seen = hidden_fields(admin.get("process_versions", BIRTH))["seen"]
    other = with_step(birth(), "B2", share_minutes=100)
    catalogue.save_process(process=other, by=Actor.system(), at=MONDAY)
    for page, sent in (("publish_process", {"valid_from": "2026-03-03"}), ("discard_process", {})):
        for said in ({"seen": seen}, {}):
            answer = submit(admin, page, BIRTH, **said, **sent)
            assert answer.status_code == 409
            assert "Có người vừa lưu quy trình này" in text_of(answer)
    assert processes.find_draft(BIRTH) is not None


def test_what_was_typed_outlives_a_draft_that_somebody_dropped(door):
    catalogue.save_process(process=birth(), by=Actor.system(), at=MONDAY)
    admin = door.open("admin")
    seen = hidden_fields(admin.get("edit_process", BIRTH))["seen"]
    catalogue.discard_process(code=BIRTH, by=Actor.system(), at=MONDAY)
    mine = form_of(with_step(birth(), "B2", share_minutes=200), do="save")
    answer = submit(admin, "edit_process", BIRTH, seen=seen, **mine)
    assert answer.status_code == 409
    assert "Có người vừa bỏ bản nháp này" in text_of(answer)
    kept = submit(admin, "edit_process", BIRTH, seen=hidden_fields(answer)["seen"], **mine)
    assert kept.status_code == 302


def ways(table):
    return {row.code: " ".join(line["to"] for line in row.outcomes) for row in table.rows}


def test_a_row_takes_the_way_along_and_all_is_undone_but_what_was_typed():
    table = table_of(PERMIT)
    before = ways(table)
    table.change("add:0")
    assert (ways(table)["B1"], ways(table)["B6"]) == ("B6", "B2")
    table.change("drop:1")
    assert ways(table) == before
    table.change("down:2")
    table.rows[0].said["name"] = "gõ sau đó"
    table.done = done_in(table.done_as_text)
    for _each in range(3):
        table.change("undo")
    assert ways(table) == before
    assert table.rows[0].said["name"] == "gõ sau đó"
    table.change("undo")
    assert [row.code for row in table.rows] == ["B1", "B2", "B3", "B4", "B5"]


@pytest.mark.parametrize("sent", ["", "[", "7", '[["drop"]]', '[["add","x",{},[]]]', "[" * 9999])
def test_what_is_no_change_of_ours_undoes_nothing(sent):
    assert done_in(sent) == []


def hours_of_its_own(agency):
    """Publish office hours of an agency from the third of March on: mornings alone."""
    own = {
        "agency": agency, "valid_from": "2026-03-03", "source": "Thông báo mẫu",
        "sessions": [["07:30", "11:30"]],
    }  # fmt: skip
    deadlines.publish_calendar(
        document=document(
            version="mornings", in_force_from="2026-03-03", source="Thông báo mẫu",
            office_hours=[*SHIPPED["office_hours"], own],
        ),
        by=Actor.system(), at=local("2026-03-03 08:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settled_by", "asked", "ends"),
    [
        pytest.param("one", {}, "11:30 ngày 05/03/2026", id="by the one agency that settles it"),
        pytest.param("two", {}, "07:07 ngày 05/03/2026", id="by everybody's where several do"),
        pytest.param(
            "two", {"co-quan": "H99.31"}, "11:30 ngày 05/03/2026", id="by the hours that are asked"
        ),
        pytest.param(
            "two", {"co-quan": "H99.32"}, "07:07 ngày 05/03/2026", id="one of them has none"
        ),
        pytest.param("two", {"co-quan": "x' --"}, "07:07 ngày 05/03/2026", id="no agency's code"),
    ],
)  # fmt: skip
def test_the_sample_dossier_is_tried_by_the_hours_of_who_settles_it(door, settled_by, asked, ends):
    """Eight hours of work, begun on Wednesday the 4th at seven past seven."""
    if settled_by == "two":
        add_neighbour(door.province)
    hours_of_its_own("H99.31")
    publish(birth())
    door.story.at = local("2026-03-04 07:00")
    shown = text_of(door.open("admin").get("process_version", BIRTH, 1, **asked))
    told = shown.partition("Thử với một hồ sơ mẫu")[2]
    assert ends in told
    assert ("Tính theo giờ làm việc của" in told) is True
