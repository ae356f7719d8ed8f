"""The form that takes back what waits for a signature, or sends it back to who wrote it."""

from collections.abc import Sequence
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
    """Which draft, and why; ``seen`` says when the visitor was shown what waits."""

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
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, waiting: Sequence[DraftKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was signed meanwhile stays a choice: the act then says what happened.
        self.fields["draft"].choices = [  # type: ignore[attr-defined]  # ChoiceField
            (draft.value, Choice(str(DRAFTS[draft]).capitalize()))
            for draft in (DraftKind if self.is_bound else waiting)
        ]

    @property
    def seen_at(self) -> datetime:
        """When the page was made.  Raises: TextNotShown where what was sent does not say."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            raise TextNotShown("what was sent does not say when it was shown") from None
