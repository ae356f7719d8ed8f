"""What a plan comes to: who goes on with what, and what is told of it. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from thongsuot.domains.organisation.terms import Problem, SplitBy


@dataclass(frozen=True, slots=True)
class Successor:
    """An agency that goes on with the work of one that ended; by id, code and area's id."""

    id: int
    code: str
    area_id: int


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of one agency."""

    code: str
    into: tuple[Successor, ...]
    heir: Successor | None
    by: str
    settles: Mapping[str, str]
    """The code of the successor by procedure code."""

    @property
    def is_open(self) -> bool:
        """Whether a person has still to say how the agency is divided, or who is heir."""
        return self.heir is None or (len(self.into) > 1 and not self.by)

    def successor_for(self, procedure: str, areas: set[int], named: str) -> Successor | None:
        """Return who goes on with one piece of work; None while a person has to say so.

        ``areas`` are the unit where its desk stands and those it lies in; ``named`` is the code
        of the successor that a person named for it, if one did.
        """
        if len(self.into) == 1:
            return self.into[0]
        if named:
            return self._by_code(named)
        if self.by == SplitBy.HEIR:
            return self.heir
        if self.by == SplitBy.PROCEDURE:
            return self._by_code(self.settles.get(procedure, ""))
        if self.by == SplitBy.AREA:
            near = [successor for successor in self.into if successor.area_id in areas]
            return near[0] if len(near) == 1 else None
        return None

    def _by_code(self, code: str) -> Successor | None:
        return next((successor for successor in self.into if successor.code == code), None)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person has to settle before anything of the plan is applied.

    ``kind`` is ``heir`` (which successor answers for what is not divided), ``area`` (which unit
    an agency or a competence follows to) or ``dossier`` (which successor goes on with it).
    """

    kind: str
    subject: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The organisation from the plan's day on, as those who move the work need it."""

    code: str
    source: str
    day: date
    at: datetime
    """The instant of the moves: now; in a simulation ahead of the day, the day's first."""
    successions: Mapping[int, Succession]
    """By the id of the agency that ends."""
    posts: Mapping[int, int]
    """The post that goes on, by the id of the one that ends; none where nobody is heir."""
    ended_posts: frozenset[int]
    """All posts for which the agencies that end answer, past ones too."""
    post_agencies: Mapping[int, int]
    """The agency of every post named here."""
    seats: Mapping[tuple[int, int], int | None]
    """The post where an officer of a post that ends sits from then on."""
    decisions: Mapping[str, str]
    """The code of the successor that a person named, by dossier code."""


@dataclass(frozen=True, slots=True)
class Moves:
    """Work of one agency that goes on in another."""

    old: str
    new: str
    dossiers: int
    held: int
    """Subjects that officers of the old agency hold, dossiers among them."""


@dataclass(frozen=True, slots=True)
class WorkMoved:
    """What became of the work: counts before and after must be equal, and nothing an orphan."""

    moves: tuple[Moves, ...] = ()
    open_before: int = 0
    open_after: int = 0
    held_before: int = 0
    held_after: int = 0
    offers_carried: int = 0
    """Questions that wait for an answer and now wait at the post that goes on."""
    offers_lapsed: int = 0
    """Questions that ended because nobody but the asker was left to answer them."""
    opinions_carried: int = 0
    """Questions to other agencies that wait for an opinion, and now at the post that goes on."""
    drafts: int = 0
    """Drafts of citizens that name a desk that ends; they are sent to its successor."""
    orphans: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DelegationLapsed:
    """A delegation that ends with a post: accounts, the codes of the agencies, its last day."""

    id: int
    number: str
    grantor: str
    grantor_agency: str
    delegate: str
    delegate_agency: str
    last_day: date


@dataclass(frozen=True, slots=True)
class ReorganisationReport:
    """What a plan does, or would do."""

    plan: str = ""
    source: str = ""
    effective_on: date | None = None
    applied_at: datetime | None = None
    repeated: bool = False
    """The very same plan was applied before: nothing was changed."""
    counts: Mapping[str, int] = field(default_factory=dict)
    officers_without_post: tuple[str, ...] = ()
    officers_with_two_posts: tuple[str, ...] = ()
    competences_orphaned: tuple[str, ...] = ()
    competences_doubled: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    """One-stop desks that end."""
    delegations_lapsed: tuple["DelegationLapsed", ...] = ()
    """Delegations still in force that give nothing from then on: a post they name ends."""
    procedures: tuple[str, ...] = ()
    """Procedures, and with them forms, that another agency settles from then on."""
    work: WorkMoved = field(default_factory=WorkMoved)
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def may_be_applied(self) -> bool:
        """Whether the plan has no fault, leaves no decision open and nothing an orphan."""
        return not (self.problems or self.decisions or self.work.orphans)

    def as_kept(self) -> dict[str, Any]:
        """Return the counts that the record and the table of reorganisations keep."""
        work = self.work
        return {
            **self.counts, "delegations_lapsed": len(self.delegations_lapsed),
            "dossiers_moved": sum(row.dossiers for row in work.moves),
            "held_moved": sum(row.held for row in work.moves),
            "offers_carried": work.offers_carried, "offers_lapsed": work.offers_lapsed,
            "open_before": work.open_before, "open_after": work.open_after,
        }  # fmt: skip
