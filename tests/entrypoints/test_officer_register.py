"""The register of a desk on a page, as CSV and on paper; the control sheet and the roll slip."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from tests.builders import MONDAY, Story, add_officer, build_province
from tests.builders_officer import Door, hidden_fields, text_of, words_of_pdf
from tests.builders_story import asked, row, supplied

from thongsuot.domains.documents import forms, printing, samples, services, templates
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import REGISTER
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

DESK, YEAR = "H99.31.01", MONDAY.year


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    province = build_province()
    Story(province).received()
    return Door(monkeypatch, Story(province).processing())


def test_the_register_lists_what_was_received_in_order_for_the_eyes_it_is_for(door):
    code = door.story.code
    page = text_of(door.open("desk").get("register", DESK, YEAR))
    assert "2 dòng" in page
    assert page.index("H99.31.01-") < page.index(code)
    assert door.open("head").get("register", DESK, YEAR).status_code == 200
    assert door.open("handler").get("register", DESK, YEAR).status_code == 403
    whole = b"".join(door.open("desk").get("register_csv", DESK, YEAR).streaming_content).decode()
    assert whole.splitlines()[2].startswith(f"2,{code},")


def test_the_register_asks_the_database_as_often_for_six_lines_as_for_two(
    door, django_assert_max_num_queries, django_assert_num_queries
):
    visit = door.open("desk")
    visit.get("register", DESK, YEAR)
    with django_assert_max_num_queries(25) as counted:
        visit.get("register", DESK, YEAR)
    for _more in range(4):
        Story(door.province, at=door.story.at).received()
    with django_assert_num_queries(len(counted)):
        visit.get("register", DESK, YEAR)


def test_the_register_prints_as_the_form_of_its_year(door):
    words = words_of_pdf(door.open("desk").get("register_pdf", DESK, YEAR))
    assert "SỔ THEO DÕI HỒ SƠ" in words
    assert "Mẫu số 07 ban hành kèm theo Thông tư số 03/2025/TT-VPCP" in words
    assert door.story.code in words.replace(" ", "")


def test_a_head_closes_the_register_when_its_year_is_over(door):
    visit = door.open("head")
    assert visit.send("close_register", DESK, YEAR).status_code == 409
    assert documents.find_closing(DESK, REGISTER, YEAR) is None


def test_the_control_sheet_prints_every_hand_over(door):
    words = words_of_pdf(door.open("handler").get("control_sheet", door.story.code))
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in words
    assert "Mẫu số 06 ban hành kèm theo Thông tư số 03/2025/TT-VPCP" in words
    assert "Bên nhận xác nhận điện tử" in words
    assert words.count("1. Giao:") == words.count("2. Nhận:") == 2


@pytest.fixture
def slip(door):
    dossiers.prepare_papers(code=door.story.code, at=door.story.now())
    made = documents.attachments_of(f"dossier:{door.story.code}")
    return next(paper.id for paper in made if paper.kind == Kind.INTAKE_SLIP)


def test_a_paper_is_handed_out_as_it_is_and_from_the_second_print_on_marked(door, slip):
    code, desk = door.story.code, door.open("desk")
    kept = desk.get("paper", code, slip).content
    assert desk.send("print_paper", code, slip, size="a5").content == kept
    again = words_of_pdf(desk.send("print_paper", code, slip, size="a4"))
    assert "BẢN IN LẠI lần 1, lúc" in again
    assert "người in: Trần Thị Mẫu Một, Bộ phận Một cửa" in again
    assert code in again
    on_roll = words_of_pdf(desk.send("print_paper", code, slip, size="80mm"))
    assert "BẢN IN LẠI lần 2" in on_roll
    assert "PIN" in on_roll
    assert desk.get("paper", code, slip).content == kept
    page = text_of(desk.get("papers", code))
    assert "In khổ A5 lúc" in page
    assert "In lại lần 2, khổ 80 mm, lúc" in page
    printed = [act.detail["copy"] for act in ledger.acts_of(f"dossier:{code}")
               if act.act == "paper_printed"]  # fmt: skip
    assert printed == [1, 2, 3]


def test_the_desk_sees_which_appointment_stands_and_prints_the_one_or_the_other(door, photo):
    story = asked(Story(door.province, at=door.story.at))
    story.at += timedelta(days=2)
    supplied(story, photo)
    dossiers.prepare_papers(code=story.code, at=story.now())
    page = text_of(door.open("desk").get("papers", story.code))
    name = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    day = formats.date(local_date(row(story).due_at))
    assert page.index(f"{name}, đã thay bằng bản sau") < page.index(f"{name}, hẹn lại ngày {day}")
    assert page.count(f"{name}, đã thay bằng bản sau") == 4, "its name and three buttons"
    assert "đã thay" not in text_of(door.open("desk").get("papers", door.story.code))


def test_a_button_that_is_pressed_twice_prints_once(door, slip):
    code, desk = door.story.code, door.open("desk")
    key = hidden_fields(desk.get("papers", code))["key"]
    desk.send("print_paper", code, slip, size="a5")
    pressed = [desk.send("print_paper", code, slip, size="a4", key=key) for _ in range(2)]
    assert pressed[0].content == pressed[1].content
    assert "BẢN IN LẠI lần 1" in words_of_pdf(pressed[1])
    assert [one.copy for one in documents.prints_of(f"dossier:{code}")] == [1, 2]
    desk.send("print_paper", code, slip, size="a5", key=key)
    assert len(documents.prints_of(f"dossier:{code}")) == 3, "another size is another print"


def test_the_slip_with_its_pin_is_printed_by_the_desk_that_hands_it_out_alone(door, slip):
    code = door.story.code
    assert door.open("handler").send("print_paper", code, slip, size="80mm").status_code == 404
    assert door.open("desk").send("print_paper", code, slip, size="a9").status_code == 200


@pytest.fixture
def declaration(door):
    words = samples.samples_of("declaration")[0]
    subject = f"dossier:{door.story.code}"
    made = services.make_paper(
        subject=subject, values=words, by=Actor.system(), at=door.story.now()
    )
    return made.id


def test_who_has_no_work_on_it_says_what_a_paper_is_printed_for(door, declaration):
    code, head = door.story.code, door.open("head")
    asked = text_of(head.send("print_paper", code, declaration, size="a4"))
    assert "Mở giấy tờ để làm gì?" in asked
    assert documents.prints_of(f"dossier:{code}") == []
    printed = head.send("print_paper", code, declaration, size="a4", purpose="contact")
    assert printed.content.startswith(b"%PDF")
    person = Dossier.objects.get(code=code).applicant_id
    read = ledger.acts_of(f"person:{person}")[-1]
    assert (read.act, read.detail["purpose"]) == ("person_paper_read", "contact")


def test_control_neither_prints_a_paper_nor_looks_at_a_draft(door, declaration):
    code = door.story.code
    add_officer(
        door.province, "control", "H99.05", "Kiểm soát", "control", "Vũ Thị Mẫu", [Role.CONTROL]
    )
    control = door.open("control")
    assert control.get("papers", code).status_code == 200
    assert control.send("print_paper", code, declaration, size="a4").status_code == 403
    assert control.get("preview", code).status_code == 403


def test_a_closed_register_ends_with_who_closed_it_and_its_entry(door):
    head = door.province.head
    year_after = MONDAY.replace(year=YEAR + 1)
    services.close_register(agency_code=DESK, book=REGISTER, year=YEAR, by=head, at=year_after)
    desk, door.at = door.open("desk"), year_after
    words = words_of_pdf(desk.get("register_pdf", DESK, YEAR))
    assert f"Khóa sổ năm {YEAR} ở số thứ tự 2" in words
    assert "CHỦ TỊCH Lê Thị Mẫu Ba" in words
    assert "dòng 1 của sổ này" in words
    assert ledger.acts_of(f"register:{DESK}:{REGISTER}:{YEAR}")[0].hash[:8] in words


def test_the_whole_register_opens_as_a_workbook(door):
    sent = door.open("desk").get("register_xlsx", DESK, YEAR)
    book = load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    rows = list(book.active.values)
    assert rows[0][:2] == ("Số thứ tự", "Mã hồ sơ")
    assert [row[0] for row in rows[1:]] == [1, 2]
    assert rows[2][1] == door.story.code


def test_each_taking_of_the_register_is_on_record_with_who_took_how_much_and_how(door):
    desk = door.open("desk")
    desk.get("register", DESK, YEAR)
    assert record_of_register() == [], "what is seen on a page stays in the house"
    for _time in range(2):
        b"".join(desk.get("register_csv", DESK, YEAR).streaming_content)
    b"".join(desk.get("register_xlsx", DESK, YEAR).streaming_content)
    desk.get("register_pdf", DESK, YEAR)
    assert desk.get("register_pdf", DESK, YEAR, sau="1").status_code == 200
    assert door.open("handler").get("register_csv", DESK, YEAR).status_code == 403
    taken = record_of_register()
    assert [(act.detail["form"], act.detail["after"], act.detail["last"]) for act in taken] == [
        ("csv", 0, 2), ("csv", 0, 2), ("xlsx", 0, 2), ("pdf", 0, 2), ("pdf", 1, 2),
    ]  # fmt: skip
    assert {(act.act, act.actor.officer_id) for act in taken} == {
        ("register_taken", door.province.officers["desk"].pk)
    }


def test_a_part_without_lines_is_no_page_to_print_and_nobody_took_it(door):
    assert door.open("desk").get("register_pdf", DESK, YEAR, sau="999999").status_code == 404
    assert record_of_register() == []


def record_of_register():
    return ledger.acts_of(f"register:{DESK}:{REGISTER}:{YEAR}")


def test_an_administrator_replaces_a_template_and_reads_the_line_of_what_is_wrong(door):
    province = door.province
    add_officer(province, "admin", "H99.05", "Quản trị", "control", "Đỗ Mẫu", [Role.ADMINISTER])
    visit = door.open("admin")
    assert "Sổ theo dõi hồ sơ" in text_of(visit.get("legal_forms"))
    assert door.open("head").get("legal_forms").status_code == 403
    assert visit.get("template", 99).status_code == 404
    first = formats.date(local_date(door.at))
    broken = visit.send("template", 10, source="#let x = (", first=first)
    assert broken.status_code == 422
    assert "Dòng 1, cột 10: dấu mở mà chưa đóng" in text_of(broken)
    whole = visit.send(
        "template",
        10,
        source='#import "common.typ": *\n#letterhead(said.letterhead)\n',
        first=first,
        follow=True,
    )
    assert "Đã thay mẫu" in text_of(whole)
    assert f"thay từ {first}" in text_of(whole)


@pytest.mark.parametrize("address", ["so-theo-doi/H99.31.01/99999/", "so-theo-doi/H99.31.01/0/"])
def test_a_year_that_is_none_is_no_page(door, address):
    visit = door.open("desk")
    assert visit.browser.get(f"/can-bo/{address}").status_code == 404
    assert visit.get("register", DESK, YEAR, sau="9" * 12).status_code == 404


def test_a_paper_without_a_form_of_the_law_has_a_template_to_replace_and_go_back_from(door):
    add_officer(
        door.province, "admin", "H99.05", "Quản trị", "control", "Đỗ Mẫu", [Role.ADMINISTER]
    )
    visit = door.open("admin")
    place = next(n for n, form in enumerate(forms.replaceable(), 1) if form.key == "receipt")
    assert "Biên lai thu phí, lệ phí" in text_of(visit.get("template", place))
    first, mine = formats.date(local_date(door.at)), '#import "common.typ": *\n#said.number\n'
    visit.send("template", place, source=mine, first=first)
    receipt = samples.samples_of("receipt")[0]
    assert templates.source_by(forms.get_form("receipt"), "") != mine
    standing = templates.source_of(printing.words_of(receipt, at=door.at), local_date(door.at))
    assert standing.decode() == mine
    stale = visit.send("template", place, source="#said.title", first=first, seen="")
    assert stale.status_code == 409
    assert "#said.title" in stale.content.decode()
    assert "#said.number" in stale.content.decode()
    visit.send("template", place, back="kem-he-thong")
    standing = templates.source_of(printing.words_of(receipt, at=door.at), local_date(door.at))
    assert standing.decode() == templates.source_by(forms.get_form("receipt"), "")
