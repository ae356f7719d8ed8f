"""Taking files in: bounded on the way, judged one by one, each told of by its own name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thongsuot.domains.documents.terms import DocumentsError, FileTooLarge
from thongsuot.domains.dossiers.terms.bounds import SentTooMuch
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel import formats
from thongsuot.kernel.errors import Refused
from thongsuot.kernel.text import single_line

ACCEPT: Final = "image/*,application/pdf,.heic"
NAME_SHOWN: Final = 80


class BoundedUpload(TemporaryFileUploadHandler):
    """Keeps no more of a file than may be sent.

    What comes beyond the bound is read and dropped, so that the sender gets a page for an answer
    and not a broken connection; the other files and fields of the form arrive as usual. It takes
    the files of every address (``FILE_UPLOAD_HANDLERS``), also of one whose form has none.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.kept = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Keep a piece, unless the file is already too large."""
        self.kept += len(raw_data)
        if self.kept <= settings.MAX_UPLOAD_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file with the size it had on its way."""
        if file_size > settings.MAX_UPLOAD_BYTES:
            self.file.truncate(0)
        return super().file_complete(file_size)


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that was not taken: for which paper, and what to do about it."""

    component: str
    sentence: str
    refused: str = ""
    """Which refusal and of which file; the page carries it, for a browser keeps no refused file."""


MOST_TOLD: Final = 400
Keep = Callable[[str, str, BinaryIO], object]
"""Takes a component's code, a file's name and its content; raises DocumentsError, SentTooMuch."""


def take_in(request: HttpRequest, components: Iterable[str], keep: Keep) -> list[Problem]:
    """Keep every file sent for the components; return those that could not be taken, with why.

    The good ones stay, whatever is wrong with the others.
    """
    problems = []
    for component in components:
        for file in _files(request, component):
            name = name_of(file)
            try:
                _check_size(file)
                keep(component, name, cast(BinaryIO, file.file))
            except (DocumentsError, SentTooMuch) as refused:
                problems.append(_problem(component, name, file.size or 0, refused))
    return problems


def name_of(file: UploadedFile) -> str:
    """Return how a file that was sent is called, without any folder."""
    return single_line(PurePath(file.name or "").name) or _("tệp không tên")


def name_shown(file: UploadedFile) -> str:
    """Return as much of a file's name as a sentence bears."""
    return _short(name_of(file))


def missing(request: HttpRequest, papers: Iterable[tuple[str, str]]) -> list[Problem]:
    """Return what to say of papers, each a code and a name, for which no file was kept.

    A file chosen for one and refused a moment ago is named again, with what was wrong with it.
    """
    asked = _("Chụp hoặc chọn tệp cho giấy tờ “{name}”")
    return [
        _refused_before(request, code) or Problem(code, asked.format(name=name))
        for code, name in papers
    ]


def _refused_before(request: HttpRequest, component: str) -> Problem | None:
    refusal, _colon, name = posted.line(request, f"refused-{component}", MOST_TOLD).partition(":")
    if not name:
        return None
    known = refusal if refusal in _NAMING_THE_FILE else ""
    sentence = _(_SENTENCES.get(known, _ANY_FILE)).format(name=_short(name))
    return Problem(component, sentence, refused=f"{refusal}:{_short(name)}")


