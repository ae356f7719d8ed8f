"""What was told, in words: by which way, when, whether it arrived, why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from thongsuot.domains.exchange.queries import Told
from thongsuot.domains.exchange.terms import Channel, MessageState
from thongsuot.kernel import formats

Text = str | Promise
_S = MessageState

OCCASIONS: Final[dict[str, Text]] = {
    "submitted": _("Đã nhận hồ sơ trực tuyến"),
    "submitted-owing": _("Đã nhận hồ sơ trực tuyến, chờ nộp phí"),
    "guided": _("Cần bổ sung trước khi tiếp nhận"),
    "completed": _("Đã nhận đủ giấy tờ trước khi tiếp nhận"),
    "received": _("Đã tiếp nhận, ngày hẹn trả"),
    "refused": _("Chưa tiếp nhận, lý do"),
    "forwarded": _("Đã chuyển đến đúng nơi tiếp nhận"),
    "processing": _("Đang xử lý"),
    "supplement": _("Cần bổ sung giấy tờ"),
    "supplied": _("Đã nhận giấy tờ bổ sung"),
    "window-ended": _("Hết thời gian bổ sung giấy tờ"),
    "objected": _("Đã nhận ý kiến không đồng ý"),
    "objection-upheld": _("Yêu cầu bổ sung được rút lại"),
    "objection-rejected": _("Yêu cầu bổ sung được giữ nguyên"),
    "payment-asked": _("Cần nộp tiền"),
    "payment-met": _("Đã ghi nhận nộp tiền"),
    "fee-corrected": _("Phí được xác định lại"),
    "fee-paid": _("Đã nhận tiền nộp"),
    "payment-mismatched": _("Tiền nộp không khớp"),
    "transfer-not-found": _("Chưa tìm thấy tiền chuyển khoản"),
    "payment-refunded": _("Đã hoàn trả tiền"),
    "apology": _("Xin lỗi và hẹn lại ngày trả"),
    "due-changed": _("Ngày hẹn trả thay đổi"),
    "window-changed": _("Thời gian bổ sung giấy tờ thay đổi"),
    "result-ready": _("Đã có kết quả"),
    "result-owing": _("Đã có kết quả, còn phải nộp phí"),
    "returned": _("Kết quả đã được trao"),
    "withdrawn": _("Đã rút hồ sơ"),
    "stopped": _("Dừng giải quyết"),
    "reminder": _("Nhắc việc đến hạn"),
    "overdue": _("Báo việc quá hạn"),
    "answer-overdue": _("Báo chậm trả lời hồ sơ gửi đến"),
    "step-time": _("Hết thời gian của bước"),
    "opinion-asked": _("Được hỏi ý kiến"),
    "opinion-consent": _("Được hỏi ý kiến, im lặng là đồng ý"),
    "part-asked": _("Được giao phần việc liên thông"),
    "opinion-reminder": _("Nhắc cho ý kiến"),
    "opinion-moved": _("Hạn cho ý kiến thay đổi"),
    "part-moved": _("Hạn của phần việc liên thông thay đổi"),
    "opinion-not-needed": _("Không cần cho ý kiến nữa"),
    "part-not-needed": _("Không cần làm phần việc liên thông nữa"),
    "opinion-unanswered": _("Quá hạn chưa có ý kiến"),
    "opinion-deemed": _("Hết hạn cho ý kiến, coi như đồng ý"),
    "held-by-silence": _("Thành người giữ do quá giờ trả lời"),
    "moved": _("Được giao giữ hồ sơ"),
    "moved-many": _("Được giao giữ nhiều hồ sơ"),
    "ruling-asked": _("Cần phân định thẩm quyền"),
    "ruling-due": _("Cần phân định thẩm quyền, có hạn"),
    "objection-asked": _("Cần trả lời ý kiến của người nộp"),
    "objection-due": _("Cần trả lời ý kiến của người nộp, có hạn"),
    "objection-reminder": _("Nhắc trả lời ý kiến của người nộp"),
    "objection-overdue": _("Báo chậm trả lời ý kiến của người nộp"),
    "objection-moved": _("Hạn trả lời ý kiến của người nộp thay đổi"),
    "request-signed": _("Đã ký yêu cầu bổ sung giấy tờ"),
    "apology-signed": _("Đã ký xin lỗi và hẹn lại ngày trả"),
    "digest": _("Bản tin việc trong ngày"),
    "address-check": _("Mã xác nhận nơi nhận tin"),
    "test": _("Tin thử"),
}
CHANNELS: Final[dict[Channel, Text]] = {
    Channel.EMAIL: _("thư điện tử"),
    Channel.SMS: _("tin nhắn SMS"),
    Channel.ZALO: _("Zalo"),
}
ERRORS: Final[dict[str, Text]] = {
    "no-connection": _("không kết nối được tới nơi gửi tin"),
    "connection-lost": _("mất kết nối giữa chừng"),
    "time-out": _("nơi gửi tin không trả lời kịp"),
    "tls": _("không kiểm chứng được máy chủ thư"),
    "not-supported": _("máy chủ thư không mã hóa đường truyền"),
    "too-old": _("để quá lâu mới gửi được, nội dung có thể đã cũ"),
    "no-text": _("không còn mẫu tin này"),
    "text-lacks-value": _("mẫu tin thiếu thông tin để điền"),
    "not-delivered": _("tin không đến được máy người nhận"),
    "worker-lost": _("bộ phận gửi tin dừng giữa chừng nhiều lần"),
    "address-or-title": _("địa chỉ viết sai"),
    "unreadable": _("nơi gửi tin trả lời không đọc được"),
    "no-token": _("chưa có mã truy cập Zalo"),
    "zalo-not-registered": _("mẫu tin chưa đăng ký với Zalo"),
}
_PARTNERS: Final[dict[str, Text]] = {
    "smtp-4": _("máy chủ thư hẹn gửi lại sau"),
    "smtp-5": _("máy chủ thư từ chối, thường vì địa chỉ không còn"),
    "sms-": _("nhà cung cấp tin nhắn từ chối"),
    "zalo-": _("Zalo từ chối, thường vì số này không nhận tin"),
    "http-": _("nơi gửi tin đang trục trặc"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was told: when, and in a sentence what became of it."""

    at: datetime
    text: str


