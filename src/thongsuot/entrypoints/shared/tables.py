"""Tables whose rows become cards where the window is narrow, and stay tables for who listens.

One piece for every wide table: the head's words go to each cell as its label, and every part gets
the role that browsers take away from a table whose parts are laid out as blocks.
"""

import re
from html import unescape
from typing import Final

from django.utils.html import escape, strip_tags

_HEAD: Final = re.compile(r"<thead.*?</thead>", re.DOTALL)
_HEADING: Final = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<(th|td)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_ROLES: Final = (
    ("<thead", '<thead role="rowgroup"'),
    ("<tbody", '<tbody role="rowgroup"'),
    ("<tr", '<tr role="row"'),
    ('<th scope="col"', '<th scope="col" role="columnheader"'),
)


def as_cards(table: str) -> str:
    """Return the markup of one table with labels on its cells and roles on its parts.

    The table is the page's own markup, written out: no table inside another, no label by hand.
    """
    head = _HEAD.search(table)
    labels = [_words(heading) for heading in _HEADING.findall(head[0])] if head else []
    begin, sign, rest = table.partition("</thead>")
    rest = _ROW.sub(lambda row: _labelled(row[0], labels), rest)
    table = begin + sign + rest
    for plain, told in _ROLES:
        table = table.replace(plain, told)
    return table.replace('<table class="', '<table role="table" class="ts-cards ', 1)


def _labelled(row: str, labels: list[str]) -> str:
    """Return one row whose cells bear their column's words."""
    waiting = iter(labels)
    return _CELL.sub(lambda cell: _cell(cell, next(waiting, "")), row)


def _cell(cell: re.Match[str], label: str) -> str:
    name, attributes, content = cell.groups()
    if name == "th":
        return f'<th role="rowheader"{attributes}>{content}</th>'
    shown = "" if "colspan" in attributes or not label else f' data-label="{escape(label)}"'
    return f'<td role="cell"{shown}{attributes}><div class="ts-cards__value">{content}</div></td>'


def _words(heading: str) -> str:
    return " ".join(unescape(strip_tags(heading)).split())
