"""Questions to the catalogue: what holds on a day, by which channel, in whose words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When

from thongsuot.domains.catalogue import rules, shipped
from thongsuot.domains.catalogue.models import (
    Component,
    MethodLimit,
    Procedure,
    ProcedureVersion,
)
from thongsuot.domains.catalogue.rules.search import Entry, SearchIndex, words_of
from thongsuot.domains.catalogue.rules.words import plain_name as plain_name_of
from thongsuot.domains.catalogue.terms import (
    Channel,
    ChannelNotOffered,
    Difference,
    Form,
    Hit,
    LifeEvent,
    LimitNotSettled,
    ProcedureNotInForce,
    ProcedureUnknown,
    Receivable,
)
from thongsuot.domains.deadlines.terms import TimeLimit, Unit
from thongsuot.domains.ledger import queries as ledger
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.settled import while_settled

SUBJECT: Final = "catalogue"
"""The whole catalogue is one subject of the record: its chain tells how it came to be."""


def _holds(on: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}valid_from__lte": on})
    not_ended = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": on})
    return begun & not_ended


def _in_force(on: date) -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.filter(_holds(on)).select_related("procedure")


def current_version(code: str, on: date) -> ProcedureVersion:
    """Return the version of the procedure that holds on that day.

    Raises:  ProcedureUnknown; ProcedureNotInForce.
    """
    version = _in_force(on).filter(procedure__code=code).order_by("-number").first()
    if version:
        return version
    if Procedure.objects.filter(code=code).exists():
        raise ProcedureNotInForce("the procedure is not in force on that day", procedure=code)
    raise ProcedureUnknown("no procedure has this code")


def open_version(code: str) -> ProcedureVersion:
    """Return the version without an end.

    Raises:  ProcedureUnknown; ProcedureNotInForce when the procedure has ended.
    """
    versions = versions_of(code)
    if not versions:
        raise ProcedureUnknown("no procedure has this code")
    found = next((version for version in versions if version.valid_to is None), None)
    if found is None:
        raise ProcedureNotInForce("the procedure has ended", procedure=code)
    return found


def known_codes(codes: Collection[str]) -> set[str]:
    """Return which of these are codes of procedures, in force or not, in one query."""
    return set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))


def get_version(version_id: int) -> ProcedureVersion:
    """Return a version by its id, in force or not. Raises ProcedureUnknown."""
    found = ProcedureVersion.objects.select_related("procedure").filter(pk=version_id).first()
    if found is None:
        raise ProcedureUnknown("no version has this id")
    return found


def versions_of(code: str) -> list[ProcedureVersion]:
    """Return all versions of a procedure, oldest first."""
    versions = ProcedureVersion.objects.filter(procedure__code=code)
    return list(versions.select_related("procedure").order_by("number"))


def withdrawn_among(versions: Iterable[ProcedureVersion]) -> set[int]:
    """Return the ids of the versions that were withdrawn before they began.

    One that never held and is none of these ended with its procedure. The record is asked where
    one never held: a version is the same in both cases.
    """
    never_held = [one for one in versions if one.valid_to == one.valid_from]
    if not never_held:
        return set()
    acts = ledger.acts_named(SUBJECT, "version_withdrawn")
    taken = {(one.detail["procedure"], one.detail["version"]) for one in acts}
    return {one.pk for one in never_held if (one.code, one.number) in taken}


def versions_in_force(on: date) -> QuerySet[ProcedureVersion]:
    """Return what holds on that day, by code; with limits and fees at hand."""
    return _in_force(on).order_by("procedure__code").prefetch_related("limits", "fees")


def differences(version_a: ProcedureVersion, version_b: ProcedureVersion) -> list[Difference]:
    """Return what differs between what two versions published: by field, paper and channel."""
    return rules.differences(version_a.content, version_b.content)


def newest_versions(*, after: str = "", most: int) -> list[ProcedureVersion]:
    """Return the newest version of each procedure whose code comes after ``after``, by code."""
    codes = Procedure.objects.filter(code__gt=after).order_by("code")[:most]
    return _newest(list(codes.values_list("code", flat=True)))


def newest_versions_of(codes: Sequence[str]) -> list[ProcedureVersion]:
    """Return the newest version of each of these procedures, in their order."""
    found = {version.code: version for version in _newest(codes)}
    return [found[code] for code in codes if code in found]


def _newest(codes: Sequence[str]) -> list[ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(procedure__code__in=codes).defer("content", "source")
    never = Case(When(valid_to=F("valid_from"), then=1), default=0)  # withdrawn before it began
    newest = rows.order_by("procedure__code", never, "-number").distinct("procedure__code")
    return list(newest.select_related("procedure"))


def components_of(version: ProcedureVersion) -> list[Component]:
    """Return the lines of "thành phần hồ sơ" in their order: papers, and notes without sheets."""
    return list(version.components.order_by("position"))


def limit_row(version: ProcedureVersion, channel: Channel | str) -> MethodLimit:
    """Return the limit of one channel, known or not.

    A procedure known from a list alone has no channels yet: then the row is new and empty.

    Raises:  ChannelNotOffered.
    """
    rows = {row.channel: row for row in version.limits.all()}
    name = Channel(channel).value
    if name in rows:
        return rows[name]
    if rows:
        raise ChannelNotOffered("not by this channel", procedure=version.code, channel=name)
    return MethodLimit(version=version, channel=name, problem="limit-missing")


def find_limit(version: ProcedureVersion, channel: Channel | str) -> TimeLimit | None:
    """Return the limit of one channel, None while nobody knows it. Raises ChannelNotOffered."""
    return limit_row(version, channel).limit


def limit_of(version: ProcedureVersion, channel: Channel | str) -> TimeLimit:
    """Return the limit of one channel, published or settled; limits of channels are never mixed.

    Raises:  ChannelNotOffered; LimitNotSettled: never a guess.
    """
    row = limit_row(version, channel)
    limit = row.limit
    if limit is None:
        facts = {"procedure": version.code, "channel": row.channel, "problem": row.problem}
        raise LimitNotSettled("a person has to settle this limit first", **facts)
    return limit


def check_receivable(version: ProcedureVersion, channel: Channel | str, on: date) -> None:
    """Refuse to receive under a version that does not hold or whose limit is not known.

    Raises:  ProcedureNotInForce; ChannelNotOffered; LimitNotSettled.
    """
    ended = version.valid_to is not None and version.valid_to <= on
    if ended or on < version.valid_from:
        raise ProcedureNotInForce("not in force on that day", procedure=version.code)
    limit_of(version, channel)


def _with_limit(versions: QuerySet[ProcedureVersion], channel: str) -> QuerySet[Any, Any]:
    by_channel = FilteredRelation("limits", condition=Q(limits__channel=channel))
    newest = versions.annotate(by_channel=by_channel).order_by("-number")
    return newest.values_list("pk", "number", "by_channel__quantity", "by_channel__unit")[:1]


_BY_CODE = Question(
    lambda code, channel, on: _with_limit(
        ProcedureVersion.objects.filter(_holds(on), procedure__code=code), channel
    ),
    code="code", channel="channel", on=date.min,
)  # fmt: skip


@while_settled
def receivable(code: str, channel: Channel | str, on: date) -> Receivable:
    """Return under what a dossier of this procedure comes in that day by this channel.

    Raises:  ProcedureUnknown; and what ``check_receivable`` raises.
    """
    found = _BY_CODE.first(code=code, channel=Channel(channel).value, on=on)
    return _receivable(found) or _refused(current_version(code, on), channel, on)


def _receivable(found: tuple[Any, ...] | None) -> Receivable | None:
    if found is None or found[2] is None:
        return None
    version_id, number, quantity, unit = found
    return Receivable(version_id, number, TimeLimit(quantity, Unit(unit)))


def _refused(version: ProcedureVersion, channel: Channel | str, on: date) -> Receivable:
    """Say why not, slowly."""
    check_receivable(version, channel, on)
    return Receivable(version.pk, version.number, limit_of(version, channel))


def unsettled_limits(on: date) -> list[MethodLimit]:
    """Return the limits in force that wait for a person, by procedure and channel.

    Joined here and not in the database, whose planner knows nothing of rows just imported and
    then walks three tables inside each other.
    """
    rows = MethodLimit.objects.filter(quantity__isnull=True)
    light = _in_force(on).defer("content", "source")
    versions = light.in_bulk({row.version_id for row in rows})
    waiting = [row for row in rows if row.version_id in versions]
    for row in waiting:
        row.version = versions[row.version_id]
    return sorted(waiting, key=lambda row: (row.version.code, row.channel))


def search(text: str, limit: int = 20, *, on: date | None = None) -> list[Hit]:
    """Return procedures found by citizens' words, best first.

    Without ``on``, among those that have no end.
    """
    return _index(on).search(text, limit)


def settled_elsewhere(text: str) -> str:
    """Return what to tell somebody who looks for what another authority settles, or nothing."""
    asked = f" {' '.join(words_of(text))} "
    for known in shipped.plain_words().elsewhere:
        if any(f" {' '.join(words_of(said))} " in asked for said in known.says):
            return known.answer
    return ""


def life_events() -> tuple[LifeEvent, ...]:
    """Return the turns of life by which citizens look, in the order of the home page."""
    return shipped.plain_words().life_events


def procedures_of_life_event(slug: str, *, on: date | None = None) -> list[Hit]:
    """Return the procedures of a turn of life that are in the catalogue, in their order.

    An unknown turn of life has none.
    """
    index = _index(on)
    codes = [code for event in life_events() if event.slug == slug for code in event.procedures]
    return [hit for code in codes if (hit := index.hit(code))]


def plain_name(code: str, official: str) -> str:
    """Return how citizens call the procedure, else its official name without "Thủ tục"."""
    return plain_name_of(shipped.plain_words(), code, official)


def form_of(code: str, on: date) -> Form | None:
    """Return the e-form of the procedure that holds on that day, or None."""
    for form in shipped.forms().get(code, ()):
        if form.valid_from <= on and (form.valid_to is None or on < form.valid_to):
            return form
    return None


_INDICES: dict[date | None, tuple[str, SearchIndex]] = {}
"""Built indices by day, with the head of the catalogue's chain they were built at."""
KEPT_INDICES = 4


def _index(on: date | None) -> SearchIndex:
    """Return the index of that day, built anew whenever the record says the catalogue changed."""
    head = ledger.head_hash("catalogue")
    kept = _INDICES.get(on)
    if kept and kept[0] == head:
        return kept[1]
    index = SearchIndex(_entries(on), shipped.plain_words())
    while len(_INDICES) >= KEPT_INDICES:
        _INDICES.pop(next(iter(_INDICES)), None)
    _INDICES[on] = (head, index)
    return index


def _entries(on: date | None) -> list[Entry]:
    versions = _in_force(on) if on else ProcedureVersion.objects.filter(valid_to=None)
    rows = versions.values_list("procedure__code", "name", "field", "levels")
    return [Entry(code, name, field, tuple(levels)) for code, name, field, levels in rows]


def fields_of(procedures: Collection[str], on: date) -> dict[str, str]:
    """Return the field (lĩnh vực) of each procedure that is in force on a day, by code."""
    found = _in_force(on).filter(procedure__code__in=procedures)
    return dict(found.values_list("procedure__code", "field"))