def status_of(problems: Iterable[Problem]) -> HTTPStatus:
    """Return how the answer to such problems is marked for machines."""
    refusals = {problem.refused.partition(":")[0] for problem in problems}
    return next(
        (status for code, status in _STATUSES.items() if code in refusals),
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _files(request: HttpRequest, component: str) -> list[UploadedFile]:
    chosen = request.FILES.getlist(f"file-{component}")
    return [*chosen, *request.FILES.getlist(f"photo-{component}")]


def _check_size(file: UploadedFile) -> None:
    if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise FileTooLarge("larger than allowed", max_bytes=settings.MAX_UPLOAD_BYTES)


_SENTENCES: Final = {
    "file-empty": gettext_noop(
        "Tệp “{name}” không có nội dung. Hãy chụp hoặc chọn lại tệp rồi tải lên."
    ),
    "file-too-large": gettext_noop(
        "Tệp “{name}” nặng {size}, vượt mức {max}. Hãy chụp lại ở cỡ nhỏ hơn hoặc tách thành "
        "nhiều tệp."
    ),
    "file-type-refused": gettext_noop(
        "Tệp “{name}” thuộc loại chưa đọc được. Hãy chọn ảnh (JPG, PNG, HEIC, WebP) hoặc PDF."
    ),
    "file-type-refused/zip": gettext_noop(
        "Bên trong tệp “{name}” là tệp nén, dù mang tên nào. Hãy giải nén rồi gửi từng ảnh hoặc "
        "tệp PDF."
    ),
    "file-type-refused/office": gettext_noop(
        "Tệp “{name}” là văn bản hoặc bảng tính. Hãy lưu thành PDF hoặc chụp ảnh trang giấy rồi "
        "tải lên."
    ),
    "file-type-refused/picture": gettext_noop(
        "Ảnh “{name}” ở dạng chưa đọc được. Hãy lưu lại thành JPG hoặc PNG rồi tải lên."
    ),
    "file-type-refused/film": gettext_noop(
        "Tệp “{name}” là phim. Hãy chụp ảnh trang giấy rồi tải lên."
    ),
    "file-type-refused/web-page": gettext_noop(
        "Tệp “{name}” là trang web. Hãy in trang đó ra PDF rồi tải lên."
    ),
    "file-unreadable": gettext_noop(
        "Tệp “{name}” bị hỏng hoặc tải lên chưa trọn. Hãy mở thử trên máy, chụp lại nếu cần rồi "
        "tải lên lần nữa."
    ),
    "file-locked": gettext_noop(
        "Tệp “{name}” đang đặt mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi tải lại."
    ),
    "file-needs-its-program": gettext_noop(
        "Tệp “{name}” chỉ mở được bằng phần mềm đã tạo ra nó. Hãy in tệp ra PDF hoặc chụp ảnh "
        "trang giấy rồi tải lên."
    ),
    "picture-too-large": gettext_noop(
        "Ảnh “{name}” có quá nhiều điểm ảnh để xử lý. Hãy chụp lại ở cỡ nhỏ hơn."
    ),
    "too-many-pages": gettext_noop(
        "Tệp “{name}” có nhiều trang hơn mức nhận là {max_pages} trang. Hãy tách thành nhiều tệp."
    ),
    "upload-interrupted": gettext_noop(
        "Mạng bị ngắt khi đang tải “{name}”. Các tệp khác và thông tin đã nhập vẫn còn; hãy tải "
        "lại tệp này."
    ),
    "file-as-before": gettext_noop(
        "Tệp “{name}” giống hệt tệp đã gửi trước khi có yêu cầu bổ sung. Hãy đọc lại lý do, chụp "
        "lại hoặc chọn tệp khác."
    ),
    "too-many-files": gettext_noop(
        "Hồ sơ đã có {max_files} tệp, là mức nhiều nhất, nên chưa nhận “{name}”. Hãy bỏ bớt tệp "
        "không cần rồi tải lại."
    ),
    "sent-too-much": gettext_noop(
        "Mạng đang dùng đã gửi quá nhiều tệp trong một giờ nên chưa nhận “{name}”. Thông tin và "
        "các tệp đã nhận vẫn còn; hãy chờ {minutes} phút hoặc đổi sang mạng khác rồi tải lại tệp "
        "này."
    ),
}
_STATUSES: Final = {
    SentTooMuch.code: HTTPStatus.TOO_MANY_REQUESTS,
    FileTooLarge.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
_NAMING_THE_FILE: Final = frozenset(
    code for code, sentence in _SENTENCES.items() if sentence.count("{") == 1
)
"""Refusals whose sentence needs no figure of the file."""
_ANY_FILE: Final = gettext_noop("Tệp “{name}” chưa nhận được. Hãy chọn tệp khác rồi tải lên.")


def _problem(component: str, name: str, size: int, refused: Refused) -> Problem:
    facts: dict[str, Any] = {
        "name": _short(name),
        "size": formats.file_size(size),
        "max": formats.file_size(settings.MAX_UPLOAD_BYTES),
        "max_pages": refused.facts.get("max_pages", ""),
        "max_files": refused.facts.get("max_files", ""),
        "minutes": refused.facts.get("minutes", ""),
    }
    kind = _kind_of(refused)
    sentence = _(_SENTENCES.get(kind, _ANY_FILE)).format(**facts)
    return Problem(component, sentence, f"{kind}:{_short(name)}")


def _kind_of(refused: Refused) -> str:
    """Return the code of a refusal, with what the content was found to be where that has words."""
    finer = f"{refused.code}/{refused.facts.get('found', '')}"
    return finer if finer in _SENTENCES else refused.code


def _short(name: str) -> str:
    return name if len(name) <= NAME_SHOWN else name[: NAME_SHOWN - 1] + "…"
