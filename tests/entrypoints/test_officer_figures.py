"""Pages of figures: each for the eyes it is for, with its table, its sentence, its download."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from pypdf import PdfReader
from tests.builders import Story, add_neighbour, add_officer, build_province
from tests.builders_deadlines import calendar
from tests.builders_officer import Door, hidden_fields, text_of

from thongsuot import bootstrap
from thongsuot.domains.accountability import policy, queries
from thongsuot.domains.accountability.models import Explanation
from thongsuot.domains.custody.terms import Grounds, MoveReason, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import MissingPaper, Step
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.organisation.terms import Role

ON = date(2026, 3, 6)
MARCH = {"tu": "2026-03-01", "den": "2026-03-31"}
ANSWER = "Máy in phôi hỏng từ ngày 03/03, đã báo lãnh đạo."


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let no figures of another test stand."""
    cache.clear()


@pytest.fixture
def province(db, published_calendar):
    """Return the province with a neighbour, an inspector and a supervisor of a commune."""
    built = build_province()
    add_neighbour(built)
    add_officer(built, "control", "H99.05", "Kiểm soát", "control", "Vũ Thị Mẫu", [Role.CONTROL])
    add_officer(built, "warden", "H99.05", "Đôn đốc", "control", "Vũ Văn Mẫu", [Role.SUPERVISE])
    return built


@pytest.fixture
def door(province, monkeypatch):
    """Return the officers' door with one dossier that its handler has kept for four days."""
    story = Story(province).processing()
    story.at += timedelta(days=4)
    return Door(monkeypatch, story)


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        pytest.param("desk", set(), id="an officer sees nobody else's figures"),
        pytest.param("handler", set(), id="nor does a handler"),
        pytest.param("head", {"H99.31", "H99.31.01"}, id="a head sees his agency and its desk"),
        pytest.param("neighbour_head", {"H99.32"}, id="the neighbour's head sees his own"),
        pytest.param("control", {"", "H99.31", "H99.31.01", "H99.32"}, id="control sees all"),
        pytest.param("warden", {"", "H99.31", "H99.31.01", "H99.32"}, id="so does supervision"),
    ],
)
def test_figures_are_for_the_eyes_they_are_for(door, who, pages):
    visit = door.open(who)
    for code in ("", "H99.31", "H99.31.01", "H99.32"):
        scope = "agency" if code else "whole"
        words = [code] if code else []
        allowed = 200 if code in pages else 403
        assert visit.get(f"{scope}_figures", *words).status_code == allowed
        assert visit.get(f"{scope}_late", *words).status_code == allowed
        assert visit.get(f"{scope}_csv", *words, "thoi-gian-tre").status_code == allowed


def test_a_statement_is_for_its_officer_and_for_control_alone(door):
    handler = door.province.officers["handler"].pk
    answers = {
        who: door.open(who).get("of_officer", handler).status_code
        for who in ("handler", "head", "desk", "warden", "control")
    }
    assert answers == {"handler": 200, "head": 403, "desk": 403, "warden": 403, "control": 200}
    assert door.open("head").get("file_of_officer", handler, "json").status_code == 403


def test_the_supervisor_of_a_commune_sees_no_other_commune(province):
    add_officer(province, "little", "H99.32", "Đôn đốc", "control", "Vũ Mẫu Con", [Role.SUPERVISE])
    little = province.actor("little")
    assert policy.sees_agency("H99.32", little, ON)
    assert not policy.sees_agency("H99.31", little, ON)
    assert not policy.sees_whole(little, ON)


def test_everybody_is_led_to_the_figures_that_are_his(door):
    ends = {
        who: door.open(who).get("figures").headers["Location"]
        for who in ("desk", "head", "control")
    }
    assert ends["desk"].endswith("/so-lieu/cua-toi/")
    assert ends["head"].endswith("/so-lieu/co-quan/H99.31/")
    assert ends["control"].endswith("/so-lieu/toan-tinh/")


