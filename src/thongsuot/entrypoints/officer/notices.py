"""What was just done, said once on the next page; kept in the session as codes."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEY: Final = "officer-notice"

DONE: Final[dict[str, str | Promise]] = {
    "received": _("Đã tiếp nhận hồ sơ {code}. Từ lúc này vị trí này đang giữ và đồng hồ chạy."),
    "refused": _("Đã từ chối tiếp nhận hồ sơ {code}. Thông báo có lý do và căn cứ đã lưu."),
    "guided": _("Đã gửi hướng dẫn bổ sung hồ sơ {code}. Hạn trả lời dừng đến khi bổ sung đủ."),
    "forwarded": _("Đã chuyển hồ sơ {code} đến đúng nơi tiếp nhận. Mã và giờ nộp giữ nguyên."),
    "offered": _("Đã chuyển hồ sơ {code}, đang chờ bên kia trả lời. Người giữ chưa đổi."),
    "referred": _(
        "Không chuyển nữa: hồ sơ {code} đã tự trình cấp trên phân định. Vị trí này vẫn giữ."
    ),
    "asked": _("Đã hỏi ý kiến về hồ sơ {code}. Người giữ và đồng hồ không đổi."),
    "opined": _("Đã gửi ý kiến về hồ sơ {code}."),
    "question-recalled": _("Đã thu hồi câu hỏi về hồ sơ {code}."),
    "decided": _("Đã phân định thẩm quyền hồ sơ {code}. Quyết định ràng buộc và thành tiền lệ."),
    "recalled": _("Đã thu hồi lời chuyển hồ sơ {code}. Vị trí này vẫn giữ."),
    "accepted": _("Đã nhận hồ sơ {code}. Từ lúc này vị trí này đang giữ."),
    "sent-back": _("Đã trả lại hồ sơ {code} kèm lý do, căn cứ và cơ quan có thẩm quyền."),
    "sent-up": _(
        "Đã trả lại hồ sơ {code}. Đây là lần nữa vì cùng lý do: đã tự trình cấp trên phân định."
    ),
    "draft-taken-back": _(
        "Đã rút dự thảo của hồ sơ {code}. Không ai ký được nữa; cần thì soạn lại."
    ),
    "draft-sent-back": _(
        "Đã trả dự thảo của hồ sơ {code} lại người soạn kèm lý do. Soạn lại thì mới ký được."
    ),
    "supplement-drafted": _(
        "Đã lưu dự thảo yêu cầu bổ sung hồ sơ {code}. Lãnh đạo ký thì mới gửi; đồng hồ vẫn chạy."
    ),
    "supplement": _("Đã gửi yêu cầu bổ sung hồ sơ {code}. Đồng hồ dừng đến khi bổ sung đủ."),
    "objection-upheld": _(
        "Đã chấp nhận ý kiến người nộp hồ sơ {code}: yêu cầu bổ sung được rút lại, đồng hồ chạy."
    ),
    "objection-upheld-early": _(
        "Đã chấp nhận ý kiến người nộp hồ sơ {code}: yêu cầu bổ sung được rút lại. Hồ sơ chờ tiếp "
        "nhận; hạn trả lời tính lại."
    ),
    "objection-rejected": _(
        "Đã trả lời người nộp hồ sơ {code}: yêu cầu bổ sung được giữ nguyên kèm lý do."
    ),
    "papers-brought": _("Đã ghi nhận giấy tờ bổ sung hồ sơ {code}. Đồng hồ chạy, có ngày hẹn mới."),
    "papers-brought-early": _(
        "Đã ghi nhận giấy tờ bổ sung hồ sơ {code}. Hồ sơ chờ tiếp nhận; hạn trả lời tính lại."
    ),
    "objection-brought": _(
        "Đã ghi nhận ý kiến không đồng ý của người nộp hồ sơ {code}. Ai trả lời, trước lúc nào ở "
        "dưới; hồ sơ vẫn chờ bổ sung."
    ),
    "withdrawn": _("Đã ghi nhận người nộp rút hồ sơ {code}. Hồ sơ kết thúc."),
    "payment-requested": _("Đã gửi thông báo nộp tiền của hồ sơ {code}. Đồng hồ dừng đến khi nộp."),
    "payment-confirmed": _("Đã ghi biên lai của hồ sơ {code}. Đồng hồ chạy tiếp."),
    "fee-collected": _("Đã thu phí của hồ sơ {code} và lập biên lai; tải ở mục Phí, lệ phí."),
    "fee-corrected": _("Đã xác định lại phí của hồ sơ {code} theo biểu phí."),
    "line-taken": _("Đã ghi khoản chuyển khoản cho hồ sơ {code} và lập biên lai."),
    "line-mismatched": _("Khoản tiền không khớp khoản phải nộp của hồ sơ {code}: chờ hoàn trả."),
    "line-known": _(
        "Đây là tiền của thông báo hồ sơ {code} đã ghi nộp từ trước; không lập thêm khoản thu nào."
    ),
    "contact-proof-sent": _("Đã gửi mã xác nhận tới thư điện tử mới; nhập mã thì mới dùng."),
    "contact-kept": _("Đã lưu nơi nhận tin nhắc việc."),
    "line-explained": _("Đã ghi đây là khoản gì; dòng này không còn trong danh sách chờ."),
    "claim-answered": _("Đã báo người nộp hồ sơ {code} là chưa thấy tiền, kèm lý do."),
    "difference-settled": _("Đã ghi lời giải thích khoản lệch, kèm tên người ghi và giờ."),
    "refund-proposed": _("Đã gửi đề nghị hoàn trả tiền của hồ sơ {code}; chờ người khác duyệt."),
    "refund-declined": _("Đã ghi không duyệt hoàn trả tiền của hồ sơ {code}."),
    "refunded": _(
        "Đã hoàn trả tiền của hồ sơ {code}, lập phiếu hoàn trả; biên lai của khoản này, nếu có, đã "
        "hủy."
    ),
    "receipt-replaced": _("Đã hủy biên lai cũ và lập biên lai mới của hồ sơ {code}."),
    "drafted": _("Đã lưu dự thảo quyết định của hồ sơ {code}. Chuyển trình ký cho người khác ký."),
    "signed": _("Đã ký quyết định của hồ sơ {code}. Văn bản có số và không sửa được nữa."),
    "not-waiting": _(
        "Hồ sơ {code} không còn chờ vị trí này ký: đã ký, đã rút, đã trả lại hoặc đã chuyển đi."
    ),
    "issued": _("Đã phát hành quyết định của hồ sơ {code}. Hồ sơ đã xử lý xong."),
    "extension-proposed": _(
        "Đã lưu dự thảo xin lỗi của hồ sơ {code}. Lãnh đạo ký thì có hiệu lực; ngày hẹn đầu giữ "
        "nguyên."
    ),
    "extension-signed": _(
        "Đã ký văn bản xin lỗi của hồ sơ {code}. Người nộp thấy ngay cùng ngày hẹn lại."
    ),
    "returned": _("Đã trả kết quả hồ sơ {code}. Hồ sơ kết thúc."),
    "stopped": _("Đã dừng xử lý hồ sơ {code}. Hồ sơ kết thúc."),
    "kept": _("Đã giữ nội dung chưa gửi của hồ sơ {code}. Mở lại đúng việc đó để làm tiếp."),
    "reassigned": _(
        "Đã phân công lại {code} hồ sơ. Thời hạn không đổi; mỗi hồ sơ có một dòng ghi."
    ),
    "process-saved": _("Đã lưu bản nháp quy trình {code}. Xem kết quả kiểm tra ở từng bước."),
    "process-published": _("Đã công bố quy trình {code}. Hồ sơ đang chạy giữ phiên bản của mình."),
    "process-discarded": _("Đã bỏ bản nháp quy trình {code}."),
    "delegated": _("Đã ghi ủy quyền. Mọi việc làm theo ủy quyền đều ghi rõ làm thay ai."),
    "absence-noted": _("Đã ghi vắng mặt."),
    "absence-ended": _("Đã ghi là trở lại làm việc từ lúc này."),
    "delegation-ended": _("Đã chấm dứt ủy quyền, có hiệu lực ngay."),
    "explained": _("Đã ghi giải trình về hồ sơ {code} vào sổ, hiện cạnh điều được trả lời."),
    "register-closed": _("Đã khóa sổ. Việc khóa có một dòng trong sổ ghi."),
    "template-published": _("Đã thay mẫu. Giấy tờ đã lập giữ nguyên; việc thay có dòng trong sổ."),
    "wording-published": _("Đã thay lời tin từ ngày đã chọn; việc thay có dòng trong sổ ghi."),
    "tariffs-known": _("Mọi dòng của tệp này đã nhập rồi; không có gì thay đổi thêm."),
    "tariffs-imported": _("Đã nhập biểu phí. Hồ sơ đã nộp giữ mức của ngày nộp."),
    "resent": _("{code} tin sẽ được gửi lại trong ít phút."),
    "resent-oldest": _(
        "Những tin cũ nhất sẽ được gửi lại trong ít phút; còn {code} tin bị kẹt. Bấm gửi lại lần "
        "nữa để gửi tiếp."
    ),
    "given-up": _("Đã ghi không gửi tin này, kèm lý do."),
    "post": _("Đã đổi vị trí làm việc."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about what was done."""

    text: str
    kind: str


def put(request: HttpRequest, kind: str, code: str = "") -> None:
    """Keep a notice for the next page."""
    request.session[KEY] = [kind, code]


def take(request: HttpRequest) -> Notice | None:
    """Return the notice, once."""
    kept = request.session.pop(KEY, None)
    if not kept or kept[0] not in DONE:
        return None
    kind, code = kept
    return Notice(str(DONE[kind]).format(code=code), kind)
