"""What a BPMN file was refused for, in words: the element, its name, and what to do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.catalogue.terms import Remark
from thongsuot.entrypoints.officer.process_faults import PROBLEMS

Words = str | Promise

ELEMENTS: Final[Mapping[str, Words]] = {
    "task": later("việc không ghi loại"),
    "userTask": later("việc của người dùng"),
    "manualTask": later("việc làm ngoài hệ thống"),
    "serviceTask": later("việc của máy (dịch vụ)"),
    "scriptTask": later("việc của máy (kịch bản)"),
    "sendTask": later("việc gửi"),
    "receiveTask": later("việc nhận"),
    "callActivity": later("việc gọi quy trình khác"),
    "globalTask": later("việc dùng chung"),
    "subProcess": later("quy trình con"),
    "process": later("quy trình"),
    "startEvent": later("sự kiện bắt đầu"),
    "endEvent": later("sự kiện kết thúc"),
    "boundaryEvent": later("sự kiện gắn ở việc"),
    "exclusiveGateway": later("cổng rẽ nhánh (một trong các nhánh)"),
    "parallelGateway": later("cổng song song"),
    "inclusiveGateway": later("cổng rẽ nhiều nhánh"),
    "eventBasedGateway": later("cổng chờ sự kiện"),
    "sequenceFlow": later("mũi tên đi tiếp"),
    "flowNodeRef": later("phần nằm trong làn"),
    "lane": later("làn"),
    "laneSet": later("bộ làn"),
    "textAnnotation": later("ghi chú"),
    "messageFlow": later("mũi tên thông điệp"),
}
REASONS: Final[Mapping[str, Words]] = {
    "outside-subset": later("hệ thống không chạy loại này; thay bằng việc, cổng hoặc bỏ đi"),
    "second-process": later("mỗi tệp chỉ có một quy trình; tách tệp"),
    "second-lane-set": later("các làn phải nằm trong một bộ làn"),
    "without-cause": later("phải chờ đúng một thứ: hết thời gian hoặc người nộp bổ sung"),
    "with-cause": later("bắt đầu và kết thúc không được kèm điều kiện"),
    "not-interrupting": later("sự kiện gắn ở việc phải kết thúc việc đó"),
    "time-not-a-duration": later("thời gian phải ghi là khoảng, ví dụ PT480M"),
    "time-unreadable": later("thời gian phải ghi bằng ngày, giờ, phút, ví dụ PT480M"),
    "on-no-task": later("phải gắn vào một việc của quy trình"),
    "leads-nowhere": later("phải nối hai phần có trong quy trình"),
    "in-two-lanes": later("mỗi bước chỉ nằm trong một làn"),
    "id-twice": later("hai phần của quy trình trùng mã"),
    "flows-at-once": later("nhiều mũi tên ra cùng lúc là chạy song song; đặt cổng rẽ nhánh"),
    "waits-for-ever": later("cổng song song chờ mọi nhánh mà trước đó không tách nhánh"),
    "not-followed": later("không hướng đi nào của quy trình qua đây"),
    "compensation": later("không chạy việc hoàn lại việc khác"),
    "left-out": later("chỉ để giải thích, đã bỏ qua"),
    "condition-left-out": later("điều kiện đã bỏ qua: cán bộ chọn hướng đi"),
    "one-start": later("phải có đúng một chỗ bắt đầu"),
    "no-step": later("phải có ít nhất một bước"),
    "too-many-steps": later("quá nhiều bước"),
    "start-leads-to-one-step": later("bắt đầu phải dẫn tới đúng một bước"),
    "too-many-ways": later("quá nhiều cổng nối tiếp nhau"),
    "gateway-circle": later("các cổng nối vòng vào nhau, giữa không có bước nào"),
    "parallel-branches": later(
        "hồ sơ chỉ có một người giữ: cạnh bước chỉ được có ý kiến, mỗi ý kiến một việc"
    ),
    "leads-to-start": later("không được dẫn về chỗ bắt đầu"),
    "two-causes": later("một hướng chỉ chờ một thứ"),
    "lane-stands-in": later("tệp không nói vị trí, cơ quan của làn: đã điền tạm, sửa ở bảng"),
    "work-stands-in": later("tệp không nói loại việc: đã điền tạm, sửa ở bảng"),
    "share-stands-in": later("tệp không nói thời gian của bước: đã điền 0, sửa ở bảng"),
    "basis-stands-in": later("tệp không nói căn cứ lấy ý kiến: đã điền tạm, sửa ở bảng"),
    "not-readable": later("có giá trị không dùng được; sửa rồi tải lại"),
}


@dataclass(frozen=True, slots=True)
class FileRemark:
    """One remark on a file as people read it: where, what it is called, what is wrong."""

    line: int
    element: str
    id: str
    name: str
    text: str


def _element(name: str) -> str:
    """Return what an element of BPMN is; one without words of ours is named as other tools do."""
    return str(ELEMENTS.get(name) or _("phần tử BPMN khác ({name})").format(name=name))


def in_words(remarks: Iterable[Remark], names: Mapping[str, str]) -> list[FileRemark]:
    """Return remarks in the order of the file; ``names`` are those of its elements by id."""
    return [
        FileRemark(
            line=one.row,
            element=_element(one.field),
            id=one.code or "",
            name=names.get(one.code or "", ""),
            text=str(REASONS.get(one.problem) or PROBLEMS.get(one.problem) or _("không đọc được")),
        )
        for one in sorted(remarks, key=lambda one: one.row)
    ]
