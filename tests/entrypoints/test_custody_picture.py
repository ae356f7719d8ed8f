"""The picture of custody: new date, long lives, source time, and the file of its stretches."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.builders import MONDAY
from tests.builders_custody import asked, returned
from tests.builders_deadlines import calendar
from tests.builders_officer import text_of
from tests.builders_story import asked as asked_for_papers

from thongsuot import bootstrap
from thongsuot.domains.deadlines.rules import working_minutes
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.entrypoints.officer.axis import Column, column_of

pytestmark = pytest.mark.django_db
DASHED = 'stroke="var(--ts-title)" stroke-width="2" stroke-dasharray="7 4"'
UNTIL = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def put_off(story) -> None:
    """Draft and sign the apology with a date two working days later."""
    dossiers.propose_extension(
        code=story.code, days=2, reason="Phải xác minh thêm tại nơi cư trú trước đây",
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    dossiers.sign_extension(
        code=story.code, signer=bootstrap.signer(), by=story.province.head, at=story.now()
    )


def lane(page) -> str:
    return page.content.decode().split('<svg class="of-lane"')[1].split("</svg>")[0]


def test_the_picture_says_its_finding_and_draws_the_return_in_purple(door):
    returned(door.story.received(), "stranger")
    drawn = lane(door.open("desk").get("custody", door.story.code))
    assert 'role="img"' in drawn
    assert "bị trả lại 1 lần. Bảng dưới hình có cùng số liệu." in drawn
    assert "var(--ts-return)" in drawn
    assert "↩ Trả lại: sai thẩm quyền" in drawn
    assert "bây giờ" in drawn


def test_the_new_date_of_an_apology_is_dashed_beside_the_promise_that_stays(door):
    story = door.story.processing()
    assert DASHED not in lane(door.open("handler").get("custody", story.code))
    put_off(story)
    page = door.open("handler").get("custody", story.code)
    drawn = lane(page)
    assert DASHED in drawn
    assert "xin lỗi, hẹn lại 05/03" in drawn
    assert "Hẹn trả 03/03" in drawn
    (x,) = re.findall(rf'x1="([\d.]+)"[^>]*{re.escape(DASHED)}', drawn)
    (ends,) = re.findall(r'viewBox="0 0 (\d+)', drawn) or ["1180"]
    assert float(x) < float(ends), "the axis reaches as far as the new date"
    assert "ngày hẹn lại, có xin lỗi" in text_of(page)
    sign = page.content.decode().split("ngày hẹn lại, có xin lỗi")[0].rpartition("<svg")[2]
    assert "var(--ts-title)" in sign, "in the dark the darkest indigo is a ground"


@pytest.mark.parametrize(
    ("days", "column"),
    [(1, Column.DAY), (60, Column.DAY), (61, Column.WEEK), (130, Column.WEEK), (131, Column.MONTH)],
)
def test_a_long_axis_counts_in_weeks_and_a_longer_one_in_months(days, column):
    assert column_of(days) is column


@pytest.mark.parametrize(
    ("weeks", "named", "columns"),
    [
        pytest.param(15, "09/03", 16, id="weeks, named by their first working day"),
        pytest.param(35, "09/2026", 9, id="months, March to November"),
    ],
)
def test_a_dossier_of_many_weeks_has_a_picture_too(door, weeks, named, columns):
    story = door.story.processing()
    story.at = MONDAY + timedelta(weeks=weeks)
    drawn = lane(door.open("handler").get("custody", story.code))
    axis = re.findall(r'y1="72" [^>]*stroke="var\(--ts-line\)"', drawn)
    assert len(axis) == columns
    assert f">{named}<" in drawn
    assert "Đỗ Văn Mẫu Hai" in drawn


def test_the_picture_says_of_when_it_is_and_what_a_column_is(door):
    story = door.story.processing()
    words = text_of(door.open("handler").get("custody", story.code))
    figure = words.split("người đang giữ")[1]
    assert "giữ, trong phần được chia hoặc không chia phần" in words, "the desk has no share"
    assert "số liệu lúc" in figure.split("Theo thứ tự")[0]
    assert "mỗi cột một ngày làm việc" in figure
    story.at = MONDAY + timedelta(weeks=15)
    assert "mỗi cột một tuần" in text_of(door.open("handler").get("custody", story.code))


def stretches(door) -> list[dict[str, str]]:
    answer = door.open("handler").get("lane_csv", door.story.code)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_of_the_picture_tells_every_stretch_and_its_working_minutes(door):
    story = door.story.processing()
    asked(story)
    story.at = UNTIL
    rows = stretches(door)
    held = [row for row in rows if row["Loại"].startswith(("giữ", "vẫn giữ"))]
    assert [(row["Loại"], row["Ai"]) for row in held] == [
        ("giữ, không có phần được chia", "Trần Thị Mẫu Một"),
        ("vẫn giữ, chờ bên khác nhận hoặc phân định", "Trần Thị Mẫu Một"),
        ("giữ, trong phần được chia", "Đỗ Văn Mẫu Hai"),
        ("giữ, vượt phần được chia", "Đỗ Văn Mẫu Hai"),
    ]
    assert [row["Đến"] for row in held[:-1]] == [row["Từ"] for row in held[1:]]
    assert held[-1]["Đến"] == "", "it lasts"
    received = datetime.fromisoformat(held[0]["Từ"] + "+07:00")
    whole = working_minutes(received, door.at, calendar())
    assert sum(int(row["Phút làm việc"]) for row in held) == whole
    beside = [(row["Loại"], row["Vị trí"]) for row in rows if row not in held]
    assert beside == [
        ("được chuyển, chờ trả lời", "Công chức hộ tịch"),
        ("được hỏi ý kiến, không giữ", "Chuyên viên"),
    ]


def test_a_pause_stands_in_the_file_as_what_it_is(door):
    asked_for_papers(door.story)
    door.story.at = UNTIL
    last = stretches(door)[-1]
    assert (last["Loại"], last["Đến"]) == ("giữ, đồng hồ dừng chờ người nộp", "")
    assert int(last["Phút làm việc"]) > 0


def test_what_nobody_held_yet_has_no_file(door):
    door.story.registered()
    assert door.open("desk").get("lane_csv", door.story.code).status_code == 404
    html = door.open("desk").get("custody", door.story.code).content.decode()
    assert 'class="of-lane"' not in html
    assert "hinh-dong-giu.csv" not in html
    door.story.received()
    html = door.open("desk").get("custody", door.story.code).content.decode()
    assert "hinh-dong-giu.csv" in html.split("<figure")[0], "phones have no picture but the file"
