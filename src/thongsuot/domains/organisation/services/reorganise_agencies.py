"""The agencies of a plan: which end, which begin, and what goes into what."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from thongsuot.domains.organisation.models import (
    Agency,
    AgencySuccession,
    FormerAgency,
    Reorganisation,
)
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.rules.plan import agency_columns
from thongsuot.domains.organisation.rules.reorganisation import (
    Ending,
    ReorganisationPlan,
)
from thongsuot.domains.organisation.services.plan_changes import BATCH
from thongsuot.domains.organisation.services.reorganise_areas import Areas
from thongsuot.domains.organisation.services.reorganise_writing import end
from thongsuot.domains.organisation.terms import Share


@dataclass
class Agencies:
    """The agencies before and after; ``endings`` by the id of the agency that ends."""

    plan: ReorganisationPlan
    areas: Areas
    before: dict[str, Agency] = field(default_factory=dict)
    """By code in either order."""
    after: dict[str, Agency] = field(default_factory=dict)
    ended: dict[int, Agency] = field(default_factory=dict)
    endings: dict[int, Ending] = field(default_factory=dict)
    into: dict[int, list[Agency]] = field(default_factory=dict)
    heirs: dict[int, Agency] = field(default_factory=dict)
    began: list[Agency] = field(default_factory=list)
    former: list[FormerAgency] = field(default_factory=list)

    def take(self) -> None:
        """Find what the plan names, and write it unless the plan has faults."""
        standing = list(Agency.objects.filter(in_force(self.plan.day)).select_related("area"))
        self.before = _by_either_code(standing)
        self._find_endings()
        self._check_levels(standing)
        going_on = [agency for agency in standing if agency.pk not in self.ended]
        self.after = _by_either_code(going_on)
        self._describe_new()
        self._find_successors()
        if self.plan.problems:
            return
        self._write()
        if not self.plan.problems:
            self._move_standing(going_on)
            self._rename()

    def _find_endings(self) -> None:
        for ending in self.plan.endings:
            agency = self.before.get(ending.agency)
            if agency is None:
                self.plan.problems.append(ending.problem("names no agency that stands"))
            elif agency.valid_from >= self.plan.day:
                self.plan.problems.append(ending.problem("begins on the plan's day, or later"))
            elif agency.pk in self.ended:
                self.plan.problems.append(ending.problem("ends twice by this plan"))
            else:
                self.ended[agency.pk], self.endings[agency.pk] = agency, ending

    def _check_levels(self, standing: Iterable[Agency]) -> None:
        for ends in self.plan.levels:
            for agency in standing:
                if agency.level == ends.level and agency.pk not in self.ended:
                    self.plan.refuse("steps", ends.row, "into", f"{agency.code} has no successor")

    def _describe_new(self) -> None:
        for begin in self.plan.begins:
            row = begin.row
            fields = agency_columns(begin.row)
            if {fields["code"], fields["code_legacy"]} & self.after.keys():
                self.plan.problems.append(begin.problem("code", "is borne by another agency"))
                continue
            area = self.areas.now.get(row.text("area"))
            if area is None:
                self.plan.problems.append(begin.problem("area", "names no unit that stands then"))
                continue
            agency = Agency(valid_from=self.plan.day, area=area, **fields)
            self.began.append(agency)
            self.after |= _by_either_code([agency])
        for begin in self.plan.begins:
            if begin.row.text("parent") and begin.row.text("parent") not in self.after:
                self.plan.problems.append(begin.problem("parent", "names no agency that stands"))

    def _find_successors(self) -> None:
        for pk, ending in self.endings.items():
            found = [self.after[code] for code in ending.into if code in self.after]
            if len(found) < len(ending.into):
                self.plan.problems.append(ending.problem("goes into an agency that is not there"))
            self.into[pk] = found
            if ending.heir in self.after:
                self.heirs[pk] = self.after[ending.heir]

    def _write(self) -> None:
        """End what ends, and begin what begins: whatever stands above another first."""
        end(self.ended.values(), self.plan.day)
        parents = {b.row.text("code"): b.row.text("parent") for b in self.plan.begins}
        waiting = list(self.began)
        while waiting:
            ready = [a for a in waiting if self._is_there(parents[a.code])]
            for agency in ready:
                agency.parent = self.after.get(parents[agency.code])
            Agency.objects.bulk_create(ready, batch_size=BATCH)
            left = [agency for agency in waiting if agency.pk is None]
            if len(left) == len(waiting):
                self.plan.refuse("steps", 0, "parent", "leads back to the agency itself")
                return
            waiting = left

    def _is_there(self, parent: str) -> bool:
        return not parent or self.after[parent].pk is not None

    def _move_standing(self, going_on: Iterable[Agency]) -> None:
        """Let agencies that go on follow their parent and their area where those end."""
        moved = []
        for agency in going_on:
            parent = self.heirs.get(agency.parent_id or 0)
            area = self.areas.standing(agency.area)
            if (agency.parent_id in self.ended and parent) or area not in (None, agency.area):
                self._keep_as_it_was(agency)
                agency.parent = parent or agency.parent
                agency.area = area or agency.area
                moved.append(agency)
        Agency.objects.bulk_update(moved, ["parent", "area"], batch_size=BATCH)

    def _rename(self) -> None:
        for row in self.plan.renames:
            agency = self.after.get(row.text("agency"))
            if agency is None or agency.valid_from >= self.plan.day:
                self.plan.problems.append(row.problem("agency", "names no agency that goes on"))
                continue
            self._keep_as_it_was(agency)
            agency.earlier_names = [
                *agency.earlier_names, [self.plan.day.isoformat(), agency.name]
            ]  # fmt: skip
            agency.name = row.text("name")
            agency.short_name = row.text("short_name") or row.text("name")[:80]
            agency.save(update_fields=["name", "short_name", "earlier_names"])

    def _keep_as_it_was(self, agency: Agency) -> None:
        if all(kept.agency_id != agency.pk for kept in self.former):
            self.former.append(
                FormerAgency(
                    agency=agency, name=agency.name, short_name=agency.short_name,
                    area_id=agency.area_id, parent_id=agency.parent_id, valid_to=self.plan.day,
                )
            )  # fmt: skip

    def keep(self, made: Reorganisation) -> None:
        """Write what became of every agency."""
        rows = [
            AgencySuccession(
                reorganisation=made, old_id=pk, new=new,
                share=Share.WHOLE if len(successors) == 1 else Share.PART,
                is_successor=new is self.heirs.get(pk),
            )
            for pk, successors in self.into.items()
            for new in successors
        ]  # fmt: skip
        AgencySuccession.objects.bulk_create(rows, batch_size=BATCH)
        for kept in self.former:
            kept.reorganisation = made
        FormerAgency.objects.bulk_create(self.former, batch_size=BATCH)


def _by_either_code(agencies: Iterable[Agency]) -> dict[str, Agency]:
    found = {agency.code_legacy: agency for agency in agencies if agency.code_legacy}
    return found | {agency.code: agency for agency in agencies}
