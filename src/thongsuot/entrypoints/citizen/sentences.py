"""What refusals say to a citizen, where no form field is there to say it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

DRAFTS: Final[Mapping[str, Sentence]] = {
    "draft-unknown": Sentence(
        title=_("Không mở được hồ sơ đang nhập ở đây"),
        why=_(
            "Hồ sơ đang nhập chỉ mở được trên trình duyệt đã bắt đầu nó, trong 30 ngày kể từ lần "
            "lưu cuối. Địa chỉ này thuộc trình duyệt khác, hoặc đã quá thời gian đó."
        ),
        what_to_do=_(
            "Mở lại trên điện thoại hay máy đã dùng khi bắt đầu, hoặc bắt đầu hồ sơ mới từ trang "
            "thủ tục."
        ),
        status=HTTPStatus.NOT_FOUND,
    ),
    "draft-sent": Sentence(
        title=_("Hồ sơ đã được gửi trước khi tệp này tải xong"),
        why=_(
            "Hồ sơ vừa được gửi từ một trang hay máy khác, nên tệp đang tải không vào hồ sơ. Các "
            "tệp tải xong trước đó đã được gửi cùng hồ sơ."
        ),
        what_to_do=_(
            "Mở hồ sơ ở mục Hồ sơ của tôi để xem những tệp đã gửi. Nếu còn thiếu tệp này, gọi nơi "
            "tiếp nhận theo số ở đó."
        ),
    ),
    "answers-incomplete": Sentence(
        title=_("Hồ sơ chưa gửi được vì còn thiếu thông tin"),
        why=_(
            "Một phần bắt buộc chưa có câu trả lời hoặc chưa có giấy tờ. Chưa có gì được gửi đi."
        ),
        what_to_do=_("Quay lại trang kiểm tra để xem phần còn thiếu và bổ sung."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "not-competent": Sentence(
        title=_("Nơi đã chọn không nhận thủ tục này"),
        why=_(
            "Theo bảng phân công đang có hiệu lực, nơi đã chọn không tiếp nhận thủ tục này. Chưa "
            "có gì được gửi đi; thông tin đã nhập vẫn còn."
        ),
        what_to_do=_("Quay lại phần Nơi tiếp nhận và chọn xã, phường khác trong danh sách."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "sent-to-another-desk": Sentence(
        title=_("Hồ sơ này do nơi khác tiếp nhận"),
        why=_("Mỗi hồ sơ chỉ do nơi tiếp nhận mà người nộp đã chọn tiếp nhận."),
        what_to_do=_("Mở trang theo dõi hồ sơ để xem nơi tiếp nhận và số điện thoại ở đó."),
    ),
    "agency-unknown": Sentence(
        title=_("Nơi tiếp nhận đã chọn không còn hoạt động"),
        why=_(
            "Nơi này đã sáp nhập hoặc đổi tên từ khi ông/bà chọn. Chưa có gì được gửi đi; thông "
            "tin đã nhập vẫn còn."
        ),
        what_to_do=_("Quay lại phần Nơi tiếp nhận và chọn lại trong danh sách."),
    ),
}

PROCEDURES: Final[Mapping[str, Sentence]] = {
    "procedure-unknown": Sentence(
        title=_("Không có thủ tục mang mã này"),
        why=_("Mã thủ tục có thể bị gõ thiếu số, hoặc thủ tục không thuộc tỉnh này."),
        what_to_do=_("Tìm lại thủ tục bằng lời của mình ở trang Thủ tục."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "procedure-not-in-force": Sentence(
        title=_("Thủ tục này hiện không còn áp dụng"),
        why=_("Văn bản công bố thủ tục đã hết hiệu lực hoặc chưa đến ngày áp dụng."),
        what_to_do=_(
            "Tìm thủ tục thay thế ở trang Thủ tục, hoặc hỏi Trung tâm Phục vụ hành chính công. "
            "Thông tin đã nhập vẫn còn."
        ),
        status=HTTPStatus.GONE,
    ),
    "channel-not-offered": Sentence(
        title=_("Thủ tục này không nộp trực tuyến"),
        why=_("Văn bản công bố thủ tục không nêu cách nộp trực tuyến."),
        what_to_do=_(
            "Mang giấy tờ đến Trung tâm Phục vụ hành chính công; có người nhập giúp, không mất "
            "tiền."
        ),
    ),
    "limit-not-settled": Sentence(
        title=_("Thủ tục này chưa nộp được trực tuyến"),
        why=_(
            "Thời hạn giải quyết đã công bố chưa rõ, nên chúng tôi không hẹn được ngày trả. Thông "
            "tin đã nhập vẫn còn."
        ),
        what_to_do=_("Đến Trung tâm Phục vụ hành chính công để được hướng dẫn nộp."),
    ),
}

DOSSIERS: Final[Mapping[str, Sentence]] = {
    "dossier-unknown": Sentence(
        title=_("Không mở được hồ sơ này ở đây"),
        why=_("Hồ sơ chỉ mở bằng mã hồ sơ cùng mã PIN hoặc 4 số cuối điện thoại đã khai."),
        what_to_do=_("Vào trang Tra cứu hồ sơ, nhập mã hồ sơ và mã PIN in trên giấy tiếp nhận."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "too-many-attempts": Sentence(
        title=_("Đã thử quá nhiều lần với mã hồ sơ này"),
        why=_("Để giữ an toàn cho hồ sơ, mỗi mã chỉ được thử vài lần trong {minutes} phút."),
        what_to_do=_(
            "Chờ {minutes} phút rồi thử lại. Mã PIN in trên giấy tiếp nhận; nếu không còn giấy, "
            "mang giấy tờ tùy thân đến Trung tâm Phục vụ hành chính công."
        ),
        status=HTTPStatus.TOO_MANY_REQUESTS,
    ),
    "sent-too-much": Sentence(
        title=_("Mạng này đã gửi quá nhiều trong một giờ"),
        why=_(
            "Để máy chủ luôn còn chỗ cho mọi người, mỗi mạng chỉ mở được một số hồ sơ mới và gửi "
            "được một số tệp trong một giờ. Hồ sơ và tệp đã lưu trước đó vẫn còn."
        ),
        what_to_do=_(
            "Chờ {minutes} phút hoặc đổi sang mạng khác, như mạng điện thoại, rồi làm lại bước "
            "này. Cần gấp thì mang giấy tờ đến Trung tâm Phục vụ hành chính công."
        ),
        status=HTTPStatus.TOO_MANY_REQUESTS,
    ),
    "pin-only": Sentence(
        title=_("Lúc này hồ sơ chỉ mở bằng mã PIN"),
        why=_("Mã hồ sơ này bị thử sai nhiều lần nên 4 số cuối điện thoại tạm không mở được."),
        what_to_do=_("Nhập mã PIN 6 số in trên giấy tiếp nhận."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "act-not-allowed": Sentence(
        title=_("Bước này không còn làm được với hồ sơ"),
        why=_("Hồ sơ đã sang tình trạng khác từ khi ông/bà mở trang. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại trang theo dõi hồ sơ để xem tình trạng mới nhất."),
    ),
    "pin-needed": Sentence(
        title=_("Việc này cần mã PIN của hồ sơ"),
        why=_("Bốn số cuối điện thoại chỉ mở được phần theo dõi. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại hồ sơ bằng mã PIN 6 số in trên giấy tiếp nhận rồi làm lại."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "decision-exists": Sentence(
        title=_("Hồ sơ đã có kết quả nên không rút được nữa"),
        why=_("Cơ quan đã ký kết quả. Quy định chỉ cho rút hồ sơ trước lúc đó."),
        what_to_do=_("Mở trang theo dõi để tải kết quả, hoặc gọi nơi tiếp nhận nếu cần hỏi."),
    ),
    "key-reused": Sentence(
        title=_("Trang này đã được gửi một lần"),
        why=_("Cùng một trang được gửi lần thứ hai với việc khác. Chưa có gì làm thêm."),
        what_to_do=_("Mở lại trang theo dõi hồ sơ rồi làm lại từ đó."),
    ),
    "paper-unknown": Sentence(
        title=_("Không có giấy tờ này trong hồ sơ"),
        why=_("Địa chỉ có thể bị gõ thiếu, hoặc tệp đã được bỏ khỏi hồ sơ."),
        what_to_do=_("Mở lại trang hồ sơ và chọn giấy tờ trong danh sách."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "calendar-gap": Sentence(
        title=_("Chưa hẹn được ngày trả kết quả"),
        why=_("Lịch làm việc của thời gian tới chưa được công bố. Chưa có gì thay đổi."),
        what_to_do=_("Hỏi người hỗ trợ và đọc mã tham chiếu; giấy tờ đã tải lên vẫn còn."),
    ),
}

PEOPLE: Final[Mapping[str, Sentence]] = {
    "personal-id-sample": Sentence(
        title=_("Số định danh này chỉ dùng để thử"),
        why=_("Số định danh bắt đầu bằng 999 chỉ dùng trong dữ liệu mẫu."),
        what_to_do=_("Sửa số định danh ở phần người nộp cho đúng như trên thẻ căn cước."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "name-missing": Sentence(
        title=_("Chưa có tên người nộp"),
        why=_("Hồ sơ phải có họ tên người nộp."),
        what_to_do=_("Nhập họ, chữ đệm, tên ở phần người nộp."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "people-refused": Sentence(
        title=_("Thông tin người nộp chưa nhận được"),
        why=_("Thông tin người nộp chưa đúng cách viết."),
        what_to_do=_("Xem lại từng mục ở phần người nộp rồi gửi lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}

OBJECTIONS: Final[Mapping[str, Sentence]] = {
    "nobody-answers-objections": Sentence(
        title=_("Chưa có ai trả lời được ý kiến này"),
        why=_(
            "Người trả lời phải là người khác với người đã yêu cầu, và lúc này cơ quan không có "
            "ai như vậy. Ý kiến chưa được ghi; giấy tờ vẫn gửi được."
        ),
        what_to_do=_("Gọi nơi tiếp nhận theo số ở trang hồ sơ, hoặc gửi khiếu nại bằng văn bản."),
    ),
}
SENTENCES: Final = {**OBJECTIONS, **DRAFTS, **PROCEDURES, **DOSSIERS, **PEOPLE}
