"""Reading form definitions, and refusing those that contradict themselves."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from thongsuot.domains.catalogue.rules.answers import APPLICANT
from thongsuot.domains.catalogue.terms import (
    Choice,
    Field,
    FieldKind,
    Form,
    FormWrong,
    Known,
    Mask,
    Needed,
    Paper,
    ShownWhen,
    StatedLine,
    StatedPart,
    Topic,
)

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_form(document: Mapping[str, object]) -> Form:
    """Return the form that ``document`` (parsed JSON) defines.

    Raises:  FormWrong naming what is missing, doubled or points nowhere.
    """
    try:
        form = _form(document)
    except (KeyError, TypeError, ValueError) as error:
        raise FormWrong(f"form {document.get('code')}: {error!r}") from error
    check_form(form)
    return form


def check_form(form: Form) -> None:
    """Refuse a form whose names are doubled, whose choices are empty, or without a source.

    Raises:  FormWrong.
    """
    _require(bool(form.source and form.topics and form.promise), form, "no source, topic, promise")
    _require(
        form.valid_to is None or form.valid_to > form.valid_from, form, "ends before it starts"
    )
    _unique((topic.slug for topic in form.topics), _SLUG, form)
    _unique((field.name for topic in form.topics for field in topic.fields), _NAME, form)
    _unique((paper.component_code for paper in form.papers), _SLUG, form)
    fields = {field.name: field for topic in form.topics for field in topic.fields}
    for name, required in APPLICANT.items():
        asked = fields.get(name)
        _require(bool(asked and asked.required >= required), form, f"{name} is not asked")
    for topic in form.topics:
        _require(bool(topic.title and topic.fields), form, f"{topic.slug} asks nothing")
        _check_fields(topic, form)
    _check_references(form, fields)
    for field in fields.values():
        for name in (*field.not_before, *field.not_after):
            dated = name in fields and fields[name].kind is FieldKind.DATE
            _require(dated, form, f"{field.name} is compared with {name}, which is no date")
    for part in form.result:
        for line in part.lines:
            known = line.field in fields and line.field not in APPLICANT
            _require(known, form, f"the result states {line.field}")


def _check_references(form: Form, fields: Mapping[str, Field]) -> None:
    """Refuse papers and known answers that depend on a question or an answer there is not."""
    for paper in form.papers:
        if paper.shown_when:
            _check_condition(paper.shown_when, fields, paper.component_code, form)
    for field in fields.values():
        for known in field.known:
            _require(bool(known.value) != bool(known.field), form, f"{field.name}: known how?")
            _require(not known.field or known.field in fields, form, f"no {known.field}")
            if known.when:
                _check_condition(known.when, fields, field.name, form)


def _check_fields(topic: Topic, form: Form) -> None:
    earlier: dict[str, Field] = {}
    for field in topic.fields:
        where = f"{topic.slug}.{field.name}"
        _require(bool(field.label), form, f"{where} has no label")
        values = [choice.value for choice in field.choices]
        is_choice = field.kind is FieldKind.CHOICE
        _require(is_choice == bool(values), form, f"{where}: choices belong to a choice")
        _require(len(set(values)) == len(values), form, f"{where}: a choice is doubled")
        _require(field.max_length >= 1, form, f"{where}: no room for an answer")
        if field.shown_when:
            _check_condition(field.shown_when, earlier, where, form)
        earlier[field.name] = field


def _check_condition(
    condition: ShownWhen, earlier: Mapping[str, Field], where: str, form: Form
) -> None:
    asked = earlier.get(condition.field)
    _require(asked is not None, form, f"{where} depends on no earlier question of its topic")
    known = {choice.value for choice in asked.choices} if asked else set()
    _require(set(condition.values) <= known, form, f"{where} depends on an unknown answer")


def _unique(names: Iterable[str], pattern: re.Pattern[str], form: Form) -> None:
    seen: set[str] = set()
    for name in names:
        _require(bool(pattern.fullmatch(name)), form, f"{name!r} is no name")
        _require(name not in seen, form, f"{name!r} is doubled")
        seen.add(name)


def _require(holds: bool, form: Form, otherwise: str) -> None:
    if not holds:
        raise FormWrong(f"form {form.code}: {otherwise}", form=form.code)


def _form(document: Mapping[str, object]) -> Form:
    ends = document.get("valid_to")
    return Form(
        code=_text(document, "code"),
        title=_text(document, "title"),
        valid_from=date.fromisoformat(_text(document, "valid_from")),
        valid_to=date.fromisoformat(ends) if isinstance(ends, str) else None,
        source=_text(document, "source"),
        minutes=_whole(document, "minutes") or 10,
        topics=tuple(_topic(item) for item in _objects(document, "topics")),
        papers=tuple(_paper(item) for item in _objects(document, "papers")),
        promise=_text(document, "promise"),
        result=tuple(_stated_part(item) for item in _objects(document, "result")),
    )


def _stated_part(item: Mapping[str, object]) -> StatedPart:
    return StatedPart(
        title=_text(item, "title"),
        lines=tuple(
            StatedLine(_text(line, "field"), _text(line, "label"))
            for line in _objects(item, "lines")
        ),
    )


def _topic(item: Mapping[str, object]) -> Topic:
    return Topic(
        slug=_text(item, "slug"),
        title=_text(item, "title"),
        hint=_text(item, "hint", ""),
        fields=tuple(_field(field) for field in _objects(item, "fields")),
    )


def _field(item: Mapping[str, object]) -> Field:
    kind = FieldKind(_text(item, "kind"))
    return Field(
        name=_text(item, "name"),
        label=_text(item, "label"),
        kind=kind,
        required=item.get("required") is True,
        hint=_text(item, "hint", ""),
        choices=tuple(
            Choice(_text(choice, "value"), _text(choice, "label"))
            for choice in _objects(item, "choices")
        ),
        max_length=_whole(item, "max_length") or USUAL_LENGTHS.get(kind, 200),
        autocomplete=_text(item, "autocomplete", ""),
        shown_when=_condition(item, "shown_when"),
        not_future=item.get("not_future") is True,
        year_only=item.get("year_only") is True,
        minimum=_whole(item, "minimum"),
        maximum=_whole(item, "maximum"),
        missing=_text(item, "missing", ""),
        not_before=_texts(item, "not_before"),
        not_after=_texts(item, "not_after"),
        usual_years=_whole(item, "usual_years"),
        each_vnd=_whole(item, "each_vnd"),
        mask=Mask(_text(item, "mask")) if "mask" in item else None,
        known=tuple(
            Known(_condition(one, "when"), _text(one, "field", ""), _text(one, "value", ""))
            for one in _objects(item, "known")
        ),
    )


def _condition(item: Mapping[str, object], name: str) -> ShownWhen | None:
    condition = item.get(name)
    if condition is None:
        return None
    if not isinstance(condition, dict) or not isinstance(condition["values"], list):
        raise TypeError(name)
    return ShownWhen(_text(condition, "field"), tuple(str(value) for value in condition["values"]))


def _paper(item: Mapping[str, object]) -> Paper:
    return Paper(
        component_code=_text(item, "component_code"),
        name=_text(item, "name"),
        needed=Needed(_text(item, "needed")),
        hint=_text(item, "hint", ""),
        shown_when=_condition(item, "shown_when"),
    )


def _text(item: Mapping[str, object], name: str, otherwise: str | None = None) -> str:
    value = item.get(name, otherwise)
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _texts(item: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = item.get(name, [])
    if not isinstance(value, list):
        raise TypeError(name)
    return tuple(str(one) for one in value)


def _whole(item: Mapping[str, object], name: str) -> int | None:
    value = item.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(name)
    return value


def _objects(item: Mapping[str, object], name: str) -> list[dict[str, object]]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
        raise TypeError(name)
    return value


USUAL_LENGTHS = {FieldKind.LONGTEXT: 2000, FieldKind.ADDRESS: 300, FieldKind.TEXT: 200}
"""Characters an answer may have where the form does not say."""
