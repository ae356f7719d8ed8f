"""A reorganisation as far as dossiers know of it: the work of agencies that end goes on elsewhere.

Codes, instants and due dates stay as they are; what was written stays under the old names.
Source: NĐ 140/2025/NĐ-CP Art. 32(2) (unfinished dossiers go to a competent unit);
docs/law/areas.md, "Agencies that end".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import resettling
from thongsuot.domains.dossiers.models import AgencyMove, Dossier, Draft
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, subject_of
from thongsuot.domains.dossiers.services import answering
from thongsuot.domains.dossiers.services.destinations import Destinations, Goes
from thongsuot.domains.dossiers.services.telling_officers import tell_resettled
from thongsuot.domains.dossiers.terms import FINAL, Act, Part
from thongsuot.domains.ledger.recording import record_each
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import services
from thongsuot.domains.organisation.rules.reorganised import (
    Moves,
    NewOrder,
    ReorganisationReport,
    WorkMoved,
)
from thongsuot.kernel.parts import in_parts

AN_INSTANT = timedelta(microseconds=1)
AT_ONCE = 2_000
COLUMNS: Final = {Part.DESK: "receiving_agency_id", Part.SETTLER: "competent_agency_id"}
_GIVE: Final = """
    UPDATE dossiers_dossier SET {column} = given.agency
      FROM unnest(%s::text[], %s::bigint[]) AS given (code, agency)
     WHERE dossiers_dossier.code = given.code
"""


@transaction.atomic
def reorganise(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> ReorganisationReport:
    """Apply the plan of a reorganisation with all open work, or tell what it would do.

    Nobody acts on a dossier meanwhile: every act begins by locking one, and waits.
    Raises:  what ``organisation.services.reorganise`` raises.
    """
    if not dry_run:
        _let_nobody_act()
    return services.reorganise(
        document=document, carry=lambda order: _Carrying(order, by).carry(), by=by, at=at,
        dry_run=dry_run,
    )  # fmt: skip


def _let_nobody_act() -> None:
    """Wait for the acts under way; those that come later find the new order."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Dossier._meta.db_table} IN EXCLUSIVE MODE")


