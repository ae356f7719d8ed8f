import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from thongsuot.kernel.text import fold, name_sort_key, normalise, single_line, sort_key

ANY_TEXT = st.text()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("Đặng Thị Hoà", "dang thi hoa", id="accents and case go"),
        pytest.param("ĐẮK LẮK", "dak lak", id="stacked marks go"),
        pytest.param("\u0110a\u0323\u0306ng", "dang", id="marks that follow their letter go"),
        pytest.param("Ðào Ðình", "dao dinh", id="the wrong letter D (U+00D0) counts as Đ"),
        pytest.param("  giấy \u00a0khai\tsinh ", "giay khai sinh", id="blanks collapse"),
        pytest.param("Sở\u200b Nội\ufeff vụ", "so noi vu", id="zero-width signs go"),
        pytest.param("ĐƯỜNG ưỡn", "duong uon", id="horns go"),
        pytest.param("１２３", "123", id="wide digits are digits"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_fold(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("Thuý", "Thúy"), ("khoẻ", "khỏe")])
def test_both_places_of_the_tone_mark_fold_alike(one, other):
    assert fold(one) == fold(other)


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_folding_twice_is_folding_once_for_every_character():
    folded = {code: fold(chr(code)) for code in range(sys.maxunicode + 1)}
    unstable = [hex(code) for code, once in folded.items() if once and fold(once) != once]
    assert unstable == []


@given(ANY_TEXT)
def test_composed_and_decomposed_text_fold_alike(text):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        pytest.param(unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn", id="NFD becomes NFC"),
        pytest.param("hòa hoà", "hòa hoà", id="the place of the tone mark is the writer's"),
        pytest.param("Sở\u200bY\u202etế\u00ad", "SởYtế", id="invisible signs go"),
        pytest.param("a\x00b\x1b[31m", "ab[31m", id="control characters go"),
        pytest.param("dòng 1\r\ndòng 2\rdòng 3", "dòng 1\ndòng 2\ndòng 3", id="line ends agree"),
        pytest.param("a\ud800b", "ab", id="lone surrogates go"),
        pytest.param("  giữa  hai  ", "giữa  hai", id="only the ends are trimmed"),
    ],
)
def test_normalise(written, stored):
    assert normalise(written) == stored


@given(ANY_TEXT)
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters()))
@example("\ud800")
def test_what_is_normalised_can_be_stored(text):
    assert b"\x00" not in normalise(text).encode()


def test_a_single_line_has_single_spaces():
    assert single_line(" Nguyễn\n\tVăn   Mẫu ") == "Nguyễn Văn Mẫu"


@pytest.mark.parametrize(
    "ordered",
    [
        pytest.param(["An", "Ăn", "Ân", "Âu", "Dương", "Đặng"], id="a ă â d đ are letters"),
        pytest.param(["ba", "bà", "bả", "bã", "bá", "bạ"], id="the order of the tones"),
        pytest.param(["e", "ê", "o", "ô", "ơ", "u", "ư", "v"], id="ê ô ơ ư are letters"),
        pytest.param(["La", "La Văn", "Lan"], id="a word ends before a longer one goes on"),
        pytest.param(["bà an", "ba xe"], id="letters weigh more than tones"),
        pytest.param(["hoa", "Hoa", "hòa"], id="tones weigh more than case"),
        pytest.param(["Quận 2", "Quận A"], id="digits before letters"),
        pytest.param(["Xã A", "Xã-A", "Xã1"], id="blanks, signs, digits"),
        pytest.param(["fa", "Ga", "zu"], id="foreign letters keep their place"),
        pytest.param(["u", "ü", "v"], id="foreign marks stand with the plain letter"),
        pytest.param(["zu", "я"], id="other scripts come last"),
    ],
)
def test_sort_key_gives_vietnamese_order(ordered):
    assert sorted(sorted(ordered), key=sort_key) == ordered


@given(ANY_TEXT)
def test_composed_and_decomposed_text_sort_alike(text):
    assert sort_key(unicodedata.normalize("NFC", text)) == sort_key(
        unicodedata.normalize("NFD", text)
    )


@given(ANY_TEXT, ANY_TEXT)
def test_keys_are_equal_only_for_the_same_line(one, other):
    assert (sort_key(one) == sort_key(other)) == (single_line(one) == single_line(other))


def test_people_sort_by_given_name_then_by_the_rest():
    people = ["Nguyễn Văn Ân", "Trần An", "Đặng Thị Ăn", "Lê An", "Đỗ Âu", "Bùi Đặng", "Bùi Dương"]
    assert sorted(people, key=name_sort_key) == [
        "Lê An",
        "Trần An",
        "Đặng Thị Ăn",
        "Nguyễn Văn Ân",
        "Đỗ Âu",
        "Bùi Dương",
        "Bùi Đặng",
    ]


@pytest.mark.parametrize("name", ["", "   ", "Y", "H'Hen Niê"])
def test_every_name_has_a_sort_key(name):
    assert name_sort_key(name)
