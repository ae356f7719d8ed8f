"""The components of a dossier's procedure version, with what was sent in for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.terms import Channel
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.text import fold

UPLOAD, DECLARATION = "upload", "declaration"
_DECLARATIONS = ("to khai", "mau to khai", "mau ho tich dien tu", "ban khai")
"""How the published lists begin the line of the declaration, accents and case aside."""
_BULLETS = "-–—•+* "
"""Marks of a list that the published names carry along."""


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component and its files."""

    code: str
    name: str
    group: str
    originals: int
    copies: int
    files: tuple[Any, ...]
    note: str = ""
    """What it means that no file was sent for it."""
    is_missing: bool = False

    @property
    def sheets(self) -> str:
        """How many sheets the procedure asks for, in words."""
        asked = ((self.originals, _("{n} bản chính")), (self.copies, _("{n} bản sao")))
        return ", ".join(text.format(n=number) for number, text in asked if number)


def component_lines(view: DossierView) -> list[ComponentLine]:
    """Return the papers of the version in their order, its notes left out.

    First come files sent for papers that only the electronic form knows; none is ever dropped.
    """
    version = catalogue.versions_of(view.procedure_code)[view.version_number - 1]
    sent = [paper for paper in view.papers if paper.kind == UPLOAD]
    rows = list(catalogue.components_of(version))
    names = _form_names(view, sent, {row.code for row in rows})
    codes = _codes_as_sent(rows, names)
    answered = {paper.component_code for paper in sent}
    lines = [
        ComponentLine(
            code=codes[row.code],
            name=names.get(codes[row.code]) or _shown(row.name),
            group=row.group,
            originals=row.originals or 0,
            copies=row.copies or 0,
            files=_files_of(codes[row.code], sent) or _declaration_for(row, view),
            note=_note(row, view.channel),
            is_missing=row.required is True and view.channel == Channel.ONLINE,
        )
        for row in rows
        if row.is_paper or codes[row.code] in answered
    ]
    others = {code: name for code, name in names.items() if code not in codes.values()}
    return [*_others(others, sent), *lines]


def _shown(name: str) -> str:
    """Return a published name without the marks of the list it stood in."""
    return name.lstrip(_BULLETS) or name


def _codes_as_sent(rows: Sequence[Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return for each line of the version the code under which papers for it were sent.

    The published line often goes on where the name in the electronic form ends: "Giấy chứng sinh;
    trường hợp không có Giấy chứng sinh thì nộp …". It is one paper, and called as applicants know
    it.
    """
    left = {code: fold(name) for code, name in names.items()}
    codes = {}
    for row in rows:
        begins = fold(_shown(row.name))
        same = next((code for code, name in left.items() if begins.startswith(name)), row.code)
        left.pop(same, None)
        codes[row.code] = same
    return codes


def _declaration_for(row: Any, view: DossierView) -> tuple[Any, ...]:
    """Return the declaration for the line that asks for it: it was made from the answers."""
    if not fold(_shown(row.name)).startswith(_DECLARATIONS):
        return ()
    return tuple(paper for paper in view.papers if paper.kind == DECLARATION)


def _note(row: Any, channel: str) -> str:
    """Return why there may be no file: papers are at the desk, or one need not send this one."""
    if row.data_source:
        return _("cơ sở dữ liệu của Nhà nước đã có, không phải nộp")
    if channel != Channel.ONLINE:
        return _("đối chiếu bản giấy")
    if row.required is True:
        return _("bắt buộc, chưa gửi")
    if row.required is False:
        return _("không bắt buộc, không gửi")
    return _("không gửi: chỉ cần nếu thuộc trường hợp này")


def _files_of(code: str, sent: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(paper for paper in sent if paper.component_code == code)


def _form_names(view: DossierView, sent: Sequence[Any], known: set[str]) -> dict[str, str]:
    """Return what the form calls each component sent that the version does not list."""
    form = catalogue.form_of(view.procedure_code, local_date(view.submitted_at))
    names = {paper.component_code: paper.name for paper in form.papers} if form else {}
    codes = dict.fromkeys(p.component_code for p in sent if p.component_code not in known)
    return {code: names.get(code, code) for code in codes}


def _others(names: Mapping[str, str], sent: Sequence[Any]) -> list[ComponentLine]:
    """Return a line for each component that no line of the version stands for."""
    return [
        ComponentLine(
            code=code, name=name, group="", originals=0, copies=0, files=_files_of(code, sent)
        )
        for code, name in names.items()
    ]
