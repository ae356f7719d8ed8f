"""Which form of the law applies to which paper on which day.

Source:  TT 01/2018/TT-VPCP Art. 9-10; TT 03/2025/TT-VPCP Annex I; see docs/law/documents.md.
"""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from thongsuot.domains.documents.terms import FormUnknown, LegalForm

FORMAT: Final = "thongsuot-forms/1"


@cache
def shipped() -> tuple[LegalForm, ...]:
    """Return the forms that the product knows, oldest circular first."""
    read = json.loads(files(__package__).joinpath("data/forms.json").read_text("utf-8"))
    return tuple(
        _form(circular, form) for circular in read["circulars"] for form in circular["forms"]
    )


def form_on(paper: str, on: date) -> LegalForm | None:
    """Return the form that applies to a paper on a day, or None where no circular had one."""
    for form in reversed(shipped()):
        if form.paper == paper and form.valid_from <= on <= (form.valid_to or on):
            return form
    return None


def get_form(key: str) -> LegalForm:
    """Return the form of this name, e.g. "03/2025/TT-VPCP:04".  Raises: FormUnknown."""
    for form in shipped():
        if form.key == key:
            return form
    raise FormUnknown("no circular has such a form", form=key[:60])


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
