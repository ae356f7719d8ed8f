"""What the refusals of dossiers, custody and organisation say to people at a desk."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext_lazy as _

from thongsuot.entrypoints.officer.custody_sentences import CUSTODY
from thongsuot.entrypoints.officer.figure_sentences import FIGURES
from thongsuot.entrypoints.officer.lateness_sentences import LATENESS
from thongsuot.entrypoints.officer.message_sentences import MESSAGES
from thongsuot.entrypoints.officer.money_sentences import MONEY
from thongsuot.entrypoints.officer.process_sentences import PROCESSES
from thongsuot.entrypoints.officer.register_sentences import REGISTERS
from thongsuot.entrypoints.officer.staff_sentences import STAFF
from thongsuot.entrypoints.shared.sentences import Sentence, register

DOOR: Final = "officer"
NOTHING_CHANGED: Final = _("Mở lại hồ sơ để xem tình trạng mới nhất; chưa có gì thay đổi.")

BROUGHT_BACK: Final = Sentence(
    title=_("Chưa có gì được gửi đi"),
    why=_("Trang này không tự điền lại được những gì đã nhập trước khi hết phiên."),
    what_to_do=_("Mở lại trang từ bảng chọn, chép lại nội dung dưới đây nếu còn cần rồi gửi."),
)

DOSSIERS: Final[Mapping[str, Sentence]] = {
    "dossier-unknown": Sentence(
        title=_("Không mở được hồ sơ này ở vị trí đang làm việc"),
        why=_(
            "Mã hồ sơ có thể bị gõ thiếu, hoặc hồ sơ chưa từng đến cơ quan của vị trí này nên "
            "không thuộc phạm vi được xem."
        ),
        what_to_do=_(
            "Kiểm tra lại mã hồ sơ. Nếu kiêm nhiều vị trí, đổi vị trí ở góc trên bên phải rồi mở "
            "lại."
        ),
        status=HTTPStatus.NOT_FOUND,
    ),
    "purpose-needed": Sentence(
        title=_("Cần nêu mục đích xem giấy tờ"),
        why=_(
            "Ông/bà không có việc đang chờ ở hồ sơ này, nên mỗi lần mở giấy tờ của người nộp phải "
            "có mục đích và được ghi lại."
        ),
        what_to_do=_("Mở lại hồ sơ, chọn giấy tờ, nêu mục đích rồi xem."),
    ),
    "act-not-allowed": Sentence(
        title=_("Bước này không làm được ở tình trạng hiện nay của hồ sơ"),
        why=_(
            "Quy định chỉ cho bước này ở tình trạng khác; có thể người khác vừa làm một bước nên "
            "hồ sơ đã đổi. Chưa có gì thay đổi vì lần bấm này."
        ),
        what_to_do=_("Mở lại hồ sơ: các bước làm được lúc này hiện ở cuối trang."),
    ),
    "not-competent": Sentence(
        title=_("Cơ quan này không có thẩm quyền với hồ sơ"),
        why=_(
            "Bảng thẩm quyền đang có hiệu lực không giao việc này cho cơ quan đã chọn hoặc cơ "
            "quan đang làm việc. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Xem cơ quan có thẩm quyền ở trang hồ sơ rồi chuyển đúng nơi. Nếu bảng thẩm quyền "
            "sai, báo người quản trị đơn vị kèm văn bản phân công."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "sent-to-another-desk": Sentence(
        title=_("Hồ sơ này được nộp đến một nơi tiếp nhận khác"),
        why=_(
            "Chỉ nơi tiếp nhận mà người nộp đã chọn mới tiếp nhận hoặc từ chối hồ sơ. Chưa có gì "
            "thay đổi."
        ),
        what_to_do=_(
            "Xem nơi tiếp nhận ở trang hồ sơ. Nếu kiêm vị trí ở nơi đó, đổi vị trí làm việc ở góc "
            "trên bên phải rồi làm lại."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "forwarded-already": Sentence(
        title=_("Nơi tiếp nhận đó đã chuyển hồ sơ này đi rồi"),
        why=_(
            "Hồ sơ không được chuyển qua chuyển lại giữa các nơi tiếp nhận: người nộp không phải "
            "chờ vì các nơi chưa thống nhất. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Tiếp nhận hồ sơ rồi chuyển cho cơ quan có thẩm quyền kèm lý do, hoặc chuyển đến một "
            "nơi tiếp nhận khác đúng hơn."
        ),
    ),
    "refusal-forbidden": Sentence(
        title=_("Không được từ chối vì lý do này"),
        why=_(
            "Tiếp nhận hồ sơ không phụ thuộc địa giới hành chính và không phụ thuộc cách nộp. Chưa "
            "có gì thay đổi."
        ),
        what_to_do=_(
            "Tiếp nhận hồ sơ, hoặc chuyển đến nơi tiếp nhận khác nếu thủ tục giao cho nơi đó; chỉ "
            "từ chối khi có lý do khác."
        ),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "reason-missing": Sentence(
        title=_("Bước này cần lý do bằng lời"),
        why=_(
            "Quy định buộc ghi rõ lý do để người nộp và người giữ sau đọc được; phần đã ghi còn "
            "trống hoặc quá ngắn. Chưa có gì thay đổi."
        ),
        what_to_do=_("Quay lại, ghi rõ vướng điều gì và theo quy định nào, rồi gửi lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "supplement-exhausted": Sentence(
        title=_("Hồ sơ đã được yêu cầu bổ sung đủ số lần cho phép"),
        why=_(
            "Quy định chỉ cho yêu cầu {most} lần, một lần nêu đủ mọi giấy tờ (Nghị định "
            "61/2018/NĐ-CP, Điều 11 khoản 2). Chưa có gì được gửi đi."
        ),
        what_to_do=_(
            "Giải quyết trên giấy tờ đang có, hoặc dự thảo văn bản không giải quyết có nêu lý do."
        ),
    ),
    "no-objection-waits": Sentence(
        title=_("Không có ý kiến nào của người nộp chờ trả lời"),
        why=_(
            "Ý kiến đã được trả lời, người nộp đã gửi giấy tờ, hoặc chưa nêu ý kiến nào. Chưa có "
            "gì thay đổi vì lần bấm này."
        ),
        what_to_do=_("Mở lại hồ sơ, xem Việc gần đây để biết đã trả lời thế nào."),
    ),
    "objection-made": Sentence(
        title=_("Người nộp đã nêu ý kiến về yêu cầu này"),
        why=_("Mỗi yêu cầu bổ sung chỉ nêu ý kiến một lần. Chưa có gì thay đổi vì lần bấm này."),
        what_to_do=_("Mở lại hồ sơ để xem ai trả lời, trước lúc nào, và nói lại cho người nộp."),
    ),
    "objection-too-late": Sentence(
        title=_("Đã hết thời gian bổ sung nên không nêu ý kiến được nữa"),
        why=_("Ý kiến chỉ nêu được trong thời gian bổ sung giấy tờ. Chưa có gì thay đổi."),
        what_to_do=_("Giấy tờ vẫn nhận được khi hồ sơ chưa dừng giải quyết."),
    ),
    "nobody-answers-objections": Sentence(
        title=_("Chưa có ai trả lời được ý kiến này"),
        why=_(
            "Người trả lời phải là người khác với người đã yêu cầu, và lúc này cơ quan không có "
            "ai như vậy. Ý kiến chưa được ghi; giấy tờ vẫn nhận được."
        ),
        what_to_do=_("Báo người phụ trách tổ chức cử người đứng đầu rồi ghi lại."),
    ),
    "objection-not-yours": Sentence(
        title=_("Ý kiến này người khác trả lời"),
        why=_(
            "Người đã yêu cầu bổ sung, hoặc đã soạn yêu cầu, không tự trả lời người nộp; người "
            "đứng đầu cơ quan ghi ở trang hồ sơ trả lời."
        ),
        what_to_do=_("Mở lại hồ sơ để xem ai phải trả lời và trước lúc nào."),
    ),
    "no-request-drafted": Sentence(
        title=_("Chưa có dự thảo yêu cầu bổ sung để ký"),
        why=_("Người thụ lý soạn yêu cầu trước, rồi lãnh đạo mới ký. Chưa có gì được gửi đi."),
        what_to_do=_("Mở hồ sơ, chọn Yêu cầu bổ sung để tự lập, hoặc chờ người thụ lý soạn."),
    ),
    "supplement-too-late": Sentence(
        title=_("Đã hết thời gian được yêu cầu bổ sung"),
        why=_(
            "Yêu cầu bổ sung phải gửi trong {days} ngày làm việc kể từ khi tiếp nhận, hoặc "
            "kể từ khi thời hạn được tính lại (Nghị định "
            "61/2018/NĐ-CP, Điều 19 khoản 4). Chưa có gì được gửi đi."
        ),
        what_to_do=_(
            "Nếu pháp luật chuyên ngành cho thời hạn dài hơn, ghi văn bản, điều, khoản vào ô "
            "“Luật chuyên ngành cho phép”. Nếu không, giải quyết trên giấy tờ đang có."
        ),
    ),
    "no-draft-decision": Sentence(
        title=_("Chưa có dự thảo quyết định"),
        why=_("Phải có người thẩm định soạn dự thảo trước thì mới có văn bản để ký, phát hành."),
        what_to_do=_("Mở hồ sơ, soạn dự thảo quyết định hoặc chuyển cho người thẩm định."),
    ),
    "nothing-waits": Sentence(
        title=_("Không còn dự thảo nào như vậy chờ ký"),
        why=_(
            "Dự thảo đã được ký, đã rút hoặc đã trả lại người soạn trước lần bấm này. Chưa có gì "
            "thay đổi vì lần bấm này."
        ),
        what_to_do=_("Mở lại hồ sơ, xem Việc gần đây để biết dự thảo đang ở đâu."),
    ),
    "own-draft": Sentence(
        title=_("Người soạn dự thảo không tự ký dự thảo của mình"),
        why=_(
            "Văn bản phải qua hai người: một người thẩm định, soạn; một người khác có thẩm quyền "
            "xem và ký. Chưa có gì được ký."
        ),
        what_to_do=_("Chuyển hồ sơ với bước Trình ký cho người có thẩm quyền ký khác."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "not-signed": Sentence(
        title=_("Văn bản chưa ký nên chưa phát hành được"),
        why=_("Chỉ văn bản đã ký và có số mới được phát hành. Chưa có gì thay đổi."),
        what_to_do=_("Chờ người có thẩm quyền ký; hồ sơ sẽ hiện ở mục Chờ phát hành."),
    ),
    "decision-exists": Sentence(
        title=_("Hồ sơ đã có quyết định nên không làm được bước này nữa"),
        why=_(
            "Quyết định đã được ký. Chỉ khi chưa có quyết định mới được rút, dừng (Thông tư "
            "03/2025/TT-VPCP, Điều 7), yêu cầu bổ sung hoặc chuyển thẩm định. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Phát hành và trả kết quả; nếu có sai sót, giải quyết bằng thủ tục đính chính."
        ),
    ),
    "notice-incomplete": Sentence(
        title=_("Thông báo nghĩa vụ tài chính chưa đủ"),
        why=_(
            "Chỉ yêu cầu nộp tiền khi có thông báo ghi số, ngày, số tiền và căn cứ; chỉ xác nhận "
            "đã nộp khi có số biên lai. Chưa có gì thay đổi."
        ),
        what_to_do=_("Quay lại, điền phần còn thiếu như trong thông báo hoặc biên lai."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "bringer-missing": Sentence(
        title=_("Chưa ghi ai mang đến"),
        why=_(
            "Việc người nộp làm tại quầy chỉ được ghi khi biết ai mang đến: người được ủy quyền "
            "thì ghi họ tên, gửi bưu chính thì ghi số bưu gửi. Chưa có gì thay đổi."
        ),
        what_to_do=_("Quay lại, ghi người mang đến rồi bấm lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "recipient-missing": Sentence(
        title=_("Chưa ghi kết quả trả cho ai"),
        why=_(
            "Kết quả chỉ được ghi là đã trả khi biết ai nhận: người được ủy quyền thì ghi họ tên, "
            "gửi bưu chính thì ghi số bưu gửi. Chưa có gì thay đổi."
        ),
        what_to_do=_("Quay lại, ghi người nhận kết quả rồi bấm lại."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}

ORGANISATION: Final[Mapping[str, Sentence]] = {
    "agency-unknown": Sentence(
        title=_("Không có cơ quan với mã này"),
        why=_("Cơ quan có thể đã sáp nhập, đổi mã, hoặc mã bị gõ thiếu."),
        what_to_do=_("Chọn cơ quan trong danh sách đang có hiệu lực."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "area-unknown": Sentence(
        title=_("Không có đơn vị hành chính với mã này"),
        why=_("Đơn vị có thể đã sáp nhập từ ngày 01/07/2025, hoặc mã bị gõ thiếu."),
        what_to_do=_("Chọn đơn vị trong danh sách đang có hiệu lực."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "officer-unknown": Sentence(
        title=_("Không có tài khoản này"),
        why=_("Tài khoản chưa được lập hoặc tên bị gõ thiếu."),
        what_to_do=_("Kiểm tra lại tên tài khoản với người quản trị đơn vị."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "not-on-this-post": Sentence(
        title=_("Không còn làm việc ở vị trí này"),
        why=_("Việc bổ nhiệm ở vị trí đó đã hết hạn hoặc tài khoản đã ngừng hoạt động."),
        what_to_do=_("Chọn vị trí khác; nếu việc bổ nhiệm còn hạn, báo người quản trị đơn vị."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "role-missing": Sentence(
        title=_("Vị trí này chưa được giao việc đó"),
        why=_(
            "Tài khoản không có quyền làm bước này cho cơ quan đang làm việc vào hôm nay. Chưa có "
            "gì thay đổi."
        ),
        what_to_do=_(
            "Chuyển hồ sơ cho người được giao; nếu đã có quyết định giao việc, gửi người quản trị "
            "đơn vị cập nhật."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "organisation-not-yours": Sentence(
        title=_("Chỉ người quản trị đơn vị đổi được tổ chức"),
        why=_("Cơ quan, vị trí, bổ nhiệm và quyền do người quản trị ghi, kèm văn bản."),
        what_to_do=_("Gửi văn bản giao việc cho người quản trị đơn vị."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "draft-changed": Sentence(
        title=_("Văn bản vừa được soạn lại"),
        why=_("Bản dự thảo không còn là bản vừa xem trên trang. Chưa ký gì, chưa có gì thay đổi."),
        what_to_do=_("Mở lại trang ký, đọc bản mới rồi ký nếu đồng ý."),
    ),
    "text-not-shown": Sentence(
        title=_("Chưa rõ ông/bà đã xem văn bản nào để ký"),
        why=_(
            "Lệnh ký vừa gửi không kèm bản dự thảo đã hiện trên trang ký. Chưa ký gì, chưa có gì "
            "thay đổi."
        ),
        what_to_do=_("Mở trang ký của hồ sơ, đọc văn bản rồi ký tại đó."),
    ),
    "no-desk": Sentence(
        title=_("Cơ quan này chưa có nơi tiếp nhận"),
        why=_("Không tìm thấy nơi tiếp nhận cho cơ quan vào hôm nay."),
        what_to_do=_("Báo người quản trị đơn vị bổ sung nơi tiếp nhận cho cơ quan."),
    ),
}

RECORD: Final[Mapping[str, Sentence]] = {
    "key-reused": Sentence(
        title=_("Trang này đã được gửi trước đó cho một việc khác"),
        why=_("Mỗi trang chỉ gửi được một lần, để bấm hai lần không thành hai việc."),
        what_to_do=NOTHING_CHANGED,
    ),
    "back-dated": Sentence(
        title=_("Đồng hồ máy chủ chạy lùi so với việc trước"),
        why=_("Sổ ghi không nhận một việc sớm hơn việc đã ghi trước nó. Chưa có gì thay đổi."),
        what_to_do=_("Thử lại sau một phút; nếu vẫn vậy, báo người vận hành kèm mã tham chiếu."),
    ),
    "disclosure-refused": Sentence(
        title=_("Không xem được thông tin đầy đủ của người nộp"),
        why=_("Chỉ người đang giải quyết hồ sơ mới xem được, và mỗi lần xem đều được ghi lại."),
        what_to_do=_("Làm việc với thông tin đã che; nếu cần liên hệ, nhờ người đang giữ hồ sơ."),
        status=HTTPStatus.FORBIDDEN,
    ),
}

RULES_OF_THE_DAY: Final[Mapping[str, Sentence]] = {
    "procedure-not-in-force": Sentence(
        title=_("Thủ tục này không có hiệu lực vào hôm nay"),
        why=_(
            "Thủ tục đã bị bãi bỏ, hoặc chưa đến ngày áp dụng, nên hôm nay không tiếp nhận được."
        ),
        what_to_do=_(
            "Xem thủ tục thay thế trong danh mục và hướng dẫn người nộp; không phải lỗi của họ."
        ),
    ),
    "channel-not-offered": Sentence(
        title=_("Thủ tục này không nhận theo cách nộp đó"),
        why=_("Danh mục đã công bố không có cách nộp này cho thủ tục."),
        what_to_do=_("Hướng dẫn người nộp cách nộp có trong danh mục, kèm địa chỉ."),
    ),
    "limit-not-settled": Sentence(
        title=_("Chưa tiếp nhận được vì thời hạn của thủ tục chưa rõ"),
        why=_(
            "Văn bản công bố không ghi đơn vị tính hoặc ghi nhiều thời hạn; hệ thống không tự "
            "đoán. Chưa có gì thay đổi."
        ),
        what_to_do=_("Báo đơn vị kiểm soát thủ tục xác định thời hạn kèm căn cứ, rồi tiếp nhận."),
    ),
    "calendar-gap": Sentence(
        title=_("Chưa tính được ngày hẹn vì chưa có lịch làm việc"),
        why=_(
            "Hạn trả rơi vào năm {year}, lịch nghỉ và làm bù của năm đó chưa được công bố. Hệ "
            "thống không tự đoán. Chưa có gì thay đổi."
        ),
        what_to_do=_(
            "Báo người vận hành công bố lịch năm {year} (lệnh thongsuot calendar publish), rồi làm "
            "lại bước này."
        ),
    ),
    "paper-size-unknown": Sentence(
        title=_("Giấy tờ này không in được khổ đã chọn"),
        why=_("Mỗi mẫu có những khổ in riêng. Chưa in gì."),
        what_to_do=_("Mở lại trang Thành phần và chọn một khổ ghi ở đó."),
    ),
    "paper-words-not-kept": Sentence(
        title=_("Giấy tờ này chỉ in được từ tệp gốc"),
        why=_("Giấy tờ lập trước khi hệ thống giữ nội dung để in lại. Chưa in gì."),
        what_to_do=_("Mở tệp PDF ở trang Thành phần và in từ đó."),
    ),
    "signature-unavailable": Sentence(
        title=_("Chưa ký được"),
        why=_(
            "Dịch vụ ký số không trả lời hoặc không ký. Chưa ký, chưa gửi gì; không gì thay đổi."
        ),
        what_to_do=_(
            "Chờ vài phút rồi làm lại bước này. Nếu vẫn vậy, báo người vận hành kiểm tra chứng thư "
            "và dịch vụ ký số."
        ),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "paper-unknown": Sentence(
        title=_("Không mở được giấy tờ này"),
        why=_("Giấy tờ không thuộc hồ sơ này, hoặc hồ sơ ngoài phạm vi được xem."),
        what_to_do=_("Mở lại thẻ Thành phần của hồ sơ và chọn giấy tờ ở đó."),
        status=HTTPStatus.NOT_FOUND,
    ),
}

SENTENCES: Final = {
    **DOSSIERS, **CUSTODY, **ORGANISATION, **STAFF, **RECORD, **RULES_OF_THE_DAY, **FIGURES,
    **LATENESS, **PROCESSES, **MONEY, **REGISTERS, **MESSAGES,
}  # fmt: skip
register(SENTENCES, DOOR)
