"""Vietnamese figures, dates and names in templates, and the small pictures of the design system.

Loaded into every template by the settings (``builtins``).
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from thongsuot.entrypoints.shared import icons, sentences, svg, tables
from thongsuot.entrypoints.shared.forms import ErrorItem, error_items
from thongsuot.entrypoints.shared.threads import Clock, Stop, StopKind
from thongsuot.kernel import clock, formats

register = template.Library()

Filter = Callable[[Any], str]


def _unless_empty(write: Filter) -> Filter:
    """Let an absent value stay absent: an empty place, never the word None."""

    def filtered(value: Any) -> str:
        return "" if value is None or value == "" else write(value)

    return filtered


def _day(value: date | datetime) -> date:
    return clock.local_date(value) if isinstance(value, datetime) else value


def _number(value: int | float | Decimal) -> str:
    return formats.number(value)


_FILTERS: dict[str, Filter] = {
    "day": lambda value: formats.date(_day(value)),
    "day_in_words": lambda value: formats.date_in_words(_day(value)),
    "weekday": lambda value: formats.weekday(_day(value)),
    "full_day": lambda value: f"{formats.weekday(_day(value))} {formats.date(_day(value))}",
    "hour": formats.time,
    "moment": formats.moment,
    "number": _number,
    "percent": formats.percent,
    "dong": formats.dong,
    "dong_in_words": formats.dong_in_words,
    "personal_id": formats.personal_id,
    "phone": formats.phone,
    "file_size": formats.file_size,
    "phone_link": lambda value: "tel:" + "".join(c for c in str(value) if c.isdigit() or c == "+"),
    "first_upper": lambda value: str(value)[:1].upper() + str(value)[1:],
    "state_name": sentences.state_name,
}
for _name, _write in _FILTERS.items():
    register.filter(_name, _unless_empty(_write))


@register.simple_tag
def icon(name: str, modifier: str = "") -> SafeString:
    """Draw an icon of ``icons.ICONS``; write a word beside it."""
    return mark_safe(icons.icon_svg(name, modifier))  # noqa: S308 - from our own table


@register.simple_tag
def sign(name: str) -> SafeString:
    """Draw a state mark of ``icons.SIGNS``; write a word beside it."""
    return mark_safe(icons.sign_svg(name))  # noqa: S308 - from our own table


@register.inclusion_tag("shared/clock_chip.html")
def clock_chip(clock: Clock) -> Mapping[str, Clock]:
    """Draw a clock: shape, words, colour."""
    return {"clock": clock}


@register.simple_tag
def thread_line(stop: Stop) -> SafeString:
    """Draw the stretch below one stop of a custody thread."""
    refused = stop.kind is StopKind.RETURN
    return svg.thread_line(late=stop.late, paused=stop.paused, dotted=stop.dotted, refused=refused)


@register.simple_tag
def progress(done: int, total: int) -> SafeString:
    """Draw the thread of a question page with the knot on part ``done + 1``."""
    return svg.progress(done, total)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw ``text`` as a QR code."""
    return svg.qr(text, label)


@register.inclusion_tag("shared/error_summary.html")
def error_summary(*bound: forms.BaseForm) -> Mapping[str, list[ErrorItem]]:
    """Draw the error summary over one or more bound forms; nothing when all is right."""
    return {"items": error_items(*bound)}


class _CardsNode(template.Node):
    """What stands between ``cards`` and ``endcards``: one table."""

    def __init__(self, inner: template.NodeList) -> None:
        self.inner = inner

    def render(self, context: template.Context) -> SafeString:
        """Return the table, its rows cards where the window is narrow."""
        return mark_safe(tables.as_cards(self.inner.render(context)))  # noqa: S308 - it was rendered


@register.simple_block_tag
def wide_table(content: SafeString, title: str, kind: str = "", place: str = "") -> SafeString:
    """Draw a table of this head and body: a place to scroll in, its rows cards where it is narrow.

    ``title`` names the place and, for who listens, the table; ``kind`` and ``place`` are classes.
    """
    table = format_html(
        '<table class="{}"><caption class="ts-hidden">{}</caption>{}</table>',
        " ".join(filter(None, ["ts-table", kind])), title, content,
    )  # fmt: skip
    return format_html(
        '<div class="{}" tabindex="0" role="region" aria-label="{}">{}</div>',
        " ".join(filter(None, ["ts-scroll", place])), title,
        mark_safe(tables.as_cards(table)),  # noqa: S308 - it was rendered
    )  # fmt: skip


@register.tag
def cards(parser: template.base.Parser, _token: template.base.Token) -> template.Node:
    """Make the rows of one table cards in narrow windows."""
    inner = parser.parse(("endcards",))
    parser.delete_first_token()
    return _CardsNode(inner)