def test_the_head_reads_who_is_late_and_what_needs_him(door):
    page = door.open("head").get("agency_figures", "H99.31", **MARCH)
    words = text_of(page)
    assert "1 hồ sơ đang quá hạn" in words
    assert "Đỗ Văn Mẫu Hai đang giữ hồ sơ quá hạn lâu nhất" in words
    assert "chịu 100% thời gian trễ" in words
    assert page.content.count(b'role="img"') >= 2


def test_no_officer_is_named_in_the_tables_of_all_agencies(door):
    page = door.open("control").get("whole_figures", **MARCH).content.decode()
    tables = re.findall(r"<table.*?</table>", page, flags=re.S)
    assert tables
    assert "Đỗ Văn Mẫu Hai" not in "".join(tables)


def test_figures_cost_a_fixed_number_of_queries(door, django_assert_max_num_queries):
    visit = door.open("control")
    visit.get("whole_figures", **MARCH)
    with django_assert_max_num_queries(53):
        visit.get("whole_figures", tu="2026-02-01", den="2026-03-31")


def test_that_figures_of_people_were_read_is_recorded_once_a_day(door):
    head = door.open("head")
    for _time in range(2):
        head.get("agency_figures", "H99.31", **MARCH)
    acts = record.acts_of("agency:H99.31")
    assert [(act.act, act.actor.officer_id) for act in acts] == [
        ("figures_read", door.province.officers["head"].pk)
    ]
    handler = door.province.officers["handler"].pk
    door.open("handler").get("of_officer", handler)
    assert record.acts_of(f"officer:{handler}") == []
    door.open("control").get("of_officer", handler)
    assert [act.act for act in record.acts_of(f"officer:{handler}")] == ["figures_read"]


def test_that_figures_of_people_were_taken_away_is_recorded_with_the_file(door):
    handler = door.province.officers["handler"].pk
    control = door.open("control")
    for kind in ("csv", "json", "csv"):
        control.get("file_of_officer", handler, kind, **MARCH)
    assert control.get("file_of_officer", handler, "doc", **MARCH).status_code == 404
    acts = record.acts_of(f"officer:{handler}")
    assert [(act.act, act.detail["taken"]) for act in acts] == [
        ("figures_taken", "statement.csv"), ("figures_taken", "statement.json"),
    ]  # fmt: skip
    control.get("agency_csv", "H99.31", "thoi-gian-tre", **MARCH)
    assert control.get("agency_csv", "H99.31", "khong-co", **MARCH).status_code == 404
    acts = record.acts_of("agency:H99.31")
    assert [act.act for act in acts] == ["figures_read", "figures_taken"]
    assert acts[1].detail["taken"] == "thoi-gian-tre.csv"


def test_what_no_agency_or_officer_bears_is_not_found_and_not_recorded(door):
    control = door.open("control")
    for name, *more in (("figures",), ("late",), ("csv", "thoi-gian-tre")):
        assert control.get(f"agency_{name}", "H99.77", *more, **MARCH).status_code == 404
    assert control.get("of_officer", 999_999).status_code == 404
    assert record.acts_of("agency:H99.77") == record.acts_of("officer:999999") == []


def test_a_table_comes_as_a_file_that_spreadsheets_read(door):
    answer = door.open("control").get("whole_csv", "thoi-gian-tre", **MARCH)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][0] == "Cơ quan"
    assert rows[1][0] == "UBND xã Mẫu An"
    assert int(rows[1][3]) > 0
    assert door.open("control").get("whole_csv", "khong-co", **MARCH).status_code == 404


def test_a_period_that_ends_before_it_begins_is_refused_with_a_sentence(door):
    page = door.open("control").get("whole_figures", tu="2026-03-02", den="2026-03-01")
    assert page.status_code == 422
    assert "Kỳ số liệu kết thúc trước khi bắt đầu" in text_of(page)
    assert door.open("control").get("whole_figures", tu="rác", den="").status_code == 200