class _Carrying:
    """The moves of one plan: seen first, then made unless something is open."""

    def __init__(self, order: NewOrder, by: Actor) -> None:
        self.order, self.by = order, by
        self.open = Dossier.objects.exclude(national_state__in=FINAL)
        self.held = custodies.held_on(order.ended_posts)
        self.asked = custodies.asked_of(order.ended_posts)
        self.going = Destinations(order, self._touched(), self.held)

    def carry(self) -> WorkMoved:
        """Move everything, unless a decision is open or something would be nobody's."""
        before = self._counts()
        lapsed: set[str] = set()
        if not (self.going.decisions or self.going.orphans or self._is_open):
            lapsed = self._move()
        after = self._counts()
        return WorkMoved(
            moves=tuple(self._moves()),
            open_before=before[0],
            open_after=after[0],
            held_before=before[1],
            held_after=after[1],
            offers_carried=len(self.asked) - len(lapsed),
            offers_lapsed=len(lapsed),
            opinions_carried=custodies.opinions_waiting_at(self.order.ended_posts),
            drafts=Draft.objects.filter(
                receiving_agency__in={s.code for s in self.order.successions.values()},
                dossier__isnull=True,
            ).count(),
            orphans=tuple(self.going.orphans),
            decisions=tuple(self.going.decisions),
        )

    @property
    def _is_open(self) -> bool:
        return any(row.is_open for row in self.order.successions.values())

    def _touched(self) -> list[Dossier]:
        """Return, locked, the open dossiers of agencies that end and those held in them."""
        ended = self.order.successions.keys()
        prefix = f"{SUBJECT_KIND}:"
        codes = [s.removeprefix(prefix) for s, _o, _p in self.held if s.startswith(prefix)]
        of_them = Q(receiving_agency__in=ended) | Q(competent_agency__in=ended)
        rows = self.open.select_for_update(of=["self"]).only(
            "code", "receiving_agency", "competent_agency", "procedure_code", "last_act_at"
        )
        found = {row.code: row for row in rows.filter(of_them).order_by("code")}
        for some in in_parts([code for code in codes if code not in found], AT_ONCE):
            found |= {row.code: row for row in rows.filter(code__in=some).order_by("code")}
        return [found[code] for code in sorted(found)]

    def _counts(self) -> tuple[int, int]:
        return self.open.count(), custodies.held_in_all()

    @cached_property
    def _at(self) -> datetime:
        """The instant of all moves: after the last act on any of the dossiers."""
        last = max((row.last_act_at for row in self.going.dossiers.values()), default=self.order.at)
        return max(self.order.at, last + AN_INSTANT)

    def _move(self) -> set[str]:
        """Write the moves; return the subjects whose open question ended by them."""
        astray = self.going.asked_astray(self.asked)
        resettling.end_questions(subjects=astray, at=self._at)
        self._move_agencies(astray)
        lapsed = resettling.resettle(
            seats=self.going.holders, why=self.order.source, by=self.by, at=self._at
        )
        tell_resettled(self.order.code, self._new_in_hand(), at=self._at)
        return {*astray, *lapsed}

    def _new_in_hand(self) -> Counter[int]:
        """Return how much each officer holds from now on that somebody else held."""
        held = {subject: officer for subject, officer, _post in self.held}
        seats = self.going.holders.items()
        return Counter(officer for subject, (officer, _p) in seats if held[subject] != officer)

    def _move_agencies(self, astray: Iterable[str]) -> None:
        """Write for each dossier who answers for it from now on, and its entry."""
        lapsed = set(astray)
        goes = self.going.agencies
        AgencyMove.objects.bulk_create(
            (
                AgencyMove(
                    dossier=self.going.dossiers[code], part=part, was_id=move.was_id,
                    now_id=move.now.id, plan=self.order.code, at=self._at,
                )
                for code, parts in goes.items()
                for part, move in parts.items()
            ),
            batch_size=AT_ONCE,
        )  # fmt: skip
        for part, column in COLUMNS.items():
            now = {code: parts[part].now.id for code, parts in goes.items() if part in parts}
            with connection.cursor() as cursor:
                cursor.execute(_GIVE.format(column=column), [list(now), list(now.values())])
        heirs = {
            self.going.dossiers[code].pk: parts[Part.DESK].now.id
            for code, parts in goes.items()
            if Part.DESK in parts
        }
        answering.pass_on(heirs=heirs, at=self._at)
        for some in in_parts(list(self.going.dossiers), AT_ONCE):
            Dossier.objects.filter(code__in=some).update(last_act_at=self._at)
        details = {
            subject_of(code): self._detail(parts, subject_of(code) in lapsed)
            for code, parts in goes.items()
        }
        record_each(act=Act.SUCCEED.value, details=details, by=self.by, at=self._at)

    def _detail(self, parts: dict[Part, Goes], lapsed: bool) -> dict[str, DetailValue]:
        said: dict[str, DetailValue] = {"plan": self.order.code, "offer_lapsed": lapsed}
        for part, move in parts.items():
            said |= {f"{part}_was": move.was, part.value: move.now.code}
        return said

    def _moves(self) -> Iterable[Moves]:
        """Yield how much goes from which agency to which."""
        dossiers: dict[tuple[str, str], set[str]] = defaultdict(set)
        for code, parts in self.going.agencies.items():
            for move in parts.values():
                dossiers[move.was, move.now.code].add(code)
        held = self.going.held_by_agencies()
        for old, new in sorted(dossiers.keys() | held.keys()):
            yield Moves(old, new, len(dossiers.get((old, new), ())), held.get((old, new), 0))
