"""The figures of an agency and those below it, or of all: for heads, supervisors and control."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.accountability import queries
from thongsuot.domains.accountability.queries import kept
from thongsuot.domains.accountability.reports import Report, as_now, report_of
from thongsuot.domains.accountability.terms import (
    Age,
    Flow,
    Handovers,
    Holder,
    Holding,
    Level,
    Period,
)
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.organisation import facts as organisation
from thongsuot.domains.organisation import successors
from thongsuot.entrypoints.officer.answer_figures import answers_shown
from thongsuot.entrypoints.shared.figures import holding, sections
from thongsuot.entrypoints.shared.figures.exceptions import exception_section
from thongsuot.entrypoints.shared.figures.holding import consulting_section, holding_section
from thongsuot.entrypoints.shared.figures.names import (
    Names,
    WorkingTime,
    agencies_in,
    heirs_in,
    names_of,
)
from thongsuot.entrypoints.shared.figures.public import by_agency
from thongsuot.entrypoints.shared.figures.readings import AS_WAS
from thongsuot.entrypoints.shared.figures.rulings import ruling_section
from thongsuot.entrypoints.shared.figures.sections import Section
from thongsuot.entrypoints.shared.figures.waiting import waiting_section
from thongsuot.kernel.clock import local_date

FRESH_FOR_S: Final = 60
"""How old figures may be; the page says of when they are."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: of one agency and those below it, or of all where ``code`` is empty."""

    code: str
    name: str
    agencies: Collection[int] | None

    def address(self, of: str, *more: str) -> str:
        """Return the address of a page of this scope."""
        if self.code:
            return reverse(f"officer:agency_{of}", args=[self.code, *more])
        return reverse(f"officer:whole_{of}", args=more)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a page of figures shows, and whom it names.

    ``report`` is as it is told today, or ``recorded``, as it was, where ``as_was``; ``heirs`` are
    empty where both are the same.
    """

    scope: Scope
    period: Period
    at: datetime
    report: Report
    recorded: Report
    heirs: Mapping[int, int]
    as_was: bool
    names: Names
    time: WorkingTime
    sections: list[Section]

    @property
    def late(self) -> int:
        """How many undecided dossiers are late now."""
        return sum(age.late for age in self.report.ages)

    def address(self, reading: str = "") -> str:
        """Return the address of these figures in one of the two readings."""
        return self.scope.address("figures") + asked(self.period, reading)


def asked(period: Period, reading: str) -> str:
    """Return what an address says of a period and of how agencies are told."""
    more = f"&theo={reading}" if reading else ""
    return f"?tu={period.first}&den={period.last}{more}"


def scope_of(code: str, period: Period, on: date) -> Scope:
    """Return the scope of an agency's code, with all for which it answers on ``on``; or of all."""
    if not code:
        return Scope("", _("toàn tỉnh"), None)
    standing = set(organisation.agencies_under(code, period.last))
    went = {old for old, heir in successors.heirs(on).items() if heir in standing}
    under = sorted(standing | went)
    found = {fact.code: fact for fact in organisation.agencies_of(under).values()}
    return Scope(code, found[code].name if code in found else code, under)


def figures_of(scope: Scope, period: Period, at: datetime, *, as_was: bool = False) -> Figures:
    """Return the figures of a scope, at most a minute old."""
    recorded, now, heirs = _readings(scope, period, at)
    as_was = as_was and bool(heirs)
    report = recorded if as_was else now
    calendar = deadlines.calendar_at(at).for_telling
    inside = _inside(scope, period, report, calendar) if scope.code else None
    names = _names(recorded, heirs, inside)
    time = WorkingTime.of(calendar, at)
    told = {} if as_was else heirs
    found = (
        _of_agency(report, inside, names, time, scope, told)
        if inside
        else _of_all(report, names, time)
    )
    found.append(answers_shown(scope.code, scope.agencies, period, at, told))
    reading = AS_WAS if as_was else ""
    linked = [_linked(section, scope, period, reading) for section in found]
    return Figures(scope, period, report.at, report, recorded, heirs, as_was, names, time, linked)


def _readings(
    scope: Scope, period: Period, at: datetime
) -> tuple[Report, Report, Mapping[int, int]]:
    """Return the figures as they were and as they are told today, and who went into whom."""
    key = f"figures:{scope.code}:{period.first}:{period.last}"
    kept: tuple[Report, Report, dict[int, int]] | None = cache.get(key)
    if kept is None:
        was = report_of(period, at=at, agencies=scope.agencies)
        heirs = heirs_in(was, local_date(at))
        kept = was, as_now(was, heirs) if heirs else was, heirs
        cache.set(key, kept, FRESH_FOR_S)
    return kept


@dataclass(frozen=True, slots=True)
class _Inside:
    """What only the page of one agency shows: posts and officers."""

    handovers: Handovers
    ages: list[Age]


def _inside(scope: Scope, period: Period, report: Report, calendar: WorkingCalendar) -> _Inside:
    return _Inside(
        kept.handovers(
            period, kept.find_stand(calendar), level=Level.POST, agencies=scope.agencies
        ),
        queries.ages(at=report.at, calendar=calendar, level=Level.OFFICER, agencies=scope.agencies),
    )