def test_late_dossiers_are_listed_with_their_holders(door):
    words = text_of(door.open("head").get("agency_late", "H99.31"))
    assert door.story.code in words
    assert "Đỗ Văn Mẫu Hai" in words


# --- statements ---------------------------------------------------------------------------------


def test_an_officer_reads_and_takes_home_what_the_record_says_of_him(door):
    handler = door.open("handler")
    words = text_of(handler.get("statement", **MARCH))
    assert "chịu" in words
    assert door.story.code in words
    told = json.loads(handler.get("statement_file", "json", **MARCH).content)
    assert told["late_minutes"] == told["dossiers"][0]["whole_late_minutes"] > 0
    lines = b"".join(handler.get("statement_file", "csv", **MARCH).streaming_content).decode()
    assert door.story.code in lines
    assert handler.get("statement_file", "exe", **MARCH).status_code == 404
    pack = zipfile.ZipFile(io.BytesIO(handler.get("statement_file", "zip", **MARCH).content))
    name = "ban-ke-2026-03-01-2026-03-31"
    paper = PdfReader(io.BytesIO(pack.read(f"{name}.pdf")))
    printed = " ".join(page.extract_text() for page in paper.pages)
    assert door.story.code in printed.replace("\n", "")
    data = pack.read(f"{name}.json")
    letters = "".join(printed.replace("\u200b", "").split())
    assert hashlib.sha256(data).hexdigest() in letters, "the file beside it is the one it names"
    assert "pdfaid" in paper.trailer["/Root"]["/Metadata"].get_data().decode(), "PDF/A, to be kept"


def test_returns_given_and_received_stand_in_both_statements(door):
    story = Story(door.province, at=door.story.now()).received()
    offer = story.offered(door.province.desk, "stranger", Step.VERIFY)
    dossiers.return_handover(
        offer_id=offer, by=door.province.stranger, at=story.now(),
        grounds=Grounds(ReturnReason.WRONG_COMPETENCE, "Quyết định 5/QĐ-UBND, Điều 4", "H99.31"),
    )  # fmt: skip
    door.story.at = story.at
    assert "chuyển đi, bị trả lại" in text_of(door.open("desk").get("statement", **MARCH))
    assert "được chuyển, đã trả lại" in text_of(door.open("stranger").get("statement", **MARCH))


def explained(door, **fields):
    """Let the handler answer the newest entry about him."""
    handler = door.open("handler")
    shown = hidden_fields(handler.get("explain", door.story.code))
    acts = record.acts_of(f"dossier:{door.story.code}")
    entry = next(act.seq for act in reversed(acts) if act.act == "handover_accepted")
    sent = {"entry": entry, "words": ANSWER, "key": shown["key"]} | fields
    return handler.send("explain", door.story.code, **sent)


def test_an_answer_is_an_entry_and_stands_beside_what_it_answers(door):
    before = len(record.acts_of(f"dossier:{door.story.code}"))
    assert explained(door).status_code == 302
    entry = record.acts_of(f"dossier:{door.story.code}")[-1]
    assert (entry.act, entry.seq, entry.detail["entry"]) == ("explained", before + 1, before)
    assert ANSWER not in json.dumps(entry.detail, ensure_ascii=False)
    handler = door.province.officers["handler"].pk
    assert ANSWER in text_of(door.open("control").get("of_officer", handler, **MARCH))
    assert ANSWER in text_of(door.open("handler").get("statement", **MARCH))


def test_an_answer_stands_in_nobody_elses_statement_nor_beside_his_own_answer(door):
    explained(door)
    desk, handler = (door.province.officers[who] for who in ("desk", "handler"))
    assert ANSWER not in text_of(door.open("desk").get("statement", **MARCH))
    assert ANSWER not in text_of(door.open("control").get("of_officer", desk.pk, **MARCH))
    assert ANSWER not in text_of(door.open("desk").get("explain", door.story.code))
    assert ANSWER in text_of(door.open("control").get("of_officer", handler.pk, **MARCH))
    assert ANSWER in text_of(door.open("handler").get("explain", door.story.code))