def lines_of(told: Sequence[Told], *, show_addresses: bool = True) -> list[Line]:
    """Return what was told as pages show it."""
    return [Line(_when(one), _sentence(one, show_addresses)) for one in told]


def occasion(code: str) -> str:
    """Return what a message tells of."""
    return str(OCCASIONS.get(code, _("Tin của hệ thống")))


def way(channel: Channel | None) -> str:
    """Return a way in words; empty where none was chosen."""
    return str(CHANNELS[channel]) if channel else ""


def error_in_words(code: str) -> str:
    """Return why a message was not delivered."""
    found = ERRORS.get(code)
    if found is None:
        found = next((text for head, text in _PARTNERS.items() if code.startswith(head)), None)
    return str(found or _("nơi gửi tin không nhận"))


def _when(one: Told) -> datetime:
    return one.ended_at or one.created_at


def _sentence(one: Told, show_addresses: bool) -> str:
    address = one.shown_address if show_addresses else ""
    facts = {
        "what": occasion(one.template),
        "way": way(one.channel),
        "to": f" {address}" if address else "",
        "then": formats.moment(one.next_at),
    }
    if one.state is _S.SENT and one.delivered_at:
        return now("{what}: đã đến máy người nhận qua {way}{to}.").format(**facts)
    if one.state is _S.SENT and one.attempts > 1:
        return now(
            "{what}: đã gửi qua {way}{to} ở lần thử thứ {n}; nhận hai lần thì đó vẫn là một tin."
        ).format(n=one.attempts, **facts)
    return _SENTENCES[one.state]().format(**facts)


_SENTENCES: Final = {
    _S.SENT: lambda: now("{what}: đã gửi qua {way}{to}."),
    _S.QUEUED: lambda: now("{what}: sẽ gửi, sớm nhất {then}."),
    _S.FAILED: lambda: now("{what}: chưa gửi được, gửi lại lúc {then}."),
    _S.DEAD: lambda: now("{what}: không gửi được; người quản trị đang xem lại."),
    _S.UNADDRESSED: lambda: now("{what}: không gửi tin, vì chưa có nơi nhận đang bật."),
    _S.GIVEN_UP: lambda: now("{what}: không gửi tin này."),
}
