"""What the refusals of custody say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.shared.sentences import Sentence

CUSTODY: Final[Mapping[str, Sentence]] = {
    "not-the-holder": Sentence(
        title=_("Hồ sơ đang do người khác giữ"),
        why=_(
            "Mỗi hồ sơ lúc nào cũng có đúng một người giữ, và chỉ người đó làm được bước này. "
            "Có thể hồ sơ vừa đổi người giữ. Chưa có gì thay đổi."
        ),
        what_to_do=_("Mở lại hồ sơ để xem ai đang giữ và liên hệ theo số điện thoại ở đó."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "offer-not-open": Sentence(
        title=_("Lần chuyển này đã được trả lời"),
        why=_(
            "Người khác cùng vị trí, hoặc chính ông/bà ở cửa sổ khác, đã nhận hoặc đã trả lại "
            "trước; hoặc hồ sơ đã kết thúc. Chưa có gì thay đổi vì lần bấm này."
        ),
        what_to_do=_("Mở lại hồ sơ để xem ai đã trả lời và ai đang giữ."),
    ),
    "not-offered-to-you": Sentence(
        title=_("Hồ sơ không được chuyển cho vị trí này"),
        why=_("Người giữ đã chuyển cho một vị trí khác; chỉ vị trí đó trả lời được."),
        what_to_do=_(
            "Nếu đang kiêm nhiều vị trí, đổi vị trí làm việc ở góc trên bên phải rồi mở lại hồ sơ."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "answer-too-late": Sentence(
        title=_("Đã quá hạn trả lời nên không trả lại được nữa"),
        why=_(
            "Hết hạn trả lời mà im lặng thì coi như đã nhận. Hệ thống ghi nhận việc đó trong vòng "
            "một phút; chưa có gì thay đổi vì lần bấm này."
        ),
        what_to_do=_(
            "Nhận hồ sơ rồi giải quyết. Nếu thật sự không đúng thẩm quyền, chuyển cho nơi đúng kèm "
            "lý do."
        ),
    ),
    "with-the-superior": Sentence(
        title=_("Hồ sơ đang chờ cấp trên phân định thẩm quyền"),
        why=_(
            "{superior} phải quyết định cơ quan nào có thẩm quyền trước khi hồ sơ được chuyển "
            "tiếp. Người đang giữ vẫn giữ và vẫn làm được các bước khác."
        ),
        what_to_do=_("Xem lời hai bên ở trang hồ sơ; chờ quyết định rồi chuyển đúng nơi đó."),
    ),
    "bound-by-ruling": Sentence(
        title=_("Cấp trên đã phân định: {agency} có thẩm quyền"),
        why=_(
            "Quyết định của {superior} ràng buộc mọi bên: không chuyển thẩm định cho nơi khác, và "
            "{agency} không trả lại vì lý do đã được phân định. Chưa có gì thay đổi."
        ),
        what_to_do=_("Chuyển cho {agency}; nếu có lý do mới, nêu đúng lý do đó."),
    ),
    "no-common-superior": Sentence(
        title=_("Chưa có cấp trên chung để phân định"),
        why=_(
            "Lần này phải trình cấp trên chung của {first} và {second}, nhưng cây tổ chức chưa có "
            "cơ quan cấp trên nào có người đứng đầu. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Báo người quản trị đơn vị bổ sung cơ quan cấp trên và người đứng đầu, rồi làm lại."
        ),
    ),
    "not-the-superior": Sentence(
        title=_("Việc phân định thuộc người đứng đầu cơ quan cấp trên"),
        why=_(
            "Chỉ người đứng đầu cơ quan cấp trên chung, không phải bên đã nêu ý kiến, mới phân "
            "định được. Chưa có gì thay đổi."
        ),
        what_to_do=_("Xem cơ quan đang phân định ở trang hồ sơ và chờ quyết định."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "not-to-be-named": Sentence(
        title=_("Không phân định cho cơ quan này được"),
        why=_(
            "Chỉ phân định cho một bên đang tranh chấp hoặc cơ quan trực thuộc, và cơ quan đó phải "
            "có người làm việc. Chưa có gì thay đổi."
        ),
        what_to_do=_("Quay lại, chọn một trong các bên hoặc một cơ quan trực thuộc có người."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "dispute-not-open": Sentence(
        title=_("Việc này đã được phân định"),
        why=_("Cấp trên đã quyết định, hoặc hồ sơ đã kết thúc. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại hồ sơ để xem quyết định và cơ quan có thẩm quyền."),
    ),
    "opinion-not-open": Sentence(
        title=_("Câu hỏi này không còn chờ trả lời"),
        why=_("Đã có ý kiến, đã hết hạn hoặc bên hỏi đã thu hồi. Chưa có gì thay đổi."),
        what_to_do=_("Mở lại hồ sơ để xem câu hỏi và ý kiến đã ghi."),
    ),
    "opinion-of-own-agency": Sentence(
        title=_("Vị trí được hỏi thuộc chính cơ quan mình"),
        why=_("Lấy ý kiến phối hợp là hỏi cơ quan khác. Chưa có gì thay đổi."),
        what_to_do=_("Chọn vị trí của cơ quan khác; trong cơ quan mình thì trao đổi trực tiếp."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "opinion-not-asked-of-you": Sentence(
        title=_("Câu hỏi được gửi cho một vị trí khác"),
        why=_("Chỉ người ở vị trí được hỏi mới trả lời được. Chưa có gì thay đổi."),
        what_to_do=_("Nếu kiêm vị trí đó, đổi vị trí ở góc trên bên phải rồi mở lại hồ sơ."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "opinion-asked-already": Sentence(
        title=_("Nơi này đang được hỏi và chưa trả lời"),
        why=_("Mỗi nơi chỉ có một câu hỏi chờ trả lời về một hồ sơ. Chưa có gì thay đổi."),
        what_to_do=_("Chờ trả lời, hoặc thu hồi câu hỏi cũ rồi hỏi lại."),
    ),
    "opinion-basis-unknown": Sentence(
        title=_("Căn cứ lấy ý kiến này không có trong quy định hôm nay"),
        why=_("Thời hạn trả lời và ý nghĩa của im lặng do căn cứ quyết định, không tự đặt được."),
        what_to_do=_("Chọn căn cứ trong danh sách; nếu thiếu, báo người quản trị đơn vị bổ sung."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "opinion-basis-elsewhere": Sentence(
        title=_("Căn cứ này không áp dụng cho thủ tục của hồ sơ"),
        why=_(
            "Luật chuyên ngành chỉ điều chỉnh những thủ tục của mình, ở cấp của mình; ngoài ra im "
            "lặng không phải là đồng ý. Chưa có gì thay đổi."
        ),
        what_to_do=_("Chọn căn cứ trong danh sách của hồ sơ này."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "consent-not-by-law": Sentence(
        title=_("Im lặng không được coi là đồng ý theo căn cứ này"),
        why=_(
            "Chỉ khi luật chuyên ngành nói rõ thì im lặng mới là đồng ý (Nghị định 61/2018/NĐ-CP, "
            "Điều 19 khoản 5). Chưa có gì thay đổi."
        ),
        what_to_do=_("Chọn căn cứ của luật chuyên ngành, hoặc hỏi mà không coi im lặng là đồng ý."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "opinion-words-missing": Sentence(
        title=_("Cần viết rõ hơn"),
        why=_("Câu hỏi hoặc ý kiến cần ít nhất {least} chữ cái để bên kia hiểu được."),
        what_to_do=_("Quay lại, viết cụ thể hơn rồi gửi."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "answer-not-due": Sentence(
        title=_("Chưa hết hạn trả lời"),
        why=_("Im lặng chỉ được tính là đã nhận khi hết hạn trả lời."),
        what_to_do=_("Chờ bên được chuyển trả lời, hoặc thu hồi lời chuyển."),
    ),
    "handover-policy-wrong": Sentence(
        title=_("Tệp quy định chuyển hồ sơ có chỗ chưa đúng"),
        why=_("Mục {field} thiếu hoặc sai. Chưa có gì thay đổi."),
        what_to_do=_("Sửa mục đó theo docs/howto/hand-over-policy.md rồi làm lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "handover-policy-version-taken": Sentence(
        title=_("Đã có quy định khác mang số phiên bản này"),
        why=_("Quy định đã công bố không sửa được; bản mới phải mang số khác."),
        what_to_do=_("Đặt số phiên bản khác và ngày bắt đầu áp dụng, rồi công bố lại."),
    ),
    "handover-policy-not-yours": Sentence(
        title=_("Chỉ người quản trị đơn vị công bố quy định chuyển hồ sơ"),
        why=_("Hạn trả lời và cách xử lý vòng lặp áp dụng cho mọi cơ quan."),
        what_to_do=_("Gửi văn bản quy định cho người quản trị đơn vị."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "already-offered": Sentence(
        title=_("Hồ sơ đang chờ một nơi trả lời nhận hay không"),
        why=_("Mỗi lúc chỉ có một lần chuyển chờ trả lời, để không ai bị bỏ sót hay giữ chồng."),
        what_to_do=_("Chờ nơi được chuyển nhận hoặc trả lại; trang hồ sơ ghi ai cần trả lời."),
    ),
    "offered-to-oneself": Sentence(
        title=_("Không chuyển hồ sơ cho chính mình"),
        why=_("Bên nhận trùng với người đang giữ. Chưa có gì thay đổi."),
        what_to_do=_("Quay lại, chọn một vị trí khác."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "nobody-on-post": Sentence(
        title=_("Vị trí được chọn hiện không có người nhận hồ sơ"),
        why=_(
            "Hôm nay không có ai được bổ nhiệm và đang hoạt động ở vị trí đó để nhận hồ sơ. Người "
            "chỉ kiểm soát hoặc quản trị hệ thống không nhận hồ sơ."
        ),
        what_to_do=_("Quay lại, chọn vị trí khác có người; hoặc báo người quản trị đơn vị đó."),
    ),
    "grounds-missing": Sentence(
        title=_("Trả lại hồ sơ phải đủ ba điều"),
        why=_("Cần đủ lý do, căn cứ và cơ quan có thẩm quyền. Chưa có gì được trả lại."),
        what_to_do=_("Quay lại, điền phần còn thiếu rồi bấm Trả lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "basis-names-nothing": Sentence(
        title=_("Căn cứ chưa nêu văn bản nào"),
        why=_("Người đọc cần biết quy định ở đâu. Chưa có gì thay đổi."),
        what_to_do=_(
            "Ghi số hiệu văn bản, thêm điều, khoản nếu có. "
            "Ví dụ: 123/2015/NĐ-CP, Điều 13; hoặc Luật Hộ tịch 60/2014/QH13, Điều 13."
        ),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}
