"""What the agencies that end settle, and who settles it from then on.

A superior's decision stays one, under its own source, unless a newer one already went before it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from thongsuot.domains.organisation.models import Agency, Area, Competence
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.services.plan_changes import BATCH
from thongsuot.domains.organisation.services.reorganise_agencies import Agencies
from thongsuot.domains.organisation.services.reorganise_writing import end
from thongsuot.domains.organisation.terms import SplitBy

Stated = tuple[str, str, int | None, int]
"""Procedure, level, area of its own, agency."""


@dataclass
class Competences:
    """The table of competence before and after the plan's day."""

    agencies: Agencies
    ended: list[Competence] = field(default_factory=list)
    new: dict[Stated, Competence] = field(default_factory=dict)
    rulings: set[int] = field(default_factory=set)
    orphaned: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def take(self) -> None:
        """End what is settled by agencies, or in areas, that end; state who settles it then."""
        plan = self.agencies.plan
        self._state_named()
        later = Competence.objects.filter(agency__in=self.agencies.ended, valid_from__gte=plan.day)
        for row in later.select_related("agency")[:1]:
            begins = f"{row.procedure_code} of {row.agency.code} begins on the plan's day, or later"
            plan.refuse("competences", 0, "agency", begins)
        held = self._held()
        self.rulings = self._newest_rulings({row.procedure_code for row in held})
        for row in held:
            self._carry(row)
        if plan.problems:
            return
        end(self.ended, plan.day)
        self._leave_out_known()
        Competence.objects.bulk_create(self.new.values(), batch_size=BATCH)
        self._look_for_doubled()

    def _held(self) -> list[Competence]:
        """Return what agencies that end settle, and what is settled in areas that end."""
        ended_areas = [area.pk for area in self.agencies.areas.ended]
        rows = Competence.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=self.agencies.plan.day),
            Q(agency__in=self.agencies.ended) | Q(area__in=ended_areas),
            valid_from__lt=self.agencies.plan.day,
        )
        return list(rows.select_related("area", "agency__area").order_by("pk"))

    def _newest_rulings(self, procedures: Collection[str]) -> set[int]:
        """Return the ids of the superiors' decisions that go first where their unit stands then."""
        rows = Competence.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=self.agencies.plan.day),
            valid_from__lt=self.agencies.plan.day, is_precedent=True, procedure_code__in=procedures,
        )  # fmt: skip
        newest: dict[tuple[str, int | None], int] = {}
        for row in rows.select_related("area").order_by("valid_from", "pk"):
            area = self.agencies.areas.standing(row.area) if row.area else None
            newest[row.procedure_code, area.pk if area else None] = row.pk
        return set(newest.values())

    def _state_named(self) -> None:
        for row in self.agencies.plan.rows["competences"]:
            agency = self.agencies.after.get(row.text("agency"))
            area = self.agencies.areas.now.get(row.text("area")) if row.text("area") else None
            if agency is None:
                self.agencies.plan.problems.append(row.problem("agency", "names no agency then"))
            elif area is None and row.text("area"):
                self.agencies.plan.problems.append(row.problem("area", "names no unit then"))
            else:
                self._state(
                    row.text("procedure"), row.text("level"), area, agency, row.text("source")
                )

    def _carry(self, row: Competence) -> None:
        area = self.agencies.areas.standing(row.area) if row.area else None
        ends = row.agency_id in self.agencies.ended
        if not ends and area in (None, row.area):
            return
        self.ended.append(row)
        going_on = self._settlers(row, area) if ends else [row.agency]
        if row.area is not None and area is None:
            going_on = []
        for agency in going_on:
            level = agency.level if ends and row.level == row.agency.level else row.level
            ruling = row if row.pk in self.rulings else None
            self._state(row.procedure_code, level, area, agency, ruling=ruling)
        if not going_on:
            self.orphaned.append(f"{row.procedure_code} {row.agency.code}")

    def _settlers(self, row: Competence, area: Area | None) -> Sequence[Agency]:
        """Return which successors settle what an agency settled that ends."""
        pk = row.agency_id
        into, ending = self.agencies.into.get(pk, []), self.agencies.endings[pk]
        heir = [self.agencies.heirs[pk]] if pk in self.agencies.heirs else []
        if ending.by == SplitBy.PROCEDURE:
            named = ending.settles.get(row.procedure_code)
            return [agency for agency in into if agency.code == named] or heir
        if ending.by == SplitBy.AREA:
            if area is None:
                return into
            near = self.agencies.areas.lineage(area)
            return [agency for agency in into if agency.area_id in near] or heir
        return into if ending.by == SplitBy.DOSSIER and area is None else heir

    def _state(
        self, procedure: str, level: str, area: Area | None, agency: Agency, source: str = "",
        ruling: Competence | None = None,
    ) -> None:  # fmt: skip
        """Note who settles it from the day on; a superior's decision goes before a plain row."""
        key = (procedure, level, area.pk if area else None, id(agency))
        if ruling is not None:
            self.new.pop(key, None)
            source = ruling.source
        self.new.setdefault(
            key,
            Competence(
                procedure_code=procedure, level=level, area=area, agency=agency,
                valid_from=self.agencies.plan.day, source=source or self.agencies.plan.source,
                is_precedent=ruling is not None,
            ),
        )  # fmt: skip

    def _leave_out_known(self) -> None:
        """Leave out what the table says already; where it is a superior's decision, say it anew."""
        known = {
            _stated(row): row
            for row in Competence.objects.filter(
                in_force(self.agencies.plan.day),
                procedure_code__in={row.procedure_code for row in self.new.values()},
            )
        }
        rulings_last = sorted(self.new.values(), key=lambda row: row.is_precedent)
        stated = {_stated(row): row for row in rulings_last}
        self.new = {
            key: row
            for key, row in stated.items()
            if key not in known or (row.is_precedent and self._give_way(known[key], row))
        }

    def _give_way(self, known: Competence, ruling: Competence) -> bool:
        """Let a row end that says the same as a decision; one of the very day becomes it."""
        if known.valid_from == self.agencies.plan.day:
            known.is_precedent, known.source = True, ruling.source
            known.save(update_fields=["is_precedent", "source"])
            return False
        ruling.valid_to = known.valid_to
        end([known], self.agencies.plan.day)
        return True

    def _look_for_doubled(self) -> None:
        """Note where two agencies settle one procedure in one unit, and one of them newly does."""
        day = self.agencies.plan.day
        rows = Competence.objects.filter(
            in_force(day),
            in_force(day, "agency__"),
            procedure_code__in={row.procedure_code for row in self.new.values()},
        ).values_list("procedure_code", "area__code", "agency__area__code", "agency__code")
        where: dict[tuple[str, str], set[str]] = defaultdict(set)
        for procedure, own, stands, agency in rows:
            where[procedure, own or stands].add(agency)
        newly = {row.agency.code for row in self.new.values()}
        self.doubled = [
            f"{procedure} {area}: {', '.join(sorted(agencies))}"
            for (procedure, area), agencies in sorted(where.items())
            if len(agencies) > 1 and agencies & newly
        ]


def _stated(row: Competence) -> Stated:
    return (row.procedure_code, row.level, row.area_id, row.agency_id)
