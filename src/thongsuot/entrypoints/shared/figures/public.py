"""The figures for everybody: agencies alone, and no number small enough to point at a person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.reports import Report
from thongsuot.domains.accountability.terms import Charged, Flow, Handovers, League
from thongsuot.entrypoints.shared.figures import sections
from thongsuot.entrypoints.shared.figures.few import told_parts, told_rows
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import Section

FEW: Final = 5
"""Fewer than this are not told of one agency (users, section 13)."""


def public_sections(report: Report, names: Names, time: WorkingTime) -> list[Section]:
    """Return what the public sees of a report: no officer, no dossier, no small number."""
    period, name = report.period, names.agency
    ages, few_ages = told_rows(report.ages, lambda age: age.open, FEW)
    loops, few_loops = told_rows(report.loops, lambda loop: loop.bounces + loop.returned, FEW)
    charges, few_charges = told_rows(by_agency(report.charges), lambda row: row.dossiers, FEW)
    places, few_places = told_rows(report.hiding_places, lambda place: place.asked, FEW)
    league, few_decided = _league(report.league)
    return [
        sections.league_section(league, names, period, FEW, left_out=few_decided),
        sections.ageing_section(
            ages, {age.key: name(age.key) for age in ages}, _("Cơ quan"), FEW, left_out=few_ages
        ),
        sections.charge_section(
            [(name(row.holder.agency), row) for row in charges], time, period, _("Cơ quan"), FEW,
            left_out=few_charges, open_as_of=report.open_as_of,
        ),
        sections.matrix_section(
            _flows(report.handovers), name, period, (_("Cơ quan giao"), _("Cơ quan nhận")), FEW
        ),
        sections.loop_section(
            [replace(loop, codes=[]) for loop in loops], name, time, period, FEW, left_out=few_loops
        ),
        sections.hiding_section(places, name, time, period, FEW, left_out=few_places),
    ]  # fmt: skip


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


def _league(league: League) -> tuple[League, bool]:
    """Return the league without agencies of few, and whether there were any.

    The whole is of those told: from that of all one could reckon how many of the others are late.
    """
    ranks, left_out = told_rows(league.ranks, lambda rank: rank.decided, FEW)
    decided, on_time = sum(rank.decided for rank in ranks), sum(rank.on_time for rank in ranks)
    return League(decided, on_time, tuple(ranks)), left_out


def _flows(told: Handovers) -> Handovers:
    """Return the flows without small numbers, none of which the whole gives away."""
    flows = list(told.flows)
    columns = [
        told_parts([getattr(flow, name) for flow in flows], FEW)
        for name in ("handovers", "bounces", "returned", "silent")
    ]
    shown = (
        Flow(flow.giver, flow.taker, *(number or 0 for number in row))
        for flow, row in zip(flows, zip(*columns, strict=True), strict=True)
    )
    return replace(told, flows=tuple(f for f in shown if f.handovers or f.returned or f.silent))
