"""Which form of the law applies to which paper on which day, and what papers there are.

Source:  TT 01/2018/TT-VPCP Art. 9-10; TT 03/2025/TT-VPCP Annex I; see docs/law/documents.md.
"""

from datetime import date
from functools import cache
from typing import Any, Final

from thongsuot.domains.documents.terms import FormUnknown, LegalForm, PaperSize, Printed
from thongsuot.kernel.packaged import packaged_json

FORMAT: Final = "thongsuot-forms/1"
_SINCE: Final = date(2018, 6, 21)
"""The day of NĐ 61/2018: no paper is older."""


@cache
def shipped() -> tuple[LegalForm, ...]:
    """Return the forms of the law that the product knows, oldest circular first."""
    return tuple(
        _form(circular, form) for circular in _read()["circulars"] for form in circular["forms"]
    )


@cache
def ours() -> tuple[LegalForm, ...]:
    """Return the papers for which no circular has a form: their templates are ours."""
    return tuple(
        LegalForm(
            circular="", number=row["paper"], paper=row["paper"], title=row["title"],
            valid_from=_SINCE, valid_to=None, mark="", source=row["ours"],
        )
        for row in _read()["papers"] if "ours" in row
    )  # fmt: skip


def replaceable() -> tuple[LegalForm, ...]:
    """Return all whose template may be replaced, those of the law first."""
    return (*shipped(), *ours())


@cache
def papers() -> dict[str, Printed]:
    """Return every template by its name, with the sizes it is made for."""
    return {
        row["paper"]: Printed(
            paper=row["paper"], title=row["title"], as_roll=row.get("roll", ""),
            sizes=tuple(PaperSize(size) for size in row["sizes"]),
        )
        for row in _read()["papers"]
    }  # fmt: skip


def sizes_of(paper: str) -> tuple[PaperSize, ...]:
    """Return on which sizes the words of a template can be printed, the usual one first."""
    known = papers()[paper]
    return (*known.sizes, PaperSize.ROLL) if known.as_roll else known.sizes


def form_on(paper: str, on: date) -> LegalForm | None:
    """Return the form that applies to a paper on a day, or None where no circular had one."""
    for form in reversed(shipped()):
        if form.paper == paper and form.valid_from <= on <= (form.valid_to or on):
            return form
    return None


def find_ours(paper: str) -> LegalForm | None:
    """Return a paper of ours by its name."""
    return next((form for form in ours() if form.paper == paper), None)


def get_form(key: str) -> LegalForm:
    """Return the form of this name: "03/2025/TT-VPCP:04", or "receipt".  Raises: FormUnknown."""
    for form in replaceable():
        if form.key == key:
            return form
    raise FormUnknown("no circular has such a form", form=key[:60])


@cache
def _read() -> dict[str, Any]:
    return dict(packaged_json("thongsuot.domains.documents", "forms.json"))


def _form(circular: dict[str, Any], form: dict[str, str]) -> LegalForm:
    last = circular["valid_to"]
    return LegalForm(
        circular=circular["number"],
        number=form["number"],
        paper=form["paper"],
        title=form["title"],
        valid_from=date.fromisoformat(circular["valid_from"]),
        valid_to=date.fromisoformat(last) if last else None,
        mark=circular["mark"],
        source=circular["source"],
    )
