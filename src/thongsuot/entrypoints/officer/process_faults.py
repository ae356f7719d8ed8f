"""What checks find in a process, in words, at the step that they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.catalogue.terms import Fault, ProcessWrong
from thongsuot.domains.catalogue.terms.processes import Work

Words = str | Promise

PROBLEMS: Final[Mapping[str, Words]] = {
    "shares-over-limit": later("Các bước cộng lại quá thời hạn; giảm phần của bước hoặc bỏ bước"),
    "limit-over-law": later("Thời hạn của quy trình dài hơn thời hạn của thủ tục"),
    "limit-not-compared": later(
        "Lịch làm việc đã công bố ngắn hơn thời hạn của thủ tục nên chưa so được với các bước"
    ),
    "next-unknown": later("Bước tiếp theo không có trong quy trình"),
    "leads-to-itself": later("Bước đi tiếp vào chính nó"),
    "papers-two-ways": later("Giấy tờ bổ sung chỉ được dẫn tới một bước; bỏ bớt dòng đi tiếp"),
    "papers-never-asked": later(
        "Bước này không bao giờ yêu cầu bổ sung; bỏ dòng “người nộp đã bổ sung”"
    ),
    "papers-to-the-end": later("Bổ sung giấy tờ không thể kết thúc hồ sơ; chọn bước đi tiếp"),
    "not-reachable": later("Không có đường nào đi tới bước này"),
    "no-end": later("Không có đường nào đi tới kết thúc"),
    "leads-nowhere": later("Từ bước này không tới được kết thúc"),
    "code-twice": later("Mã bị dùng hai lần"),
    "start-not-receipt": later("Bước đầu phải là tiếp nhận tại nơi tiếp nhận"),
    "drafter-signs": later("Người dự thảo không được ký: chọn vị trí khác hoặc bước ký khác"),
    "signed-nowhere": later("Văn bản ghi ký ở một bước không phải bước ký"),
    "must-unsigned": later(
        "Văn bản bắt buộc phải ghi bước ký: hệ thống chỉ thấy bản dự thảo trình ký"
    ),
    "nobody-competent": later("Ngày đó không cơ quan nào có thẩm quyền với thủ tục này"),
    "not-staffed": later("Ngày đó vị trí của bước chưa có người"),
    "basis-unknown": later("Căn cứ lấy ý kiến không có trong chính sách đang hiệu lực"),
    "basis-elsewhere": later("Căn cứ lấy ý kiến không áp dụng cho thủ tục này"),
    "nobody-signs": later("Không bước nào ký kết quả"),
    "opinion-over-share": later("Hạn trả lời ý kiến dài hơn thời gian của bước"),
    "part-without-limit": later("Phần việc liên thông phải ghi hạn của cơ quan làm"),
    "part-always-owed": later(
        "Phần việc liên thông luôn bắt buộc: chưa có thì chưa ký được, dù không ghi “bắt buộc”"
    ),
    "part-name-short": later("Tên phần việc và tên quy trình quá ngắn để gửi đi; ghi rõ hơn"),
    "part-to-nobody": later(
        "Ngoài cơ quan giải quyết, không cơ quan nào cùng loại có người nhận phần việc này"
    ),
    "procedure-missing": later("Chưa ghi mã thủ tục hành chính"),
    "procedure-unknown": later("Mã thủ tục không có trong danh mục"),
}

WORKS: Final[Mapping[Work, Words]] = {
    Work.RECEIVE: later("Tiếp nhận, chuyển"),
    Work.ASSIGN: later("Phân công"),
    Work.VERIFY: later("Thẩm định, dự thảo"),
    Work.APPROVE: later("Xem xét, trình ký"),
    Work.SIGN: later("Ký"),
    Work.ISSUE: later("Vào sổ, phát hành"),
    Work.COLLECT: later("Thu phí, lệ phí"),
    Work.RETURN: later("Trả kết quả"),
}

FIELDS: Final[Mapping[str, Words]] = {
    "code": later("Mã"),
    "name": later("Tên"),
    "procedure": later("Mã thủ tục"),
    "level": later("Cấp"),
    "limit_minutes": later("Thời hạn"),
    "source": later("Quyết định phê duyệt"),
    "work": later("Việc"),
    "lane": later("Ai làm"),
    "share_minutes": later("Thời gian"),
    "by_hand": later("Làm ngoài hệ thống"),
    "outcomes": later("Đi tiếp"),
    "opinions": later("Lấy ý kiến"),
    "documents": later("Văn bản"),
    "order": later("Thứ tự"),
    "lines": later("Một dòng có quá nhiều phần"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One fault in words; a fault that does not refuse is only flagged."""

    step: str
    text: str
    refuses: bool


def in_words(faults: Iterable[Fault]) -> list[Said]:
    """Return faults as people read them; figures and codes stay as they were found."""
    return [
        Said(one.step, _sentence(one.problem, one.reason, one.step), one.refuses) for one in faults
    ]


def _sentence(problem: str, reason: str, step: str) -> str:
    words = str(PROBLEMS.get(problem, problem))
    figures = ", ".join(part for part in reason.split() if any(c.isdigit() for c in part))
    figures = figures.strip(",;")
    return f"{words} ({figures})" if figures and figures != step else words


def unreadable(wrong: ProcessWrong) -> Said:
    """Return what hinders reading what was typed."""
    field = str(FIELDS.get(str(wrong.facts.get("field", "")), wrong.facts.get("field", "")))
    text = _("{field}: trống, sai hoặc quá dài; sửa rồi lưu lại").format(field=field)
    return Said(str(wrong.facts.get("step", "")), text, True)
