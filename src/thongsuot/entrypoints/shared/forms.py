"""Forms of both doors: labels without colons, errors that say what to enter, dates in three boxes.

HTML5 checks stay off (write ``novalidate`` on the ``<form>``): errors come from the server, in
one summary and at the field, in our words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.kernel import formats

DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
CHOOSING = (forms.ChoiceField, forms.FileField)


@dataclass(frozen=True, slots=True)
class Choice:
    """The words of one tile: label, a hint under it, a remark with its state mark at the right."""

    label: str
    hint: str = ""
    mark: str = ""
    sign: str = ""
    tone: str = "ok"

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """One line of an error summary."""

    text: str
    address: str = ""


class Form(forms.Form):
    """The root of every form: required fields say what to enter or choose.

    A field with words of its own (``error_messages``) keeps them.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") != DJANGO_REQUIRED:
                continue
            field.error_messages["required"] = _missing(field)


def _missing(field: forms.Field) -> str:
    """Return what to do about a field left empty; a question stands as it is asked."""
    label = str(field.label or "")
    if label.endswith("?"):
        return _("Trả lời câu “{label}”").format(label=label)
    wording = _("Chọn {label}") if isinstance(field, CHOOSING) else _("Nhập {label}")
    return wording.format(label=_lower_first(label))


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three boxes; what was typed stays, right or wrong."""

    template_name = "django/forms/widgets/date_boxes.html"
    use_fieldset = True

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        boxes = (
            (gettext_lazy("Ngày"), 2),
            (gettext_lazy("Tháng"), 2),
            (gettext_lazy("Năm"), 4),
        )
        widgets = [
            forms.TextInput(
                {"title": title, "class": f"ts-input--{length}", "inputmode": "numeric"}
                | {"maxlength": length, "autocomplete": "off"}
            )
            for title, length in boxes
        ]
        super().__init__(widgets, dict(attrs or {}))

    def decompress(self, value: Any) -> list[str]:
        """Split a stored date over the boxes."""
        if not isinstance(value, date):
            return ["", "", ""]
        return [f"{value.day:02}", f"{value.month:02}", f"{value.year:04}"]

    def id_for_label(self, id_: str) -> str:
        """Return the first box: an error summary leads there."""
        return f"{id_}_0" if id_ else ""


class DateField(forms.Field):
    """A date asked for in three boxes.

    ``not_after`` is today where a future date cannot be right; the door passes it, as fields do
    not read the clock.
    """

    widget = DateBoxes

    def __init__(self, *, not_after: date | None = None, **kwargs: Any) -> None:
        self.not_after = not_after
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the date in the boxes.

        Raises:  ValidationError with the sentence that belongs at the field.
        """
        parts: Sequence[str] = [str(part or "").strip() for part in value or ()]
        if not any(parts):
            return None
        try:
            given = formats.parse_date("/".join(parts))
        except ValueError as error:
            sentence = _("{label} phải có đủ ngày, tháng, năm. Ví dụ: 27/3/2007")
            raise ValidationError(sentence.format(label=self.label)) from error
        if self.not_after is not None and given > self.not_after:
            sentence = _("{label} không thể sau hôm nay ({today})")
            today = formats.date(self.not_after)
            raise ValidationError(sentence.format(label=self.label, today=today))
        return given


def error_items(*bound: forms.BaseForm) -> list[ErrorItem]:
    """Return the lines of the error summary over all ``bound`` forms, each leading to its field."""
    items = []
    for form in bound:
        items += [ErrorItem(str(text)) for text in form.non_field_errors()]
        for field in form:
            items += [ErrorItem(str(text), f"#{target_of(field)}") for text in field.errors]
    return items


def target_of(field: forms.BoundField) -> str:
    """Return the id to which an error leads: the field, or its first box or tile."""
    return field.id_for_label or f"{field.auto_id}_0"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
