"""What a broken template of a form is told in: one Vietnamese line for each fault of typst."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SAID: Final[tuple[tuple[re.Pattern[str], str | Promise], ...]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"unknown variable: (?P<x>\S+)", _("không có tên “{x}”; xem lại chính tả.")),
        (
            r"(?P<x>dictionary|module) does not contain (?:key )?\"?(?P<y>[^\"]+)\"?",
            _("không có giá trị “{y}” ở đây; xem lại tên."),
        ),
        (r"unclosed (?P<x>delimiter|string)", _('dấu mở mà chưa đóng: ngoặc, *, _, $ hoặc ".')),
        (r"unexpected (?:closing|end)", _("thừa một dấu đóng hoặc thiếu phần sau.")),
        (r"unexpected argument: (?P<x>\S+)", _("hàm này không nhận “{x}”.")),
        (r"missing argument: (?P<x>\S+)", _("hàm này thiếu “{x}”.")),
        (
            r"expected (?P<x>.+), found (?P<y>.+)",
            _("ở đây cần kiểu khác (cần {x}, đang là {y})."),
        ),
        (r"expected (?P<x>.+)", _("thiếu một phần ở đây (cần {x}).")),
        (r"file not found", _("không được lấy tệp này; chỉ dùng tệp đi kèm mẫu.")),
        (r"cannot divide by zero", _("chia cho 0.")),
        (r"cannot .+", _("phép này không làm được với loại giá trị ở đây.")),
        (r"maximum .+ depth", _("gọi lặp lại không dừng.")),
        (r"array index out of bounds", _("danh sách không có phần tử thứ đó.")),
        (r"label .+ does not exist", _("tham chiếu @ tới một nhãn không có; chữ @ viết là \\@.")),
        (r"assertion failed|panicked", _("mẫu tự dừng ở đây (assert, panic).")),
        (r"over \d+ bytes", _("mẫu quá dài.")),
        (r".+: only .+ is allowed", _("mẫu chỉ được lấy common.typ, không lấy tệp, gói nào khác.")),
        (r"it did not come to an end", _("mẫu in mãi không xong.")),
        (r"failed to parse", _("dữ liệu đọc ở đây không đúng dạng.")),
    )
)


def in_words(problem: str) -> str:
    """Return a fault in Vietnamese, the compiler's own words after it for who asks elsewhere.

    A fault that has no words of its own says that the line is to be looked at.
    """
    for pattern, words in _SAID:
        if found := pattern.match(problem):
            told = str(words).format(**found.groupdict())
            break
    else:
        told = str(_("dòng này chưa in được; so với mẫu đang dùng."))
    return f"{told} [{problem}]"