def test_an_answer_sent_twice_is_written_once(door):
    key = "11111111-1111-4111-8111-111111111111"
    assert explained(door, key=key).status_code == 302
    assert explained(door, key=key).status_code == 302
    assert Explanation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"words": "ngắn"}, "Ghi rõ hơn", id="words that say nothing"),
        pytest.param({"entry": 1}, "", id="an entry about somebody else"),
    ],
)
def test_an_answer_that_is_none_is_shown_again(door, fields, said):
    page = explained(door, **fields)
    assert page.status_code == 422
    assert said in text_of(page)
    assert Explanation.objects.count() == 0


def test_nobody_answers_about_a_dossier_he_had_nothing_to_do_with(door):
    assert door.open("neighbour_head").get("explain", door.story.code).status_code == 404
    page = door.open("clerk").get("explain", door.story.code)
    assert "không có dòng nào về ông/bà" in text_of(page)


# --- the dossier's own page ---------------------------------------------------------------------


def test_the_custody_page_splits_the_lateness_and_gives_it_as_a_file(door):
    handler = door.open("handler")
    words = text_of(handler.get("custody", door.story.code))
    assert "Đỗ Văn Mẫu Hai, UBND xã Mẫu An chịu" in words
    answer = handler.get("custody_csv", door.story.code)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    found = queries.reckon_dossier(door.story.code, at=door.at, calendar=calendar())
    assert sum(int(row[1]) for row in rows[1:]) == found.late > 0
    assert door.open("neighbour_head").get("custody_csv", door.story.code).status_code == 404


def split_on_the_page(door) -> list[dict[str, str]]:
    answer = door.open("head").get("custody_csv", door.story.code)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_page_and_the_record_split_the_same_way(door):
    story = door.story
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code, papers=[MissingPaper("KQ1", "Tờ khai", "Thiếu chữ ký")],
        special_base="Luật mẫu 9/2014/QH13, Điều 9", by=door.province.head, at=story.now(),
    )  # fmt: skip
    story.at += timedelta(days=3)
    page = split_on_the_page(door)
    told = queries.reckon_dossier(story.code, at=door.at, calendar=calendar())
    assert [int(row["Phần trễ phải chịu"]) for row in page] == [a.late for a in told.accounts]
    assert [int(row["Đồng hồ dừng"]) for row in page] == [a.paused for a in told.accounts]
    assert any(account.paused for account in told.accounts)


def test_a_reassignment_gives_no_new_share_on_the_page_nor_on_record(door):
    story, who = door.story, door.province
    add_officer(who, "colleague", "H99.31", "Tư pháp", "handler", "Vũ Thị Mẫu Sáu", [Role.HANDLE])
    dossiers.move_dossiers(
        codes=[story.code], to_officer=who.officers["colleague"].pk,
        to_post=who.posts["colleague"].pk, reason=MoveReason.ABSENCE,
        why="Công chức nghỉ ốm dài ngày", by=who.head, at=story.now(),
    )  # fmt: skip
    story.at += timedelta(days=3)
    rows = split_on_the_page(door)
    told = queries.reckon_dossier(story.code, at=door.at, calendar=calendar())
    shares = {account.holder.officer: account.share for account in told.accounts}
    assert shares[who.officers["handler"].pk] == 120
    assert shares[who.officers["colleague"].pk] == 0
    page = {row["Người giữ, hoặc nơi được hỏi"]: row["Phần được dùng"] for row in rows}
    assert page["Đỗ Văn Mẫu Hai, UBND xã Mẫu An"] == "120"
    assert page["Vũ Thị Mẫu Sáu, UBND xã Mẫu An"] == ""


def test_answers_stand_on_the_dossiers_page_for_control_and_the_officer_alone(door):
    explained(door)
    read = {
        who: ANSWER in text_of(door.open(who).get("custody", door.story.code))
        for who in ("control", "handler", "head", "desk")
    }
    assert read == {"control": True, "handler": True, "head": False, "desk": False}
