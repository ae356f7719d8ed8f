"""The figures for everybody: agencies alone, and no number small enough to point at a person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.reports import Report
from thongsuot.domains.accountability.terms import Charged, Flow, Handovers, League
from thongsuot.entrypoints.shared.figures import sections
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import Section

FEW: Final = 5
"""Fewer than this are not told of one agency (users, section 13)."""


def public_sections(report: Report, names: Names, time: WorkingTime) -> list[Section]:
    """Return what the public sees of a report: no officer, no dossier, no small number."""
    period, name = report.period, names.agency
    ages = [age for age in report.ages if age.open >= FEW]
    loops = [
        replace(loop, codes=[]) for loop in report.loops if loop.bounces + loop.returned >= FEW
    ]
    charges = [row for row in by_agency(report.charges) if row.dossiers >= FEW]
    return [
        sections.league_section(_league(report.league), names, period),
        sections.ageing_section(ages, {age.key: name(age.key) for age in ages}, _("Cơ quan"), FEW),
        sections.charge_section(
            [(name(row.holder.agency), row) for row in charges], time, period, _("Cơ quan")
        ),
        sections.matrix_section(
            _flows(report.handovers), name, period, (_("Cơ quan giao"), _("Cơ quan nhận"))
        ),
        sections.loop_section(loops, name, time, period, FEW),
        sections.hiding_section(
            [place for place in report.hiding_places if place.asked >= FEW], name, time, period, FEW
        ),
    ]


def by_agency(rows: Sequence[Charged]) -> list[Charged]:
    """Return lateness by agency: what its officers and posts bear, each dossier counted once."""
    summed: dict[int, Charged] = {}
    for row in rows:
        whole = summed.setdefault(row.holder.agency, Charged(row.holder))
        whole.dossiers += row.first
        whole.first += row.first
        whole.late += row.late
        whole.answering += row.answering
        whole.silent += row.silent
    return sorted(summed.values(), key=lambda row: (-row.late, row.holder.agency))


def _league(league: League) -> League:
    """Return the league without agencies of few; the whole stays the whole."""
    return replace(league, ranks=tuple(r for r in league.ranks if r.decided >= FEW))


def _flows(told: Handovers) -> Handovers:
    flows = (_told(flow) for flow in told.flows)
    return replace(told, flows=tuple(f for f in flows if f.handovers or f.returned or f.silent))


def _told(flow: Flow) -> Flow:
    numbers = (flow.handovers, flow.bounces, flow.returned, flow.silent)
    return Flow(flow.giver, flow.taker, *(n if n >= FEW else 0 for n in numbers))
