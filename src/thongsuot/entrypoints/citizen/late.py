"""What somebody typed into a draft that another page had sent: he reads it again, in words."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.rules.telling import Told, told
from thongsuot.domains.dossiers.queries.drafts import Draft
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.citizen.answers import TopicForm


def unsaved(typed: Mapping[str, str], draft: Draft, slug: str, on: date) -> list[Told]:
    """Return what was typed on the page ``slug`` and differs from what was sent; blanks too."""
    if not slug:
        return _desk(typed, draft, on)
    questions = catalogue.form_of(draft.procedure_code, on)
    asked = next((t for t in questions.topics if t.slug == slug), None) if questions else None
    if questions is None or asked is None:
        return []
    form = TopicForm(questions, asked, typed, kept=draft.answers, on=on)
    given = form.answers if form.is_valid() else form.typed()
    kept = draft.answers.get(slug, {})
    return [
        line
        for line in told(asked, given)
        if {line.name, f"{line.name}_0"} & typed.keys()
        and given.get(line.name, "") != kept.get(line.name, "")
    ]


def _desk(typed: Mapping[str, str], draft: Draft, on: date) -> list[Told]:
    """Return the desk that was chosen instead of the one it was sent to."""
    code = typed.get("desk", draft.receiving_agency)
    desk = organisation.find_agency(code, on) if code != draft.receiving_agency else None
    return [Told(_("Nơi tiếp nhận"), desk.name)] if desk else []
