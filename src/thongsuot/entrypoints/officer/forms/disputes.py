"""The superior's decision: which agency, on what legal basis."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.entrypoints.officer.forms.acts import agency_choices
from thongsuot.entrypoints.officer.forms.base import ActForm, LegalBasis
from thongsuot.entrypoints.officer.handing import OTHER
from thongsuot.entrypoints.shared.forms import Choice


class RulingForm(ActForm):
    """Name the competent agency, one of those involved or another, and the legal basis."""

    agency = forms.ChoiceField(
        label=later("Cơ quan nào có thẩm quyền?"),
        widget=forms.RadioSelect,
        error_messages={"required": later("Chọn cơ quan có thẩm quyền")},
    )
    other = forms.ChoiceField(label=later("Cơ quan khác"), required=False)
    legal_basis = LegalBasis(
        label=later("Căn cứ pháp lý"),
        help_text=later("Số hiệu văn bản, điều, khoản giao thẩm quyền."),
    )

    def __init__(self, *args: Any, parties: Mapping[str, str], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, Choice(name)) for code, name in parties.items()]
        last = (OTHER, Choice(_("Cơ quan khác…")))
        self.fields["agency"].choices = [*named, last]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["other"].choices = agency_choices("", at)  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Demand the other agency where "another" is chosen."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("agency") == OTHER and not cleaned.get("other"):
            self.add_error("other", _("Chọn cơ quan trong danh sách"))
        return cleaned

    @property
    def chosen(self) -> str:
        """The code of the agency decided to be competent."""
        cleaned = self.cleaned_data
        return str(cleaned["other"] if cleaned["agency"] == OTHER else cleaned["agency"])
