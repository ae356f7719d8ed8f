"""The one consolidated request: every component, what is missing, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import MissingPaper
from thongsuot.entrypoints.officer.components import ComponentLine
from thongsuot.entrypoints.officer.forms.base import ActForm, LegalBasis, Words

PROBLEM_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """One component with its two fields."""

    line: ComponentLine
    missing: BoundField
    problem: BoundField


class SupplementForm(ActForm):
    """A tick and a sentence for every component; at least one is ticked."""

    special_base = LegalBasis(
        label=later("Luật chuyên ngành cho phép"),
        required=False,
        help_text=later("Chỉ ghi khi đã quá thời gian chung: số hiệu văn bản, điều, khoản."),
    )

    exception = Words(
        label=later("Vì sao phải yêu cầu thêm một lần"),
        required=False,
        rows=3,
        max_length=PROBLEM_LETTERS,
        help_text=later("Người đứng đầu ghi lý do; sổ ghi rõ đây là lần ngoại lệ."),
    )

    def __init__(
        self, *args: Any, lines: Sequence[ComponentLine], needs_base: bool, once_more: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["special_base"].required = needs_base and not once_more
        self.fields["exception"].required = once_more
        for place, line in enumerate(lines):
            self.fields[f"missing-{place}"] = forms.BooleanField(label=line.name, required=False)
            self.fields[f"problem-{place}"] = Words(
                label=_("Thiếu hoặc sai điều gì: {name}").format(name=line.name),
                required=False,
                rows=2,
                max_length=PROBLEM_LETTERS,
            )

    def rows(self) -> list[ChecklistRow]:
        """Return the checklist."""
        return [
            ChecklistRow(line, self[f"missing-{place}"], self[f"problem-{place}"])
            for place, line in enumerate(self.lines)
        ]

    def clean(self) -> dict[str, Any]:
        """Demand a tick, and what is wrong with every paper ticked."""
        cleaned = super().clean() or self.cleaned_data
        ticked = [place for place, _l in enumerate(self.lines) if cleaned.get(f"missing-{place}")]
        if not ticked:
            first = "missing-0" if self.lines else None
            self.add_error(first, _("Đánh dấu ít nhất một giấy tờ cần bổ sung"))
        for place in ticked:
            name = f"problem-{place}"
            if not cleaned.get(name) and name not in self.errors:
                text = _("Ghi thiếu hoặc sai điều gì ở “{name}”")
                self.add_error(name, text.format(name=self.lines[place].name))
        return cleaned

    def papers(self) -> list[MissingPaper]:
        """Return what is asked for, all at once."""
        cleaned = self.cleaned_data
        return [
            MissingPaper(line.code, line.name, cleaned[f"problem-{place}"])
            for place, line in enumerate(self.lines)
            if cleaned.get(f"missing-{place}")
        ]
