"""Running dossiers to another version of their process: looked at first, then done, then told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.terms import Process
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.services.process_moves import MovedDossier
from thongsuot.entrypoints.officer import keeping
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.views.processes import let_in, version_number
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.process_words import lane_in_words

MOST_NAMED: Final = 20
FIELD: Final = "buoc:"


@dataclass(frozen=True, slots=True)
class MoveLine:
    """The dossiers at one step of one version: how many, where they would go on, where they may."""

    field: str
    version: int
    step: str
    name: str
    dossiers: int
    to_step: str
    to_name: str
    ways: Sequence[tuple[str, str]]
    codes: Sequence[str]


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def move(request: HttpRequest, visitor: Visitor, process: str) -> HttpResponse:
    """Show which dossiers would move and where to; move them when that was looked at."""
    on = let_in(visitor)
    versions = processes.process_versions(process)
    published = [row for row in versions if not row.is_draft]
    if not published:
        raise Http404
    is_sent = request.method == "POST"
    sent = posted.lines(request) if is_sent else request.GET
    holds = processes.holding(published, on) or published[0]
    number = version_number(sent.get("ban", "")) or holds.number
    acts = is_sent and sent.get("do") == "move" and not keeping.is_shown_again(request)
    report = services.move_to_process(
        process_code=process, number=number, steps=_ways(sent), dry_run=not acts, by=visitor.by,
        at=visitor.at,
    )  # fmt: skip
    known = {row.number: processes.read_process(row) for row in published}
    context: dict[str, Any] = {
        "code": process,
        "name": versions[0].name,
        "number": number,
        "versions": [row.number for row in published],
        "moved": _lines(report.moved, known, known[number]),
        "undecided": _lines(report.undecided, known, known[number]),
        "count": len(report.moved),
        "left": len(report.undecided),
        "is_done": acts,
        "crumbs": [
            (_("Quy trình"), reverse("officer:processes")),
            (process, reverse("officer:process_versions", args=[process])),
            (_("Chuyển hồ sơ đang chạy"), ""),
        ],
    }
    return page(request, visitor, "process_move.html", context)


def _ways(sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen: where the dossiers of a step go on."""
    return {
        name.removeprefix(FIELD): to for name, to in sent.items() if name.startswith(FIELD) and to
    }


def _lines(
    moved: Iterable[MovedDossier], known: Mapping[int, Process], target: Process
) -> list[MoveLine]:
    found = list(moved)
    groups = Counter((one.from_version, one.from_step, one.to_step) for one in found)
    lines = []
    for (version, step, to_step), count in sorted(groups.items()):
        here, there = known[version].find_step(step), target.find_step(to_step)
        codes = (one.code for one in found if (one.from_version, one.from_step) == (version, step))
        lines.append(
            MoveLine(
                field=FIELD + step, version=version, step=step, name=here.name if here else "",
                dossiers=count, to_step=to_step, to_name=there.name if there else "",
                ways=[
                    (one.code, f"{one.code}. {one.name} ({lane_in_words(one.lane)})")
                    for one in target.steps
                    if here is not None and one.stage is here.stage
                ],
                codes=[code for _n, code in zip(range(MOST_NAMED), codes, strict=False)],
            )
        )  # fmt: skip
    return lines
