"""Words of the story for acts that have no sentence of their own."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from thongsuot.domains.dossiers.terms.drafts import DraftKind

CITIZEN = gettext_lazy("người nộp")
SYSTEM = gettext_lazy("hệ thống")
DRAFTS: Mapping[str, Promise] = {
    DraftKind.REQUEST: gettext_lazy("yêu cầu bổ sung"),
    DraftKind.APOLOGY: gettext_lazy("văn bản xin lỗi"),
    DraftKind.DECISION: gettext_lazy("quyết định"),
}
OTHER_ACTS: Mapping[str, tuple[Promise, Promise]] = {
    "supplement_window_ended": (
        SYSTEM,
        gettext_lazy("ghi nhận hết thời gian bổ sung, nhắc người nộp; hồ sơ vẫn chờ"),
    ),
    "paper_attached": (CITIZEN, gettext_lazy("thêm giấy tờ vào hồ sơ")),
    "paper_withdrawn": (CITIZEN, gettext_lazy("rút một giấy tờ khỏi hồ sơ")),
    "paper_made": (SYSTEM, gettext_lazy("lập giấy tờ của hồ sơ để người nộp giữ")),
    "paper_printed": (SYSTEM, gettext_lazy("in giấy tờ của hồ sơ")),
    "evidence_taken": (SYSTEM, gettext_lazy("lấy hồ sơ chứng cứ của hồ sơ này")),
    "process_changed": (SYSTEM, gettext_lazy("chuyển hồ sơ sang phiên bản quy trình mới")),
    "process_time_passed": (SYSTEM, gettext_lazy("ghi nhận hết thời gian của bước quy trình")),
    "fee_corrected": (SYSTEM, gettext_lazy("xác định lại phí, lệ phí")),
    "fee_collected": (SYSTEM, gettext_lazy("thu phí, lệ phí và lập biên lai")),
    "fee_paid": (SYSTEM, gettext_lazy("ghi nhận phí, lệ phí đã nộp và lập biên lai")),
    "payment_mismatched": (SYSTEM, gettext_lazy("ghi nhận số tiền không khớp, chờ hoàn trả")),
    "transfer_claimed": (CITIZEN, gettext_lazy("báo đã chuyển khoản, kèm chứng từ")),
    "transfer_not_found": (SYSTEM, gettext_lazy("trả lời chưa tìm thấy tiền chuyển khoản")),
    "refund_proposed": (SYSTEM, gettext_lazy("đề nghị hoàn trả tiền, chờ người khác duyệt")),
    "refund_declined": (SYSTEM, gettext_lazy("không duyệt đề nghị hoàn trả tiền")),
    "payment_refunded": (SYSTEM, gettext_lazy("hoàn trả tiền và hủy biên lai")),
    "receipt_replaced": (SYSTEM, gettext_lazy("hủy biên lai và lập biên lai khác")),
    "result_made": (SYSTEM, gettext_lazy("in văn bản kết quả")),
    "result_signed": (SYSTEM, gettext_lazy("gắn chữ ký số vào văn bản kết quả")),
}
"""What was done, and who does it when it was no officer."""
