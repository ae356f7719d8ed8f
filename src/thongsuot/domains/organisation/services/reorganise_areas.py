"""The areas of a plan: units that end, units that begin, and what goes into what."""

from datetime import date

from django.db.models import Q

from thongsuot.domains.organisation.models import Area, AreaSuccession
from thongsuot.domains.organisation.rules.areas import level_of
from thongsuot.domains.organisation.rules.reorganisation import ReorganisationPlan
from thongsuot.domains.organisation.services.reorganise_writing import end
from thongsuot.domains.organisation.terms import Share
from thongsuot.kernel.text import fold


class Areas:
    """The units by code, as they stand before the plan's day and from it on."""

    def __init__(self, plan: ReorganisationPlan) -> None:
        self.plan = plan
        on = plan.day
        began = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        standing = Area.objects.filter(began, Q(valid_to__isnull=True) | Q(valid_to__gt=on))
        self.now = {area.code: area for area in standing}
        self.ended: list[Area] = []
        self.successors: dict[int, Area] = {}
        """The settled successor of each unit that ends, by id."""
        self.open: dict[int, list[str]] = {}
        """Units that end whose successor nobody has settled, with what they went into."""

    def take(self) -> None:
        """End and begin what the plan says, unless it has faults; then learn what became of all."""
        going = self.plan.rows["areas.go"]
        beginning = self.plan.rows["areas.begin"]
        old = {row.text("old") for row in going}
        for row in going:
            if row.text("old") not in self.now:
                self.plan.problems.append(row.problem("old", "names no unit that stands"))
        for row in beginning:
            if row.text("code") in self.now.keys() - old:
                self.plan.problems.append(row.problem("code", "is borne by a unit that goes on"))
        before = {code: self.now[code] for code in old & self.now.keys()}
        self._check_children(before)
        if not self.plan.problems:
            self._end(before)
            self._begin()
            self._succeed(before)
        self._learn()

    def _check_children(self, before: dict[str, Area]) -> None:
        """Refuse to end a unit in which one goes on: a unit with another parent is another one."""
        ids = {area.pk for area in before.values()}
        left = {a.code for a in self.now.values() if a.parent_id in ids and a.code not in before}
        if left:
            self.plan.refuse("areas.go", 0, "old", f"{min(left)} goes on in a unit that ends")

    def _end(self, before: dict[str, Area]) -> None:
        for code in before:
            self.ended.append(self.now.pop(code))
        end(self.ended, self.plan.day)

    def _begin(self) -> None:
        rows = sorted(self.plan.rows["areas.begin"], key=lambda row: len(row.text("code")))
        for row in rows:
            code, parent = row.text("code"), self.now.get(row.text("parent"))
            if parent is None and len(code) > 2:
                self.plan.problems.append(row.problem("parent", "names no unit that stands"))
                continue
            self.now[code] = Area.objects.create(
                code=code, name=row.text("name"), name_folded=fold(row.text("name")),
                level=level_of(code), parent=parent, valid_from=self.plan.day,
            )  # fmt: skip

    def _succeed(self, before: dict[str, Area]) -> None:
        for row in self.plan.rows["areas.go"]:
            new = self.now.get(row.text("new"))
            if new is None:
                self.plan.problems.append(row.problem("new", "names no unit that stands then"))
                continue
            whole = row.text("share") == Share.WHOLE
            AreaSuccession.objects.create(
                old=before[row.text("old")], new=new, effective_on=self.plan.day,
                share=row.text("share"), decided=whole, is_successor=whole,
                source=self.plan.source,
            )  # fmt: skip

    def _learn(self) -> None:
        """Learn what became of every unit that ended by the plan's day, settled or not."""
        rows = AreaSuccession.objects.filter(effective_on__lte=self.plan.day)
        for row in rows.select_related("new").order_by("effective_on", "new__code"):
            if row.is_successor:
                self.successors[row.old_id] = row.new
            elif not row.decided:
                self.open.setdefault(row.old_id, []).append(row.new.code)

    def by_former_code(self, code: str) -> Area | None:
        """Return the unit that bore the code and ended last by the plan's day."""
        ended = Area.objects.filter(code=code, valid_to__lte=self.plan.day)
        return ended.order_by("-valid_to").first()

    def standing(self, area: Area) -> Area | None:
        """Return the unit itself, or the settled successor that stands for it, if any."""
        found: Area | None = area
        while found is not None and _has_ended(found, self.plan.day):
            found = self.successors.get(found.pk)
        return found

    def lineage(self, area: Area) -> set[int]:
        """Return the ids of the standing unit and of those that it lies in."""
        by_id = {unit.pk: unit for unit in self.now.values()}
        found, unit = set(), self.standing(area)
        while unit is not None:
            found.add(unit.pk)
            unit = by_id.get(unit.parent_id or 0)
        return found


def _has_ended(area: Area, on: date) -> bool:
    return area.valid_to is not None and area.valid_to <= on
