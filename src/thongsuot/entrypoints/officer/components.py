"""The components of a dossier's procedure version, with what was sent in for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.dossiers.queries import DossierView

UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component and its files."""

    code: str
    name: str
    group: str
    originals: int
    copies: int
    is_paper: bool
    files: tuple[Any, ...]


def component_lines(view: DossierView) -> list[ComponentLine]:
    """Return all components of the version, in their order; last, files that belong to none."""
    version = catalogue.versions_of(view.procedure_code)[view.version_number - 1]
    sent = [paper for paper in view.papers if paper.kind == UPLOAD]
    lines = [
        ComponentLine(
            code=row.code,
            name=row.name,
            group=row.group,
            originals=row.originals or 0,
            copies=row.copies or 0,
            is_paper=row.is_paper,
            files=_files_of(row.code, sent),
        )
        for row in catalogue.components_of(version)
    ]
    known = {line.code for line in lines}
    return [*lines, *_others(sent, known)]


def _files_of(code: str, sent: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(paper for paper in sent if paper.component_code == code)


def _others(sent: Sequence[Any], known: set[str]) -> list[ComponentLine]:
    """Return a line for each component code that the version does not know (never dropped)."""
    codes = dict.fromkeys(p.component_code for p in sent if p.component_code not in known)
    return [
        ComponentLine(
            code=code, name=code, group="", originals=0, copies=0, is_paper=True,
            files=_files_of(code, sent),
        )
        for code in codes
    ]  # fmt: skip
