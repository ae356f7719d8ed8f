"""Vietnamese words for what changed between two versions of a procedure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.catalogue.terms import Difference

Words = str | Promise

FIELDS: Final[Mapping[str, Words]] = {
    "methods.limit": later("Thời hạn giải quyết"),
    "methods.fee": later("Phí, lệ phí"),
    "methods.fee_amount": later("Mức phí, lệ phí"),
    "methods": later("Cách nộp"),
    "methods.note": later("Ghi chú của cách nộp"),
    "methods.order": later("Thứ tự các cách nộp"),
    "components": later("Thành phần hồ sơ"),
    "components.name": later("Tên giấy tờ"),
    "components.originals": later("Số bản chính"),
    "components.copies": later("Số bản sao"),
    "components.group": later("Trường hợp phải nộp"),
    "components.has_form_file": later("Mẫu kèm theo"),
    "components.order": later("Thứ tự giấy tờ"),
    "name": later("Tên thủ tục"),
    "decision": later("Quyết định công bố"),
    "levels": later("Cấp giải quyết"),
    "kind": later("Loại thủ tục"),
    "field": later("Lĩnh vực"),
    "ministry_group": later("Bộ, ngành quản lý"),
    "applicants": later("Đối tượng thực hiện"),
    "competent_authority": later("Cơ quan có thẩm quyền"),
    "executing_agency": later("Cơ quan thực hiện"),
    "delegated_agency": later("Cơ quan được ủy quyền"),
    "coordinating_agency": later("Cơ quan phối hợp"),
    "receiving_address": later("Địa chỉ tiếp nhận"),
    "steps": later("Trình tự thực hiện"),
    "conditions": later("Yêu cầu, điều kiện"),
    "legal_bases": later("Căn cứ pháp lý"),
    "results": later("Kết quả"),
}
"""What can differ, in the order in which it is told: what people feel first comes first."""

COUNTED: Final[Mapping[str, tuple[Words, Words]]] = {
    "methods": (later("thêm {n} cách nộp"), later("bỏ {n} cách nộp")),
    "components": (later("thêm {n} giấy tờ"), later("bỏ {n} giấy tờ")),
    "legal_bases": (later("thêm {n} căn cứ"), later("bỏ {n} căn cứ")),
    "results": (later("thêm {n} kết quả"), later("bỏ {n} kết quả")),
}
"""Lists of which it is enough to say how many lines came and went."""

TEXTS: Final = frozenset({"steps", "conditions"})
"""Of which one line tells that they changed and not how."""
ABSENT: Final = "–"
SHORT: Final = 40
"""Letters up to which both sides of a change are told in one line."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: what, of which paper or channel, and both sides in words."""

    what: str
    of: str
    before: str
    after: str


def in_words(found: Iterable[Difference]) -> list[Change]:
    """Return the changes in the order of ``FIELDS``; of long texts only the lines that changed."""
    return [_change(one) for one in _sorted(found)]


def _sorted(found: Iterable[Difference]) -> list[Difference]:
    order = list(FIELDS)
    return sorted(found, key=lambda one: order.index(_named(one.field)))


def _change(one: Difference) -> Change:
    before, after = _said(one.before), _said(one.after)
    if "\n" in before + after:
        before, after = _changed_lines(before, after)
    of = "" if one.field in COUNTED else one.of
    what = str(FIELDS[_named(one.field)])
    return Change(what, of, before or ABSENT, after or ABSENT)


def _named(field: str) -> str:
    """Return the name under which a field has words; that of its list where it has none."""
    return field if field in FIELDS else field.partition(".")[0]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, dict):
        return _line(value)
    if isinstance(value, list):
        return "\n".join(_said(item) for item in value)
    return "" if value is None else str(value)


def _line(line: Mapping[str, Any]) -> str:
    """Return a paper with its sheets, or a result by its name."""
    counts = [
        words.format(n=line[part])
        for part, words in (("originals", _("{n} bản chính")), ("copies", _("{n} bản sao")))
        if line.get(part)
    ]
    return f"{line['name']} ({', '.join(counts)})" if counts else str(line["name"])


def _changed_lines(before: str, after: str) -> tuple[str, str]:
    old, new = before.splitlines(), after.splitlines()
    changed = [
        (old[a:b], new[c:d])
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    went, came = ([line for pair in changed for line in pair[side]] for side in (0, 1))
    return "\n".join(went), "\n".join(came)


def summary(found: Iterable[Difference]) -> str:
    """Return in one line what changed, empty where nothing did.

    Lines of lists are counted; a value is told with both sides where these are short and the
    same for every paper or channel; all else by its name.
    """
    differing = _sorted(found)
    new = {one.of for one in differing if one.field == "methods"}
    told: dict[str, list[Change]] = {}
    for one in differing:
        told.setdefault(_named(one.field), []).append(_change(one))
    pieces = [piece for field, group in told.items() for piece in _pieces(field, group, new)]
    return "; ".join(pieces)


def _pieces(field: str, group: Sequence[Change], new: Collection[str]) -> list[str]:
    if field in COUNTED:
        came = sum(change.before == ABSENT for change in group)
        return [
            str(words).format(n=n)
            for words, n in zip(COUNTED[field], (came, len(group) - came), strict=True)
            if n
        ]
    sides = {(one.before, one.after) for one in group if one.of not in new}
    name = str(FIELDS[field])
    name = name[:1].lower() + name[1:]
    if len(sides) != 1 or field in TEXTS:
        return [name] if sides else []
    ((before, after),) = sides
    return [f"{name}: {before} → {after}" if len(before + after) <= SHORT else name]
