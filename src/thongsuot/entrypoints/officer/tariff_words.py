"""Rows of tariffs in words, and what is wrong with a row of a file: where, and what to do."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import Remark
from thongsuot.domains.payments.queries import Section, TariffChange
from thongsuot.domains.payments.terms import ApplicantGroup, CollectedAt, FeeKind, Per
from thongsuot.entrypoints.officer.words import CHANNELS
from thongsuot.kernel import formats

Words = str | Promise

SECTIONS: Final[Mapping[Section, Words]] = {
    Section.TARIFFS: later("Mức thu"),
    Section.EXEMPTIONS: later("Miễn, giảm"),
    Section.PAYEES: later("Tài khoản nhận tiền"),
}
KINDS: Final[Mapping[str, Words]] = {FeeKind.FEE: later("phí"), FeeKind.CHARGE: later("lệ phí")}
FIELDS: Final[Mapping[str, Words]] = {
    "procedure": later("mã thủ tục"), "procedures": later("các mã thủ tục"),
    "item": later("mã khoản thu"), "code": later("mã miễn, giảm"), "name": later("tên"),
    "kind": later("loại (phí, lệ phí)"), "per": later("tính theo"),
    "least": later("số bản ít nhất"), "amount_vnd": later("số tiền"),
    "percent": later("phần trăm giảm"),
    "collected": later("thu khi nào"), "case": later("trường hợp"), "channel": later("cách nộp"),
    "group": later("đối tượng"), "areas": later("địa bàn"), "valid_from": later("ngày bắt đầu"),
    "valid_to": later("ngày hết hiệu lực"), "legal_basis": later("căn cứ"),
    "agency": later("cơ quan nhận tiền"), "bank": later("mã ngân hàng"),
    "account": later("số tài khoản"),
}  # fmt: skip
PROBLEMS: Final[Mapping[str, Words]] = {
    "area-unknown": later("không có địa bàn mang mã này; xem lại mã của Cục Thống kê."),
    "group-unknown": later(
        "chính sách thanh toán không có đối tượng này trong những ngày của dòng; công bố chính "
        "sách trước, hoặc sửa ngày."
    ),
    "days-overlap": later(
        "đã có mức khác cho cùng việc trong những ngày này; ghi ngày bắt đầu sau mức đang có, hoặc "
        "bỏ dòng."
    ),
    "procedure-unknown": later("danh mục chưa có thủ tục này; vẫn nhập, xem lại mã."),
}
_REASONS: Final[tuple[tuple[re.Pattern[str], Words], ...]] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"no key of this row", later("không trường nào tên như vậy; xem lại chính tả.")),
        (r"not a day", later("ghi ngày theo dạng 2027-01-31.")),
        (r"it ends before it begins", later("ngày hết hiệu lực phải sau ngày bắt đầu.")),
        (r"a whole number from 0 to (?P<most>\d+)", later("ghi số nguyên từ 0 đến {most}.")),
        (r"a text of 1 to (?P<most>\d+)", later("ghi chữ, từ 1 đến {most} ký tự, trên một dòng.")),
        (r"one of (?P<words>.+)", later("ghi một trong: {words}.")),
        (r"an exemption takes", later("mức giảm từ 1 đến 100 phần trăm.")),
        (r"not a list", later("ghi danh sách các mã, trong ngoặc vuông.")),
        (r"not a (?:short )?code", later("mã không đúng dạng.")),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a tariff as the page shows it."""

    number: int
    about: str
    about_name: str
    name: str
    note: str
    scope: tuple[str, ...]
    amount: str
    days: str
    basis: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A row that a file brought, and what held before it; nothing where it is the first."""

    line: Line
    before: str
    before_days: str


@dataclass(frozen=True, slots=True)
class FileRemark:
    """What is wrong with one row of a file."""

    place: str
    code: str
    field: str
    text: str


def lines_of(section: Section, rows: Iterable[Any], groups: Iterable[ApplicantGroup]) -> list[Line]:
    """Return rows of one section in words; names of procedures in one query."""
    rows = list(rows)
    codes = {getattr(row, "procedure", "") for row in rows} - {""}
    names = {known.code: known.name for known in catalogue.newest_versions_of(sorted(codes))}
    named = {group.code: group.name for group in groups}
    return [_line(section, row, names, named) for row in rows]


def changed_lines(
    section: Section, changes: Iterable[TariffChange], groups: Iterable[ApplicantGroup]
) -> list[ChangedLine]:
    """Return what a file brought of one section, each row beside what it replaced."""
    changes = list(changes)
    lines = lines_of(section, [change.now for change in changes], groups)
    return [
        ChangedLine(
            line,
            _AMOUNTS[section](change.before) if change.before else "",
            _days(change.before) if change.before else "",
        )
        for line, change in zip(lines, changes, strict=True)
    ]


def _line(section: Section, row: Any, names: Mapping[str, str], groups: Mapping[str, str]) -> Line:
    about = row.agency if section is Section.PAYEES else row.procedure
    everywhere = _("mọi cơ quan") if section is Section.PAYEES else _("mọi thủ tục")
    return Line(
        number=row.pk or 0,
        about=everywhere if about in {"", "*"} else about,
        about_name=names.get(about, ""),
        name=row.name,
        note=_note(row) if section is Section.TARIFFS else "",
        scope=() if section is Section.PAYEES else _scope(row, groups),
        amount=_AMOUNTS[section](row),
        days=_days(row),
        basis=getattr(row, "legal_basis", ""),
    )


def _note(row: Any) -> str:
    said = [str(KINDS.get(row.kind, row.kind))]
    if row.per == Per.COPY:
        said.append(_("ít nhất {n} bản").format(n=row.least) if row.least else _("theo số bản"))
    if row.collected == CollectedAt.RESULT:
        said.append(_("thu khi trả kết quả"))
    return ", ".join(said)


def _scope(row: Any, groups: Mapping[str, str]) -> tuple[str, ...]:
    said = []
    if row.case:
        said.append(_("trường hợp {code}").format(code=row.case))
    if row.channel:
        said.append(_("nộp {way}").format(way=CHANNELS.get(row.channel, row.channel)))
    if row.group:
        said.append(groups.get(row.group, row.group))
    if row.area:
        said.append(f"{row.area.name} ({row.area.code})")
    return tuple(said)


def _tariff_amount(row: Any) -> str:
    each = formats.dong(row.amount_vnd)
    return _("{sum} mỗi bản").format(sum=each) if row.per == Per.COPY else each


def _exemption_amount(row: Any) -> str:
    return _("miễn") if row.percent == WHOLE else _("giảm {n} %").format(n=row.percent)


def _payee_amount(row: Any) -> str:
    return _("ngân hàng {bank}, số {account}").format(bank=row.bank, account=row.account)


WHOLE: Final = 100
_AMOUNTS: Final[Mapping[Section, Callable[[Any], str]]] = {
    Section.TARIFFS: _tariff_amount,
    Section.EXEMPTIONS: _exemption_amount,
    Section.PAYEES: _payee_amount,
}


def _days(row: Any) -> str:
    first = formats.date(row.valid_from)
    if row.valid_to is None:
        return _("từ {first}").format(first=first)
    last = formats.date(row.valid_to - timedelta(days=1))
    return _("{first} đến hết {last}").format(first=first, last=last)


def remarks_in_words(remarks: Iterable[Remark]) -> list[FileRemark]:
    """Return what is wrong with the rows of a file, list by list, in their order."""
    lists = [*SECTIONS]
    return [
        FileRemark(_place(one), one.code or "", _field(one.field), _problem(one))
        for one in sorted(remarks, key=lambda one: (lists.index(_section(one)), one.row))
    ]


def _section(remark: Remark) -> Section:
    return Section(remark.field.partition(".")[0])


def _place(remark: Remark) -> str:
    """Return in which list of the file a row stands, by its name there, and at which place."""
    section = _section(remark)
    return _("{list} ({name}), mục thứ {n}").format(
        list=SECTIONS[section], name=section.value, n=formats.number(remark.row)
    )


def _field(path: str) -> str:
    """Return a field in words with its name in the file, which is what has to be looked for."""
    name = path.partition(".")[2] or path
    said = FIELDS.get(name)
    return f"{said} ({name})" if said else name


def _problem(remark: Remark) -> str:
    if remark.problem in PROBLEMS:
        return str(PROBLEMS[remark.problem])
    for pattern, said in _REASONS:
        if found := pattern.match(remark.reason):
            facts = {
                name: formats.number(int(value)) if value.isdecimal() else value
                for name, value in found.groupdict().items()
            }
            return str(said).format(**facts)
    return _("không đọc được giá trị này.")
