"""The form that takes back what waits for a signature, or sends it back to who wrote it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.dossiers.terms import TextNotShown
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.entrypoints.officer.forms.base import ActForm, Words
from thongsuot.entrypoints.officer.words import DRAFTS
from thongsuot.entrypoints.shared.forms import Choice


class TurnDraftForm(ActForm):
    """Which draft, and why; ``seen`` says of each that was shown when it had been written."""

    draft = forms.ChoiceField(
        label=later("Dự thảo nào"), widget=forms.RadioSelect,
        error_messages={"required": later("Chọn dự thảo")},
    )  # fmt: skip
    reason = Words(
        label=later("Lý do"),
        help_text=later(
            "Người soạn, người ký và người giữ hồ sơ đều đọc được; người nộp thì không."
        ),
    )
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, waiting: Sequence[DraftKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was signed meanwhile stays a choice: the act then says what happened.
        self.fields["draft"].choices = [  # type: ignore[attr-defined]  # ChoiceField
            (draft.value, Choice(str(DRAFTS[draft]).capitalize()))
            for draft in (DraftKind if self.is_bound else waiting)
        ]

    @property
    def seen_at(self) -> datetime:
        """When the chosen draft, as it was shown, had been written.

        Raises:  TextNotShown where what was sent does not say.
        """
        shown = dict(one.partition("=")[::2] for one in self.cleaned_data["seen"].split())
        try:
            return datetime.fromisoformat(shown.get(self.cleaned_data["draft"], ""))
        except ValueError:
            raise TextNotShown("what was sent names no such draft that was shown") from None


def seen_of(drafted_at: Mapping[DraftKind, datetime]) -> str:
    """Return what ``seen`` says of the drafts that are shown, each with when it was written."""
    return " ".join(f"{draft.value}={at.isoformat()}" for draft, at in drafted_at.items())
