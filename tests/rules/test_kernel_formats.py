from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.kernel import formats
from thongsuot.kernel.formats import NBSP, Unreadable

DAYS = st.dates(min_value=date(1800, 1, 1))


def test_dates_are_written_with_zeros_and_four_digits():
    assert formats.date(date(2025, 3, 5)) == "05/03/2025"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param(date(2025, 3, 5), "ngày 05 tháng 3 năm 2025", id="March has no zero"),
        pytest.param(date(2025, 1, 31), "ngày 31 tháng 01 năm 2025", id="January has one"),
        pytest.param(date(2025, 2, 9), "ngày 09 tháng 02 năm 2025", id="February has one"),
        pytest.param(date(2025, 12, 20), "ngày 20 tháng 12 năm 2025", id="December"),
    ],
)
def test_dates_in_letters_have_zeros_where_they_could_be_forged(day, words):
    assert formats.date_in_words(day) == words


def test_instants_are_written_in_local_time():
    at = datetime(2025, 3, 4, 18, 5, tzinfo=UTC)
    assert formats.time(at) == "01:05"
    assert formats.moment(at) == "01:05 ngày 05/03/2025"


def test_an_instant_of_another_zone_is_the_same_instant():
    at = datetime(2025, 3, 5, 3, 5, tzinfo=timezone(timedelta(hours=9)))
    assert formats.moment(at) == "01:05 ngày 05/03/2025"


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        formats.time(datetime(2025, 3, 5, 1, 5))  # noqa: DTZ001 - the mistake under test


def test_the_week_runs_from_monday_to_sunday():
    week = [formats.weekday(date(2025, 3, day)) for day in range(3, 10)]
    assert (week[0], week[5], week[6]) == ("thứ Hai", "thứ Bảy", "Chủ nhật")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234567.89, "1.234.567,89"),
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (-1234.5, "-1.234,5"),
        (Decimal("0.10"), "0,10"),
        (1e21, "1.000.000.000.000.000.000.000"),
        (0.1 + 0.2, "0,30000000000000004"),
    ],
)
def test_numbers_have_points_for_thousands_and_a_comma_for_decimals(value, written):
    assert formats.number(value) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        pytest.param(2.345, 2, "2,35", id="a half goes up"),
        pytest.param(2.5, 0, "3", id="a half goes up to the whole"),
        pytest.param(7, 2, "7,00", id="decimals are filled"),
        pytest.param(-0.04, 1, "0,0", id="there is no minus zero"),
    ],
)
def test_numbers_are_rounded_as_taught_in_school(value, decimals, written):
    assert formats.number(value, decimals) == written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_not_written(value):
    with pytest.raises(ValueError, match="finite"):
        formats.number(value)


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.627, "62,7%"), (0.5, "50%"), (1, "100%"), (0, "0%"), (2 / 3, "66,7%"), (12.5, "1.250%")],
)
def test_percent(share, written):
    assert formats.percent(share) == written


def test_money_holds_on_to_its_unit():
    assert formats.dong(1_250_000) == f"1.250.000{NBSP}đồng"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (8_000, "Tám nghìn đồng"),
        (75_500, "Bảy mươi lăm nghìn năm trăm đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"),
        (1_000_021, "Một triệu không trăm hai mươi mốt đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (
            3_000_015_000_000,
            "Ba nghìn tỷ không trăm mười lăm triệu đồng",
        ),
        (-7_000, "Âm bảy nghìn đồng"),
    ],
)
def test_money_in_words(amount, words):
    assert formats.dong_in_words(amount) == words


UNITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5}
UNITS |= {"sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


def spoken(words: list[str]) -> int:
    """Read the words back, as one who hears them would."""
    if "tỷ" in words:
        place = len(words) - 1 - words[::-1].index("tỷ")
        return spoken(words[:place]) * 10**9 + spoken(words[place + 1 :])
    total = group = 0
    for word in words:
        if word in ("triệu", "nghìn"):
            total, group = total + group * {"triệu": 10**6, "nghìn": 1000}[word], 0
        elif word == "trăm":
            group *= 100
        elif word == "mười":
            group += 10
        elif word == "mươi":
            group += group % 10 * 9
        elif word != "linh":
            group += UNITS[word]
    return total + group


@given(st.integers(0, 10**18))
def test_money_in_words_says_the_amount(amount):
    *words, unit = formats.dong_in_words(amount).lower().split()
    assert unit == "đồng"
    assert spoken(words) == amount


def test_numbers_of_people_and_phones_are_grouped_for_reading():
    assert formats.personal_id("079205001234") == "079 205 001234"
    assert formats.phone("0912345678") == "0912 345 678"


@pytest.mark.parametrize("other", ["", "123456789", "+14155550100"])
def test_other_numbers_are_left_as_they_are(other):
    assert formats.personal_id(other) == other
    assert formats.phone(other) == other


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (1_258_291, "1,2 MB"),
        (20 * 1024 * 1024, "20 MB"),
        (1024 * 1024 - 1, "1 MB"),
        (5 * 1024**4, "5 TB"),
        (2000 * 1024**4, "2.000 TB"),
    ],
)
def test_file_sizes(size, written):
    assert formats.file_size(size) == written.replace(" ", NBSP)


@pytest.mark.parametrize(
    "text",
    ["5/3/2025", "05/03/2025", "5-3-2025", "05.03.2025", "5 3 2025", "05032025", " 2025-03-05 "],
)
def test_every_usual_way_to_type_a_date_is_read(text):
    assert formats.parse_date(text) == date(2025, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("5/3/25", id="two digits of a year"),
        pytest.param("31/02/2025", id="no such day"),
        pytest.param("5/13/2025", id="no such month"),
        pytest.param("532025", id="six digits"),
        pytest.param("2025", id="a year alone"),
        pytest.param("٠٥/٠٣/٢٠٢٥", id="other digits"),
        pytest.param("00/00/0000", id="zeros"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Unreadable):
        formats.parse_date(text)


@given(DAYS)
def test_a_written_date_reads_back(day):
    assert formats.parse_date(formats.date(day)) == day
    assert formats.parse_date(f"{day:%d%m%Y}") == day
    assert formats.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("1.250", 1250),
        ("0", 0),
        ("\u00a01.000\u00a0", 1000),
    ],
)
def test_whole_numbers_are_read(text, value):
    assert formats.parse_whole(text) == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1.5", id="a point for decimals"),
        pytest.param("1,5", id="a comma for decimals"),
        pytest.param("1,250", id="a comma that may part thousands"),
        pytest.param("1,250,000", id="commas for thousands"),
        pytest.param("1.25.000", id="groups of two"),
        pytest.param("1250.000", id="a half-grouped number"),
        pytest.param("-12", id="less than nothing"),
        pytest.param("1e5", id="an exponent"),
        pytest.param("NaN", id="not a number"),
        pytest.param("١٢", id="other digits"),
        pytest.param("9" * 5000, id="longer than anything counted"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_could_mean_two_numbers_is_refused(text):
    with pytest.raises(Unreadable):
        formats.parse_whole(text)


@given(st.integers(0, 10**15))
def test_a_written_number_reads_back(value):
    assert formats.parse_whole(formats.number(value)) == value
