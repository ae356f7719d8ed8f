"""Reading the record."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, FloatField, Func, Q

from thongsuot.domains.ledger import locks, rules, streaming
from thongsuot.domains.ledger.models import Entry
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.rules.chain import Leaves
from thongsuot.domains.ledger.terms import Act, ActorKind, ClockReport, Place, Verification

AGES_S = 1e12
"""As far apart as two clocks are told to be: a forger's instant may be infinite."""
_BY_KEY = Question(lambda key: Entry.objects.filter(key=key).values_list("pk"), key="key")


def acts_of(subject: str) -> list[Act]:
    """Return all recorded acts on one subject, oldest first."""
    return [entry.as_act() for entry in Entry.objects.filter(subject=subject).order_by("seq")]


def acts_named(subject: str, act: str) -> list[Act]:
    """Return what was done to a subject under one name, oldest first."""
    rows = Entry.objects.filter(subject=subject, act=act).order_by("seq")
    return [entry.as_act() for entry in rows]


def newest_acts_of(subject: str, *, newest: int, before: int | None = None) -> list[Act]:
    """Return the newest acts on one subject, the newest first; those before a place, if named."""
    rows = Entry.objects.filter(subject=subject)
    rows = rows if before is None else rows.filter(seq__lt=before)
    return [entry.as_act() for entry in rows.order_by("-seq")[:newest]]


def names_of_acts(subject: str) -> list[str]:
    """Return what was done to a subject, oldest first; older tables can be asked too."""
    return list(Entry.objects.filter(subject=subject).order_by("seq").values_list("act", flat=True))


def done_among(subjects: Collection[str], acts: Collection[str]) -> dict[str, set[str]]:
    """Return which of these acts were ever done to each subject, by subject, in one query."""
    rows = Entry.objects.filter(subject__in=subjects, act__in=acts)
    found: dict[str, set[str]] = {}
    for subject, act in rows.values_list("subject", "act").distinct():
        found.setdefault(subject, set()).add(act)
    return found


def acts_under(delegation_id: int, *, newest: int) -> list[Act]:
    """Return what was done under a delegation, the newest first."""
    rows = Entry.objects.filter(delegation_id=delegation_id).order_by("-at", "-pk")
    return [entry.as_act() for entry in rows[:newest]]


def head_hash(subject: str) -> str:
    """Return the hash of the newest entry of the subject, or the genesis value."""
    last = Entry.objects.filter(subject=subject).order_by("-seq").values_list("hash", flat=True)
    return last.first() or rules.GENESIS


def find_by_key(key: str) -> Act | None:
    """Return the act that an idempotency key already made happen, if any."""
    if _BY_KEY.first(key=key) is None:
        return None
    return Entry.objects.get(key=key).as_act()


def count() -> int:
    """Return how many entries the record holds."""
    return Entry.objects.count()


def people_acted_after(at: datetime, *, kind: str) -> bool:
    """Return whether a citizen or an officer did anything to a subject of a kind after ``at``."""
    of_kind = Entry.objects.filter(subject__startswith=f"{kind}:", at__gt=at)
    return of_kind.exclude(actor_kind=ActorKind.SYSTEM).exists()


def settled_number() -> int | None:
    """Return up to which number all entries are committed; None while one below may appear."""
    return locks.settled_id("ledger_entry")


def touched_since(
    number: int, upto: int | None, *, kind: str, most: int, act: str | None = None
) -> list[str] | None:
    """Return the subjects of a kind with an entry after one number, up to another or to the last.

    ``act`` keeps to entries of that act. None where they are more than ``most``: there is much to
    do first.
    """
    entries = Entry.objects.filter(pk__gt=number, subject__startswith=f"{kind}:")
    if act is not None:
        entries = entries.filter(act=act)
    if upto is not None:
        entries = entries.filter(pk__lte=upto)
    found = list(entries.order_by().values_list("subject", flat=True).distinct()[: most + 1])
    return found if len(found) <= most else None


def clock_report(limit: timedelta, *, newest: int | None = None) -> ClockReport:
    """Return the entries, or the ``newest`` of them, whose two clocks differ beyond ``limit``."""
    entries = Entry.objects.all()
    if newest is not None:
        looked_at = entries.order_by("-pk").values("pk")[:newest]
        entries = entries.filter(pk__in=looked_at)
    far = entries.filter(
        Q(recorded_at__gt=F("at") + limit) | Q(recorded_at__lt=F("at") - limit)
    ).order_by("pk")
    first = far.values_list("subject", "seq", _seconds("recorded_at"), _seconds("at")).first()
    return ClockReport(
        looked_at=entries.count(),
        limit_s=limit.total_seconds(),
        apart=far.count() if first else 0,
        first=Place(first[0], first[1]) if first else None,
        first_late_s=max(-AGES_S, min(AGES_S, first[2] - first[3])) if first else 0.0,
    )


def _seconds(column: str) -> Func:
    """Return an instant in seconds, as a number: a forger's year 200000 is no date of ours."""
    template = "extract(epoch FROM %(expressions)s)::float8"
    return Func(column, template=template, output_field=FloatField())


def verify_all(
    progress: Callable[[int], None] = lambda _done: None, leaves: Leaves | None = None
) -> Verification:
    """Walk every chain and return what was found, with the first fault named.

    Streams: memory does not grow with the record. ``progress`` is told the entries walked;
    ``leaves`` gets the hash of each entry's leaf at its place in the log.
    """
    walk = rules.ChainWalk()
    for walked in walk.through(streaming.by_chain(), leaves):
        progress(walked)
    return Verification(walk.entries, walk.subjects, 0, walk.fault, unplaced=walk.unplaced)


@contextmanager
def one_moment() -> Iterator[None]:
    """See the record as it is at one moment, however much is written meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