def _names(report: Report, heirs: Mapping[int, int], inside: _Inside | None) -> Names:
    posts = {row.holder.post for row in report.charges}
    officers = {row.holder.officer for row in report.charges}
    if inside:
        posts |= {end for f in inside.handovers.flows for end in (f.giver, f.taker)}
        posts |= {row.holder.post for row in report.holdings.rows}
        officers |= {age.key for age in inside.ages}
        officers |= {row.holder.officer for row in report.holdings.rows}
        officers |= {loop.decided_by for loop in report.brought_up}
    return names_of({*agencies_in(report), *heirs.values()}, posts, officers)


def _linked(section: Section, scope: Scope, period: Period, reading: str) -> Section:
    address = scope.address("csv", section.table.name) + asked(period, reading)
    return replace(section, download=address)


def _of_all(report: Report, names: Names, time: WorkingTime) -> list[Section]:
    period = report.period
    labels = {age.key: names.agency(age.key) for age in report.ages}
    return [
        sections.league_section(report.league, names, period),
        sections.charge_section(
            [(names.agency(row.holder.agency), row) for row in by_agency(report.charges)],
            time,
            period,
            _("Cơ quan"),
            open_as_of=report.open_as_of,
        ),
        sections.matrix_section(
            report.handovers, names.agency, period, (_("Cơ quan giao"), _("Cơ quan nhận"))
        ),
        sections.loop_section(report.loops, names.agency, time, period),
        sections.chain_section(report.chains, names.agency, period),
        _held(holding.by_agency, report, lambda who: names.agency(who.agency), time, _("Cơ quan")),
        consulting_section(report.consulting, names, time, period),
        sections.ageing_section(report.ages, labels, _("Cơ quan đang giữ")),
        sections.hiding_section(report.hiding_places, names.agency, time, period),
        waiting_section(report.citizen_waits, names, time, period),
        exception_section(report.redatings, report.rulings, period),
        ruling_section(report.brought_up, names, time, period, names_officers=False),
    ]


def _of_agency(
    report: Report,
    inside: _Inside,
    names: Names,
    time: WorkingTime,
    scope: Scope,
    heirs: Mapping[int, int],
) -> list[Section]:
    period = report.period
    labels = {age.key: names.officers.get(age.key, "") for age in inside.ages}
    charges = [(_bearer(row.holder, names), row) for row in report.charges]
    told, name = _outside_together(inside.handovers, names, scope, heirs)
    return [
        sections.standing_section(
            report.league, scope.agencies or (), (scope.code, scope.name), names, period
        ),
        sections.ageing_section(inside.ages, labels, _("Người đang giữ")),
        sections.charge_section(
            charges,
            time,
            period,
            _("Người giữ, hoặc vị trí được hỏi"),
            open_as_of=report.open_as_of,
        ),
        sections.matrix_section(told, name, period, (_("Vị trí giao"), _("Vị trí nhận"))),
        sections.loop_section(report.loops, names.agency, time, period),
        sections.chain_section(report.chains, names.agency, period),
        _held(
            holding.by_post, report, lambda who: holding.post_name(who, names), time, _("Vị trí")
        ),
        _held(
            holding.by_officer, report, lambda who: _bearer(who, names), time, _("Người giữ"),
            table=holding.BY_OFFICER,
        ),
        consulting_section(report.consulting, names, time, period),
        sections.hiding_section(report.hiding_places, names.agency, time, period),
        waiting_section(report.citizen_waits, names, time, period),
        exception_section(report.redatings, report.rulings, period),
        ruling_section(report.brought_up, names, time, period, names_officers=True),
    ]  # fmt: skip


def _held(
    cut: Callable[[Collection[Holding]], list[Holding]], report: Report,
    name: Callable[[Holder], str], time: WorkingTime, who: str, **more: str,
) -> Section:  # fmt: skip
    """Return who held what was decided, by agency, post or officer."""
    rows = [(name(row.holder), row) for row in cut(report.holdings.rows)]
    return holding_section(rows, report.holdings, time, report.period, who, **more)


def _bearer(holder: Holder, names: Names) -> str:
    """Return who bears lateness and where; for one told under an heir, where he bore it, too."""
    said = _("{who}, {agency}").format(who=names.holder(holder), agency=names.agency(holder.agency))
    post = names.posts.get(holder.post)
    if post is None or post.agency == holder.agency:
        return said
    return _("{said} (khi là {was})").format(said=said, was=names.agency(post.agency))


def _outside_together(
    told: Handovers, names: Names, scope: Scope, heirs: Mapping[int, int]
) -> tuple[Handovers, Callable[[int], str]]:
    """Return flows between own posts and whole other agencies, and what each end is called."""
    own = {post.id for post in names.posts.values() if post.agency in (scope.agencies or ())}
    titles = Counter(names.post(post) for post in own)

    def end_of(post: int) -> int:
        if post in own or post not in names.posts:
            return post
        agency = names.posts[post].agency
        return -heirs.get(agency, agency)

    def name(end: int) -> str:
        if end < 0:
            return names.agency(-end)
        if titles[names.post(end)] < 2:
            return names.post(end)
        agency = names.agency(names.posts[end].agency)
        return _("{post}, {agency}").format(post=names.post(end), agency=agency)

    summed: dict[tuple[int, int], Flow] = {}
    for flow in told.flows:
        pair = end_of(flow.giver), end_of(flow.taker)
        before = summed.get(pair, Flow(*pair))
        summed[pair] = Flow(
            *pair, before.handovers + flow.handovers, before.bounces + flow.bounces,
            before.returned + flow.returned, before.silent + flow.silent,
        )  # fmt: skip
    return replace(told, flows=tuple(summed.values())), name
