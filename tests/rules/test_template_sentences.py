"""Faults of typst in Vietnamese: what the compiler really says, each with words of its own."""

import pytest
import typst

from thongsuot.entrypoints.officer.template_sentences import in_words


@pytest.mark.parametrize(("source", "said"), [
    pytest.param("#let a = b", "không có tên “b”", id="an unknown name"),
    pytest.param("#let x = (a: 1)\n#x.b", "không có giá trị “b”", id="an unknown value"),
    pytest.param("*bold", "chưa đóng", id="an open mark"),
    pytest.param("= Hello #", "thiếu một phần", id="a part that is missing"),
    pytest.param('#text(size: "a")[x]', "cần kiểu khác", id="another kind of value"),
    pytest.param("#rect(wid: 1pt)", "không nhận “wid”", id="an unknown argument"),
    pytest.param('#import "no.typ": *', "không được lấy tệp", id="a file from elsewhere"),
    pytest.param('#let x = 1pt + "a"', "không làm được", id="a sum of unlike things"),
    pytest.param("@a", "tham chiếu @", id="a label that is not there"),
    pytest.param("#let f(n)=f(n)\n#f(1)", "không dừng", id="a call without end"),
])  # fmt: skip
def test_a_fault_is_said_in_vietnamese_beside_the_compilers_words(source, said):
    with pytest.raises(typst.TypstError) as fault:
        typst.compile(source.encode())
    told = in_words(fault.value.message)
    assert said in told
    assert told.endswith(f"[{fault.value.message}]")


def test_an_unheard_of_fault_still_says_what_to_do():
    assert "so với mẫu đang dùng" in in_words("something new")
