"""Which papers go with a case: what is asked to tell, and which papers the answers leave out."""

from collections.abc import Mapping

from thongsuot.domains.catalogue.rules.answers import is_met
from thongsuot.domains.catalogue.terms import Field, FieldKind, Form, Paper, ShownWhen, Topic


def deciding_questions(form: Form, answers: Mapping[str, str]) -> list[tuple[Topic, Field]]:
    """Return the choices on which papers depend, in the form's order.

    A choice that the answers given so far rule out is not among them.
    """
    decide = {paper.shown_when.field for paper in form.papers if paper.shown_when}
    return [
        (topic, field)
        for topic in form.topics
        for field in topic.fields
        if field.name in decide and field.kind is FieldKind.CHOICE
        if not _is_ruled_out(field.shown_when, answers)
    ]


def deciding_answers(form: Form, given: Mapping[str, str]) -> dict[str, str]:
    """Return what was given to the deciding questions; other names and values are passed over."""
    return {
        field.name: given[field.name]
        for _topic, field in deciding_questions(form, {})
        if given.get(field.name) in {choice.value for choice in field.choices}
    }


def papers_left(form: Form, answers: Mapping[str, str]) -> list[Paper]:
    """Return the papers that the answers do not exclude; no answer excludes nothing."""
    return [paper for paper in form.papers if not _is_ruled_out(paper.shown_when, answers)]


def is_called_for(paper: Paper, answers: Mapping[str, str]) -> bool:
    """Tell whether an answer calls for a paper that not every case needs."""
    return paper.shown_when is not None and is_met(paper.shown_when, answers)


def _is_ruled_out(condition: ShownWhen | None, answers: Mapping[str, str]) -> bool:
    """Tell whether an answer speaks against it; what was not answered rules nothing out."""
    return condition is not None and condition.field in answers and not is_met(condition, answers)
