"""Who stands above whom: the line of agencies over an agency, and who heads it."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries, questions
from thongsuot.domains.organisation.memory import kept
from thongsuot.domains.organisation.models import Agency, Post
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import AgencyKind, PostKind, Role, RoleMissing

HEIRS = (PostKind.HEAD, PostKind.DIVISION_HEAD)
"""Posts whose officer answers for what nobody else does; the first alone heads the agency."""


def agencies_above(codes: Iterable[str], on: date) -> dict[str, list[str]]:
    """Return each agency's code and those of the agencies above it on ``on``, nearest first.

    One that bears no such code that day stands under itself alone. A query for every level.
    """
    asked = set(codes)
    parents: dict[str, str] = {}
    level = asked
    while level:
        rows = Agency.objects.filter(
            in_force(on), Q(parent__isnull=False), code__in=level
        ).values_list("code", "parent__code")
        found = dict(rows)
        parents |= found
        level = set(found.values()) - set(parents)
    return {code: _line(code, parents) for code in asked}


def _line(code: str, parents: dict[str, str]) -> list[str]:
    line = [code]
    while (above := parents.get(line[-1])) is not None and above not in line:
        line.append(above)
    return line


def heads_agency(by: Actor, on: date) -> bool:
    """Return whether the visitor acts on the post of a head, or is to supervise his agency."""
    if by.officer_id is None or by.post_id is None:
        return False
    heading = Post.objects.filter(pk=by.post_id, agency__code=by.agency, kind=PostKind.HEAD)
    if heading.exists():
        return by.officer_id in {officer.pk for officer in queries.officers_on(by.post_id, on)}
    try:
        queries.require_role(by, Role.SUPERVISE, on)
    except RoleMissing:
        return False
    return True


def common_superior(
    codes: Collection[str], on: date, *, without: Collection[int] = ()
) -> Agency | None:
    """Return the nearest agency above all of them, one of them included, that somebody heads.

    Officers in ``without`` do not count: nobody decides in his own case. Where the tree has no
    such agency, the province's committee is its root.
    """
    lines = agencies_above(codes, on)
    first, *others = [lines[code] for code in sorted(lines)] or [[]]
    common = [code for code in first if all(code in line for line in others)]
    roots = Agency.objects.filter(in_force(on), kind=AgencyKind.PROVINCE_COMMITTEE)
    candidates = [*common, *roots.order_by("code").values_list("code", flat=True)]
    for code in dict.fromkeys(candidates):
        if heads_of(code, on) - set(without):
            return queries.find_agency(code, on)
    return None


def heads_of(code: str, on: date) -> set[int]:
    """Return the officers who lead the agency or are to supervise it on ``on``."""
    posts = queries.posts_in(code, None, on)
    leading = {row.officer_id for p in posts if p.kind == PostKind.HEAD for row in p.held}  # type: ignore[attr-defined]  # as the query says
    held = {row.officer_id for post in posts for row in post.held}  # type: ignore[attr-defined]  # as above
    return leading | {o for o in held if queries.has_role(o, code, Role.SUPERVISE, on)}


@kept
def leaders_of(codes: frozenset[str], on: date) -> dict[str, set[int]]:
    """Return the officers on the posts of heads of each agency on ``on``, in one query.

    Who is to supervise it is not among them: ``heads_of`` counts those, too.
    """
    found: dict[str, set[int]] = {code: set() for code in codes}
    held = questions.held_on(on, questions.midnight(on)).filter(
        in_force(on, "post__"), in_force(on, "post__agency__")
    )
    heads = held.filter(post__kind=PostKind.HEAD, post__agency__code__in=codes)
    for code, officer in heads.values_list("post__agency__code", "officer_id"):
        found[code].add(officer)
    return found


def heads_upwards(code: str, on: date, *, but: int) -> list[frozenset[int]]:
    """Return who heads the agency, then each one above it, at last the province's committee.

    Agencies that nobody heads but the officer ``but`` are left out.
    """
    found = [frozenset(heads_of(agency, on) - {but}) for agency in _upwards(code, on)]
    return [heads for heads in found if heads]


def _upwards(code: str, on: date) -> list[str]:
    """Return the agency, those above it, and at last the province's committee, each once."""
    roots = Agency.objects.filter(in_force(on), kind=AgencyKind.PROVINCE_COMMITTEE)
    line = [
        *agencies_above([code], on)[code],
        *roots.order_by("code").values_list("code", flat=True),
    ]
    return list(dict.fromkeys(line))


def judge_over(code: str, on: date, *, but: Collection[int], above: bool) -> Agency | None:
    """Return the agency whose head judges what the officers ``but`` did in the agency's name.

    The agency itself, unless one of them heads it or ``above`` is asked for; then the nearest above
    it that somebody else heads. Where nobody stands above, whoever else heads the agency judges.
    """
    own, *higher = _upwards(code, on)
    his_own_case = above or not heads_of(own, on).isdisjoint(but)
    for agency in [*higher, own] if his_own_case else [own, *higher]:
        if heads_of(agency, on) - set(but):
            return queries.find_agency(agency, on)
    return None


def heads_all(by: Actor, codes: Iterable[str], on: date) -> bool:
    """Return whether the visitor heads, himself or from above, every one of the agencies."""
    lines = agencies_above(codes, on)
    return all(by.agency in line for line in lines.values()) and heads_agency(by, on)


def heads_any(by: Actor, codes: Iterable[str], on: date) -> bool:
    """Return whether the visitor heads, himself or from above, one of the agencies."""
    lines = agencies_above(codes, on)
    return any(by.agency in line for line in lines.values()) and heads_agency(by, on)


def posts_under(code: str, on: date) -> list[Post]:
    """Return the posts of an agency and of those under it on ``on``, with who holds them.

    A query for every level, and two more.
    """
    codes, level = {code}, {code}
    while level:
        below = Agency.objects.filter(in_force(on), parent__code__in=level)
        level = set(below.values_list("code", flat=True)) - codes
        codes |= level
    return queries.posts_of_agencies(codes, on)


def heir_of(code: str, *, but: int, on: date) -> tuple[int, int] | None:
    """Return officer and post of who answers where nobody else does, if there is somebody.

    Who heads the agency (a deputy stands on a post of the same kind), else a head of division,
    else whoever does in the agency above; never the officer ``but`` himself.
    """
    for agency in agencies_above([code], on)[code]:
        posts = queries.posts_in(agency, None, on)
        for kind in HEIRS:
            for post in posts:
                if post.kind != kind:
                    continue
                for row in post.held:  # type: ignore[attr-defined]  # who holds it that day
                    if row.officer_id != but:
                        return row.officer_id, post.pk
    return None
