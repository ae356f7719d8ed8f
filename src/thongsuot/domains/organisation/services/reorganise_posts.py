"""The posts of agencies that end, who holds them, and the roles given for them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from thongsuot.domains.organisation.models import Agency, Appointment, Post, RoleGrant
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.rules.plan import PlanRow
from thongsuot.domains.organisation.services.plan_changes import BATCH
from thongsuot.domains.organisation.services.reorganise_agencies import Agencies
from thongsuot.domains.organisation.services.reorganise_writing import end, point

Seat = tuple[int, int]
"""An officer on a post."""


@dataclass
class Posts:
    """What becomes of posts and of whoever holds them; by default the same kind of post goes on."""

    agencies: Agencies
    ended: dict[int, Post] = field(default_factory=dict)
    began: dict[str, Post] = field(default_factory=dict)
    becomes: dict[int, Post] = field(default_factory=dict)
    """The post that goes on with another one's work, by the id of the one that ends."""
    seats: dict[Seat, Post | None] = field(default_factory=dict)
    """Where an officer of a post that ends sits from then on; None = nowhere."""
    past: dict[int, int] = field(default_factory=dict)
    """The agency that ends by every post for which it answers, by id."""
    standing: dict[str, Post] = field(default_factory=dict)
    """Posts that go on, by code."""
    moved_roles: int = 0

    def take(self) -> None:
        """Find what the plan names, and write it unless the plan has faults."""
        plan = self.agencies.plan
        self.past = self._find_past()
        found = Post.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=plan.day), agency__in=self.agencies.ended
        )
        self.ended = {post.pk: post for post in found.order_by("code")}
        for post in self.ended.values():
            if post.valid_from >= plan.day:
                plan.refuse("posts", 0, "from", f"{post.code} begins on the plan's day, or later")
        self._map()
        held = self._held()
        self._seat(held)
        if not plan.problems:
            self._write(held)
            self._move_roles()

    def _find_past(self) -> dict[int, int]:
        """Return the agency that ends by every post for which it answers, by id.

        Its own posts, past ones too, and those for which one of them stands since they ended.
        """
        ended = self.agencies.ended
        own = Post.objects.filter(agency__in=ended).values_list("pk", "agency_id")
        stands = Post.objects.filter(successor__agency__in=ended)
        return dict(stands.values_list("pk", "successor__agency_id")) | dict(own)

    def _map(self) -> None:
        by_code = {post.code: post for post in self.ended.values()}
        self.standing = {
            post.code: post
            for post in Post.objects.filter(in_force(self.agencies.plan.day))
            if post.pk not in self.ended
        }
        for row in self.agencies.plan.rows["posts"]:
            old = by_code.get(row.text("from"))
            if old is None:
                self._refuse(row, "from", "names no post of an agency that ends")
            elif old.pk in self.becomes:
                self._refuse(row, "from", "names a post twice")
            elif new := self._named(row.text("to"), old, row):
                self.becomes[old.pk] = new
        for pk, post in self.ended.items():
            heir = self.agencies.heirs.get(post.agency_id)
            if pk not in self.becomes and heir is not None:
                self.becomes[pk] = self._same_kind(post, heir)

    def _refuse(self, row: PlanRow, name: str, problem: str) -> None:
        self.agencies.plan.problems.append(row.problem(name, problem))

    def _named(self, code: str, old: Post, row: PlanRow) -> Post | None:
        """Return the post that a row names: one that stands, or a new one of a standing agency."""
        agency = self.agencies.after.get(code.split(":")[0])
        if agency is None:
            self._refuse(row, "to", "names no agency that stands then")
            return None
        found = self.standing.get(code) or self.began.get(code)
        if found is not None:
            return found
        title, kind = (str(row.values.get(name) or "") for name in ("title", "kind"))
        return self._begin(code, agency, title or old.title, kind or old.kind)

    def _same_kind(self, old: Post, heir: Agency) -> Post:
        wanted = f"{heir.code}:{old.code.split(':', 1)[1]}"
        code, place = wanted, 1
        while code in self.standing or code in self.began:
            place += 1
            code = f"{wanted}-{place}"
        return self._begin(code, heir, old.title, old.kind)

    def _begin(self, code: str, agency: Agency, title: str, kind: str) -> Post:
        post = Post(
            code=code, agency=agency, title=title, kind=kind, valid_from=self.agencies.plan.day
        )
        self.began[code] = post
        return post

    def _held(self) -> list[Appointment]:
        rows = Appointment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=self.agencies.plan.day), post__in=self.ended
        )
        return list(rows.select_related("officer").order_by("valid_from", "pk"))

    def _seat(self, held: Iterable[Appointment]) -> None:
        named = {
            (row.text("officer"), row.text("from")): row
            for row in self.agencies.plan.rows["appointments"]
        }
        for seat in held:
            post = self.ended[seat.post_id]
            if seat.valid_from >= self.agencies.plan.day:
                where = f"{seat.officer.username} on {post.code}"
                self.agencies.plan.refuse("appointments", 0, "from", f"{where} begins too late")
            row = named.pop((seat.officer.username, post.code), None)
            self.seats[seat.officer_id, seat.post_id] = (
                self.becomes.get(post.pk) if row is None else self._seat_named(row, post)
            )
        for row in named.values():
            self._refuse(row, "officer", "does not hold this post of an agency that ends")

    def _seat_named(self, row: PlanRow, old: Post) -> Post | None:
        return self._named(row.text("to"), old, row) if row.text("to") else None

    def _write(self, held: Collection[Appointment]) -> None:
        day = self.agencies.plan.day
        Post.objects.bulk_create(self.began.values(), batch_size=BATCH)
        end(self.ended.values(), day)
        self._follow()
        new: dict[Seat, Appointment] = {}
        for seat in held:
            goes_on = self.seats[seat.officer_id, seat.post_id]
            if goes_on is not None:
                new.setdefault(
                    (seat.officer_id, goes_on.pk),
                    Appointment(
                        officer_id=seat.officer_id, post=goes_on, valid_from=day,
                        valid_to=seat.valid_to,
                    ),
                )  # fmt: skip
        end(held, day)
        there = _there(Appointment.objects.filter(in_force(day), post__in=_pks(new)))
        Appointment.objects.bulk_create(
            [row for key, row in new.items() if key not in there], batch_size=BATCH
        )

    def _follow(self) -> None:
        """Let posts that end, and those that went to one of them before, say what stands now."""
        stands = {pk: post.pk for pk, post in self.becomes.items()}
        earlier = list(Post.objects.filter(successor__in=self.ended).exclude(pk__in=self.ended))
        stands_now = {post.pk: stands.get(post.successor_id or 0) for post in earlier}
        point(list(self.ended.values()) + earlier, "successor_id", stands | stands_now)

    def _move_roles(self) -> None:
        """Give each officer for the agencies where they now sit the roles they had."""
        day, source = self.agencies.plan.day, self.agencies.plan.source
        moves = self._agencies_of_seats()
        held = list(
            RoleGrant.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gt=day), agency__in=self.agencies.ended,
                valid_from__lt=day,
            )
        )  # fmt: skip
        new: dict[tuple[int, int, str], RoleGrant] = {}
        for grant in held:
            for agency in moves.get((grant.officer_id, grant.agency_id), ()):
                new.setdefault(
                    (grant.officer_id, agency, grant.role),
                    RoleGrant(
                        officer_id=grant.officer_id, agency_id=agency, role=grant.role,
                        source=source, valid_from=day, valid_to=grant.valid_to,
                    ),
                )  # fmt: skip
        end(held, day)
        for grant in RoleGrant.objects.filter(in_force(day), agency__in={key[1] for key in new}):
            new.pop((grant.officer_id, grant.agency_id, grant.role), None)
        RoleGrant.objects.bulk_create(new.values(), batch_size=BATCH)
        self.moved_roles = len(new)

    def _agencies_of_seats(self) -> dict[tuple[int, int], set[int]]:
        """Return where an officer of an agency that ends sits from then on, by both ids."""
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        for (officer, old), post in self.seats.items():
            if post is not None:
                found[officer, self.ended[old].agency_id].add(post.agency_id)
        return found


def _there(rows: Iterable[Appointment]) -> set[Seat]:
    return {(row.officer_id, row.post_id) for row in rows}


def _pks(seats: Iterable[Seat]) -> set[int]:
    return {post for _officer, post in seats}
