"""The inbox: what waits, by due time, in the blocks that the post can have work in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers.queries import Block, Hit
from thongsuot.domains.dossiers.queries.inbox import InboxPage
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.people import policy as people_policy
from thongsuot.domains.people import services as people
from thongsuot.domains.people.terms import DisclosureRefused
from thongsuot.entrypoints.officer import clocks, places, rows
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.situation import Powers
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import BLOCKS
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel.clock import local_date

MOST_LETTERS = 60


_HOLDERS: Final = frozenset({Role.RECEIVE, Role.HANDLE, Role.SIGN})
_WORKERS: Final[Mapping[Block, frozenset[Role]]] = {
    Block.INTAKE: frozenset({Role.RECEIVE}),
    Block.OFFERED: _HOLDERS,
    Block.DISPUTED: frozenset(),
    Block.OBJECTION: frozenset(),
    Block.OPINION: frozenset(),
    Block.HELD: _HOLDERS,
    Block.APOLOGY: frozenset(),
    Block.REQUEST: frozenset(),
    Block.PAPERS: frozenset(),
    Block.ISSUE: frozenset({Role.ISSUE}),
    Block.RESULT: frozenset({Role.RECEIVE}),
}
"""Whose work a block can be; to others it is shown only while something waits in it."""


@dataclass(frozen=True, slots=True)
class BlockTab:
    """One block as a tab."""

    name: str
    address: str
    count: int
    key: str
    is_current: bool


@require_safe
@for_officers
def inbox(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the first block in which something waits; to a post without work, what it can do."""
    counts, powers = dossiers.block_counts(by=visitor.by, at=visitor.at), rows.powers_of(visitor)
    usable = _usable(powers, counts)
    if not usable:
        context = {"controls": Role.CONTROL in powers.roles}
        return page(request, visitor, "onlooker.html", context)
    shown = next((block for block in usable if counts[block]), usable[0])
    return _list(request, visitor, shown, counts, powers)


@require_safe
@for_officers
def block(request: HttpRequest, visitor: Visitor, name: str) -> HttpResponse:
    """Show one block."""
    if name not in set(Block):
        raise Http404
    shown, counts = Block(name), dossiers.block_counts(by=visitor.by, at=visitor.at)
    if shown not in counts:
        counts[shown] = dossiers.count_in(shown, by=visitor.by, at=visitor.at)
    return _list(request, visitor, shown, counts, rows.powers_of(visitor))


def _usable(powers: Powers, counts: Mapping[Block, int]) -> list[Block]:
    """Return the blocks that the post can have work in, in their order."""
    return [
        block
        for block in BLOCKS
        if counts.get(block) or powers.roles & _WORKERS.get(block, frozenset())
    ]


def _list(
    request: HttpRequest, visitor: Visitor, shown: Block, counts: dict[Block, int], powers: Powers
) -> HttpResponse:
    found = dossiers.inbox_page(
        shown, by=visitor.by, at=visitor.at,
        after=places.asked(request, places.AFTER), before=places.asked(request, places.BEFORE),
    )  # fmt: skip
    address = reverse("officer:block", args=[shown.value])
    context = {
        "uncounted": _uncounted(visitor) if found.rows else "",
        "groups": rows.groups_of(found.rows, visitor, shown, powers),
        "tabs": _tabs(shown, counts, {shown, *_usable(powers, counts)}),
        "shown": BLOCKS[shown],
        "total": counts[shown],
        "is_first_use": not any(counts.values()),
        "reminders": dossiers.reminder_count(visitor.by),
        "to_sign": _to_sign(visitor, shown, counts, powers),
        "pager": _pager(found, address),
        "first": found.before + 1,
        "last": found.before + len(found.rows),
    }
    return page(request, visitor, "inbox.html", context)


def _to_sign(visitor: Visitor, shown: Block, counts: Mapping[Block, int], powers: Powers) -> int:
    """Return how many decisions wait for who signs, where what is held is listed."""
    if Role.SIGN not in powers.roles or shown not in {Block.HELD, Block.SIGN}:
        return 0
    if not counts[Block.HELD]:
        return 0
    return counts.get(Block.SIGN) or dossiers.count_in(Block.SIGN, by=visitor.by, at=visitor.at)


def _uncounted(visitor: Visitor) -> str:
    return clocks.uncounted_in_words(deadlines.calendar_at(visitor.at), visitor.at)


def _tabs(shown: Block, counts: Mapping[Block, int], usable: set[Block]) -> list[BlockTab]:
    named = [(block, name) for block, name in BLOCKS.items() if block in usable]
    return [
        BlockTab(
            name=str(name),
            address=reverse("officer:block", args=[block.value]),
            count=counts[block],
            key=str(place),
            is_current=block is shown,
        )
        for place, (block, name) in enumerate(named, start=1)
    ]


def _pager(found: InboxPage, address: str) -> dict[str, str]:
    """Return the addresses of the pages before and after, where there are any."""
    if found.ends is None:
        return {}
    first, last = map(places.written, found.ends)
    before = {"before": f"{address}?{places.BEFORE}={first}"} if found.before else {}
    after = {"after": f"{address}?{places.AFTER}={last}"} if found.goes_on else {}
    return before | after


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def search(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Find a dossier by code or by a number of its applicant; addresses hold nothing of it."""
    typed = posted.line(request, "q", MOST_LETTERS)
    found = _found(typed, visitor) if typed else []
    if len(found) == 1:
        return redirect("officer:dossier", found[0].code)
    context = {
        "typed": typed,
        "found": found,
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Tìm hồ sơ"), "")],
        "by_people": people_policy.may_see(visitor.by, local_date(visitor.at)),
    }
    return page(request, visitor, "search.html", context)


def _found(typed: str, visitor: Visitor) -> list[Hit]:
    """Return what the code names, else what the number of a person names."""
    by_code = dossiers.find_by_code(typed, by=visitor.by, at=visitor.at)
    if by_code:
        return by_code
    try:
        ids = people.look_up(number=typed, by=visitor.by, at=visitor.at)
    except DisclosureRefused:
        return []
    return dossiers.find_by_applicants(ids, by=visitor.by, at=visitor.at)
