"""What the refusals of payments say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

MONEY: Final[Mapping[str, Sentence]] = {
    "nothing-due": Sentence(
        title=_("Hồ sơ này không có khoản nào phải thu"),
        why=_(
            "Biểu phí không có khoản thu cho trường hợp này, người nộp được miễn, hoặc khoản đó đã "
            "thu rồi. Không được thu ngoài biểu phí; chưa có gì thay đổi."
        ),
        what_to_do=_("Mở lại hồ sơ, xem mục Phí, lệ phí: mỗi khoản có căn cứ và biên lai."),
    ),
    "applicant-group-unknown": Sentence(
        title=_("Không có đối tượng này vào ngày hồ sơ được tính phí"),
        why=_(
            "Danh mục đối tượng của ngày đó không có đối tượng vừa chọn; có thể danh mục vừa được "
            "thay. Chưa có gì thay đổi."
        ),
        what_to_do=_("Mở lại trang xác định phí và chọn trong danh sách đang hiện."),
    ),
    "other-amount": Sentence(
        title=_("Số tiền không đúng biểu phí của hồ sơ này"),
        why=_(
            "Hồ sơ này phải nộp đúng {due_vnd:dong}; mức tại quầy không dùng cho hồ sơ nộp trực "
            "tuyến. Chưa có gì thay đổi."
        ),
        what_to_do=_("Mở lại trang thu phí: số tiền được lấy từ biểu phí, không phải gõ."),
    ),
    "receipt-missing": Sentence(
        title=_("Chưa có số chứng từ của khoản tiền"),
        why=_("Tiền chuyển khoản chỉ được ghi khi có số giao dịch của ngân hàng."),
        what_to_do=_("Xem sao kê của tài khoản thu, ghi số giao dịch rồi gửi lại."),
    ),
    "fee-unpaid": Sentence(
        title=_("Hồ sơ chưa nộp phí, lệ phí"),
        why=_("Còn phải nộp {due_vnd:dong} trước bước này theo biểu phí. Chưa có gì thay đổi."),
        what_to_do=_("Bấm Thu phí để thu tại quầy, hoặc chờ người nộp trả trực tuyến."),
    ),
    "payment-unknown": Sentence(
        title=_("Không tìm thấy khoản thanh toán này"),
        why=_("Mã tham chiếu không có trong sổ, hoặc thuộc hồ sơ khác."),
        what_to_do=_("Mở hồ sơ, xem các khoản đã nhận ở mục Phí, lệ phí."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "receipt-unknown": Sentence(
        title=_("Không có biên lai nào còn hiệu lực như vậy"),
        why=_("Biên lai đã hủy trước đó, hoặc thuộc hồ sơ khác. Chưa có gì thay đổi."),
        what_to_do=_("Mở hồ sơ, xem các biên lai ở mục Phí, lệ phí."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "not-refundable": Sentence(
        title=_("Không có khoản nào để hoàn trả"),
        why=_(
            "Chưa nhận được tiền, khoản này đã hoàn trả rồi, hoặc đó là tiền nộp đúng một thông "
            "báo còn hiệu lực: nơi ra thông báo quyết định việc trả lại."
        ),
        what_to_do=_("Mở hồ sơ, xem các khoản đã nhận ở mục Phí, lệ phí."),
    ),
    "refund-waits": Sentence(
        title=_("Đã có một đề nghị hoàn trả của hồ sơ này chờ duyệt"),
        why=_("Mỗi hồ sơ duyệt xong một đề nghị hoàn trả rồi mới lập đề nghị khác."),
        what_to_do=_("Mở hồ sơ xem đề nghị đang chờ; người duyệt duyệt hoặc không duyệt."),
    ),
    "refund-not-proposed": Sentence(
        title=_("Không có đề nghị hoàn trả nào chờ duyệt"),
        why=_("Đề nghị đã được duyệt, không duyệt, hoặc chưa ai lập. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại hồ sơ, xem mục Phí, lệ phí."),
    ),
    "refund-needs-another": Sentence(
        title=_("Phải người khác duyệt hoàn trả"),
        why=_("Người đã thu tiền hoặc đã đề nghị hoàn trả không tự duyệt được."),
        what_to_do=_("Nhờ người khác của nơi tiếp nhận hoặc lãnh đạo cơ quan duyệt."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "statement-unreadable": Sentence(
        title=_("Không đọc được tệp sao kê này"),
        why=_("Tệp không phải CSV (UTF-8) hoặc XLSX có dòng tiêu đề. Chưa có gì thay đổi."),
        what_to_do=_("Xuất lại sao kê từ ngân hàng rồi nhập lại ở Sổ thu, mục Sao kê ngân hàng."),
    ),
    "bank-line-settled": Sentence(
        title=_("Khoản chuyển khoản này đã được xử lý"),
        why=_(
            "Số giao dịch này đã được ghi thu, đã có người giải thích, hoặc của nơi khác. Chưa có "
            "gì thay đổi."
        ),
        what_to_do=_("Xem lại số giao dịch trong sao kê, và trang Sao kê ngân hàng ở Sổ thu."),
    ),
    "bank-line-too-small": Sentence(
        title=_("Khoản chuyển khoản này không đủ"),
        why=_(
            "Sao kê ghi số giao dịch này là {told_vnd:dong}; đã ghi thu theo số đó "
            "{noted_vnd:dong}. Chưa có gì thay đổi."
        ),
        what_to_do=_("Xem lại số giao dịch trong sao kê; nếu nộp thiếu thì yêu cầu nộp đủ."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "bank-number-noted": Sentence(
        title=_("Số giao dịch này đã ghi thu cho hồ sơ khác"),
        why=_("Theo số này đã ghi thu {noted_vnd:dong}. Chưa có gì thay đổi."),
        what_to_do=_(
            "Xem lại số giao dịch. Nếu đúng là một lần chuyển khoản nộp cho nhiều hồ sơ, đánh dấu "
            "ô ở dưới rồi bấm lần nữa."
        ),
        status=HTTPStatus.CONFLICT,
    ),
    "bank-line-not-of-dossier": Sentence(
        title=_("Hồ sơ này không có khoản nào phải nộp"),
        why=_("Biểu phí và thông báo không đòi khoản nào, nên tiền không thể là của hồ sơ này."),
        what_to_do=_(
            "Kiểm tra lại mã hồ sơ trong nội dung chuyển khoản, hoặc ghi đây là khoản gì."
        ),
    ),
    "claim-unknown": Sentence(
        title=_("Không có chứng từ chuyển khoản nào chờ trả lời"),
        why=_("Người nộp chưa báo, đã có người trả lời, hoặc tiền vừa được ghi thu."),
        what_to_do=_("Mở lại hồ sơ, xem mục Phí, lệ phí."),
    ),
    "difference-unknown": Sentence(
        title=_("Khoản lệch này không còn trong danh sách"),
        why=_("Đã có người giải thích, lần đối soát sau không còn lệch, hoặc của nơi khác."),
        what_to_do=_("Mở lại Sổ thu của ngày đó để xem danh sách mới nhất."),
    ),
    "tariffs-not-yours": Sentence(
        title=_("Chỉ người kiểm soát thủ tục hoặc quản trị xem, nhập biểu phí ở đây"),
        why=_("Vị trí đang làm việc không có quyền này. Chưa có gì thay đổi."),
        what_to_do=_(
            "Đổi vị trí làm việc ở góc trên bên phải. Mức thu của một thủ tục ai cũng xem được ở "
            "trang của thủ tục đó."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "payments-not-yours": Sentence(
        title=_("Tiền này không do nơi của vị trí đang chọn thu"),
        why=_(
            "Chỉ nơi tiếp nhận thu tiền và người phụ trách nơi đó xem sổ thu, đối soát và hoàn trả "
            "được. Chưa có gì thay đổi."
        ),
        what_to_do=_("Nếu kiêm vị trí ở nơi thu thì đổi vị trí làm việc; biên lai ghi nơi thu."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "online-payment-off": Sentence(
        title=_("Chưa nộp trực tuyến được ở nơi này"),
        why=_("Hệ thống chưa được nối với nền tảng thanh toán, hoặc chưa có tài khoản nhận tiền."),
        what_to_do=_("Thu tại quầy; báo người quản trị nhập tài khoản nhận tiền vào biểu phí."),
    ),
}
