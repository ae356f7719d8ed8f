"""What a refusal says to a person: what happened, why, what to do.

Every door registers the sentences of the codes it can meet; a code without a sentence of its own
still gets a complete one. Placeholders name the facts of the refusal: ``{limit}`` as it is,
``{size:file_size}``, ``{amount:dong}``, ``{count:number}`` written the Vietnamese way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from string import Formatter
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from thongsuot.kernel import formats
from thongsuot.kernel.errors import Fact, Refused

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Sentence:
    """A refusal in words, in the order in which people need them.

    ``who`` names whom to turn to when the act cannot be done by the reader; pages fall back to
    the hotline. ``status`` is what machines see.
    """

    title: Text
    why: Text
    what_to_do: Text
    who: Text = ""
    status: HTTPStatus = HTTPStatus.CONFLICT


FALLBACK: Final = Sentence(
    title=_("Việc này chưa thực hiện được"),
    why=_(
        "Quy định hoặc tình trạng hiện tại của hồ sơ không cho phép bước vừa chọn. Chưa có gì "
        "thay đổi."
    ),
    what_to_do=_(
        "Quay lại trang trước để xem tình trạng mới nhất. Nếu vẫn cần làm bước này, hãy hỏi "
        "người hỗ trợ và đọc mã tham chiếu bên dưới."
    ),
)
"""For a code nobody gave words to yet: complete, true of every refusal, and traceable."""

UNKNOWN: Final = Sentence(
    title=_("Không tìm thấy"),
    why=_("Mã này không có ở đây, hoặc không dành cho người đang hỏi."),
    what_to_do=_("Xem lại mã, hoặc hỏi nơi đã đưa mã."),
    status=HTTPStatus.NOT_FOUND,
)
"""For a code named ``…-unknown`` without words of its own."""

STATE_NAMES: Final[Mapping[int, Text]] = {
    1: _("Mới đăng ký"),
    2: _("Được tiếp nhận"),
    3: _("Không được tiếp nhận"),
    4: _("Đang xử lý"),
    5: _("Yêu cầu bổ sung giấy tờ"),
    6: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
    7: _("Công dân yêu cầu rút hồ sơ"),
    8: _("Dừng xử lý"),
    9: _("Đã xử lý xong"),
    10: _("Đã trả kết quả"),
}
"""The ten national states, by their number."""

EVERY_DOOR: Final = ""
_sentences: dict[tuple[str, str], Sentence] = {}


class SentenceTaken(ValueError):
    """Two different sentences were registered for one code."""


def register(sentences: Mapping[str, Sentence], door: str = EVERY_DOOR) -> None:
    """Give refusal codes their words; called once by each door when it is loaded.

    With ``door`` ("citizen", "officer", "api") the words are for its visitors alone and come
    before those for every door: a citizen and an officer are told different things to do.

    Raises:  SentenceTaken if a code has other words there already.
    """
    for code, sentence in sentences.items():
        if _sentences.setdefault((door, code), sentence) != sentence:
            raise SentenceTaken(f"the code {code} has a sentence already")


def registered_codes(door: str = EVERY_DOOR) -> frozenset[str]:
    """Return every code that has words at ``door`` (tests compare it with the rooms' errors)."""
    return frozenset(code for place, code in _sentences if place in {door, EVERY_DOOR})


def sentence_for(refused: Refused, door: str = EVERY_DOOR) -> Sentence:
    """Return the words for one refusal at one door, its facts filled in.

    A refusal without words of its own takes those of the wider one that it is a case of.
    """
    sentence = _words_of(type(refused), door)
    try:
        return Sentence(
            title=_filled(sentence.title, refused.facts),
            why=_filled(sentence.why, refused.facts),
            what_to_do=_filled(sentence.what_to_do, refused.facts),
            who=_filled(sentence.who, refused.facts),
            status=sentence.status,
        )
    except KeyError:
        # A fact the sentence needs is not there: rather fewer words than half a sentence.
        return FALLBACK


def _words_of(kind: type[Refused], door: str) -> Sentence:
    wider = [k.code for k in kind.__mro__ if issubclass(k, Refused)]
    places = [(place, code) for code in wider for place in (door, EVERY_DOOR)]
    otherwise = UNKNOWN if kind.code.endswith("-unknown") else FALLBACK
    return next((_sentences[place] for place in places if place in _sentences), otherwise)


def state_name(state: Any) -> str:
    """Return the Vietnamese name of a national state, given as number or as an enum of it."""
    return str(STATE_NAMES[int(state)])


class _FactFormatter(Formatter):
    """``str.format`` with Vietnamese number styles; facts are data, so no attribute is reached."""

    WRITERS: Final[Mapping[str, Any]] = {
        "file_size": formats.file_size,
        "dong": formats.dong,
        "number": formats.number,
        "percent": formats.percent,
    }

    def get_field(
        self,
        field_name: str,
        args: Any,  # noqa: ARG002 - the signature of Formatter
        kwargs: Any,
    ) -> tuple[Any, str]:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(self.WRITERS.get(format_spec, str)(value))


def _filled(text: Text, facts: Mapping[str, Fact]) -> str:
    return _FactFormatter().vformat(str(text), (), facts)
