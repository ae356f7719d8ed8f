"""The form by which an officer answers what the record says of him."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.rules.explaining import LETTERS
from thongsuot.domains.ledger.terms import Act, ActorKind
from thongsuot.entrypoints.officer.forms.base import ActForm, Words
from thongsuot.entrypoints.officer.words import act_in_words
from thongsuot.entrypoints.shared.forms import Choice
from thongsuot.kernel import formats


def entry_in_words(act: Act) -> str:
    """Return what an entry says was done: what an officer only entered is named so."""
    return act_in_words(act.act, by_officer=act.actor.kind is ActorKind.OFFICER)


class ExplainForm(ActForm):
    """Which entry is answered, and the answer."""

    entry = forms.TypedChoiceField(
        label=later("Trả lời dòng nào trong sổ ghi?"), coerce=int, widget=forms.RadioSelect
    )
    words = Words(
        label=later("Giải trình"),
        help_text=later(
            "Nêu việc đã xảy ra, căn cứ, giấy tờ chứng minh. Không ghi thông tin của người nộp."
        ),
        max_length=LETTERS,
        rows=6,
    )

    def __init__(self, *args: Any, entries: Sequence[Act], about: str = "", **kwargs: Any) -> None:
        """Take the entries; ``about`` is the instant of the one he came from, if any.

        An instant of none of them chooses none: the officer says which entry he answers.
        """
        super().__init__(*args, **kwargs)
        field = self.fields["entry"]
        field.choices = [  # type: ignore[attr-defined]  # a field of choices
            (act.seq, Choice(f"{formats.moment(act.at)}: {entry_in_words(act)}")) for act in entries
        ]
        if entries:
            of_then = [act.seq for act in entries if not about or act.at.isoformat() == about]
            field.initial = of_then[-1] if of_then else None
