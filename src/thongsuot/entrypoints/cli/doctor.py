"""``thongsuot doctor``: what is missing or wrong here, and what to do about it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import click
from django.conf import settings
from django.db import OperationalError, connection

from thongsuot import bootstrap
from thongsuot.domains.custody import leaving
from thongsuot.domains.custody.terms import Leaver
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.ledger import public_log
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.witnessing import last_size, newest_witnessed
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.people import keeping
from thongsuot.domains.people.terms import KeysNotOurs
from thongsuot.entrypoints.cli import failed_jobs, server_kind
from thongsuot.entrypoints.cli.demo import state
from thongsuot.entrypoints.cli.installation import (
    Installation,
    RightsApart,
    pass_installation,
)
from thongsuot.entrypoints.cli.plumbing import Exit, answer, json_option
from thongsuot.entrypoints.cli.servers import migrations_missing
from thongsuot.kernel.clock import local_date, utc_now
from thongsuot.kernel.formats import file_size

LEAST_FREE_BYTES = 2 * 1024**3
LARGEST_SKEW = timedelta(seconds=5)
CALENDAR_AHEAD = timedelta(days=60)
FILES_LOOKED_AT = 10_000
ENTRIES_LOOKED_AT = 10_000
LONGEST_QUEUE = timedelta(minutes=10)
UNADDRESSED_WITHIN = timedelta(days=30)
TABLES_NAMED = 3
TOO_MUCH = (
    "enters as a superuser",
    "owns the record, or may act as its owner",
    "may change entries of the record",
    "may delete entries of the record",
    "may empty the record",
)


class Health(StrEnum):
    """How a part is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the installation: how it is, and the next step where it is not well."""

    part: str
    health: Health
    found: str
    advice: str = ""


Check = Callable[[Installation], Finding]


@click.command()
@json_option
@click.pass_context
@pass_installation
def doctor(installation: Installation, ctx: click.Context, as_json: bool) -> None:
    """Say what is missing or wrong in this installation; ends with code 1 at a fault.

    \b
    Examples: thongsuot doctor
              thongsuot doctor --json
    """
    findings = list(examine(installation))
    is_well = all(finding.health is not Health.FAULT for finding in findings)
    document = {"ok": is_well, "findings": [asdict(finding) for finding in findings]}
    answer(document, (_line(finding) for finding in findings), as_json=as_json)
    ctx.exit(Exit.OK if is_well else Exit.FAILURE)


def examine(installation: Installation) -> Iterator[Finding]:
    """Yield what each check finds; those that a lost or empty database cannot answer are left."""
    try:
        found = [_database(installation), _migrations(installation), _clock(installation)]
    except OperationalError as error:
        found = [_silent(error)]
    yield from found
    for check in ALWAYS:
        yield check(installation)
    if any(one.part == "tables" and one.health is Health.OK for one in found):
        for check in WITH_TABLES:
            yield check(installation)


def _line(finding: Finding) -> str:
    mark = {Health.OK: "ok     ", Health.WARNING: "WARNING", Health.FAULT: "FAULT  "}
    advice = f"  → {finding.advice}" if finding.advice else ""
    return f"{mark[finding.health]}  {finding.part}: {finding.found}{advice}"


def _ask(question: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return tuple(cursor.fetchone())


def _silent(error: OperationalError) -> Finding:
    """Return what the connecting library says; it names server and role, never a password."""
    why = str(error).strip().splitlines() or [type(error).__name__]
    return Finding(
        "database", Health.FAULT, f"does not answer: {why[0]}",
        "start it, or correct DATABASE_URL (docs/howto/install.md)",
    )  # fmt: skip


def _database(_installation: Installation) -> Finding:
    version, encoding = _ask(server_kind.ASKED)
    number = int(str(version))
    if wrong := server_kind.unfit(number, str(encoding)):
        return Finding("database", Health.FAULT, *wrong)
    return Finding("database", Health.OK, f"PostgreSQL {number // 10_000}")


def _migrations(_installation: Installation) -> Finding:
    missing = migrations_missing()
    if missing:
        advice = "thongsuot database prepare"
        return Finding("tables", Health.FAULT, f"{missing} migrations are missing", advice)
    return Finding("tables", Health.OK, "as this version needs them")


def _rights(installation: Installation) -> Finding:
    rights = _ask(
        "SELECT rolsuper, pg_has_role(relowner, 'MEMBER'),"
        " has_table_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, 'DELETE'),"
        " has_table_privilege(c.oid, 'TRUNCATE')"
        " FROM pg_class c, pg_roles WHERE c.oid = 'ledger_entry'::regclass"
        " AND rolname = current_user"
    )
    too_much = [words for words, holds in zip(TOO_MUCH, rights, strict=True) if holds]
    if too_much:
        return Finding(
            "rights", Health.FAULT, f"the application {too_much[0]}",
            "let it enter by a role of its own (docs/howto/install.md)",
        )  # fmt: skip
    if apart := installation.rights_apart():
        advice = "thongsuot database prepare gives each table the rights it states, and no others"
        return Finding("rights", Health.FAULT, _told(apart), advice)
    return Finding("rights", Health.OK, "the application may do what each table states")


def _told(apart: list[RightsApart]) -> str:
    """Return on which tables the rights are others, the first few by name."""
    named = [f"{one.table} ({one.told()})" for one in apart[:TABLES_NAMED]]
    more = f" and {len(apart) - TABLES_NAMED} more" if len(apart) > TABLES_NAMED else ""
    return f"other rights than stated on {', '.join(named)}{more}"


def _clock(_installation: Installation) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew = abs(cursor.fetchone()[0] - utc_now())
    if skew > LARGEST_SKEW:
        found = f"{skew.total_seconds():.0f} s between this machine and the database"
        return Finding("clock", Health.FAULT, found, "set both by NTP")
    return Finding("clock", Health.OK, "this machine and the database agree")


def _calendar(_installation: Installation) -> Finding:
    now = utc_now()
    try:
        last = deadlines.calendar_at(now).facts.last_year
    except CalendarGap:
        return Finding("calendar", Health.FAULT, "none is in force", "thongsuot database prepare")
    if (local_date(now) + CALENDAR_AHEAD).year > last:
        return Finding(
            "calendar", Health.WARNING, f"published until the end of {last}",
            "thongsuot calendar publish FILE: limits that run into the next year are refused",
        )  # fmt: skip
    return Finding("calendar", Health.OK, f"published until the end of {last}")


def _areas(_installation: Installation) -> Finding:
    count = len(organisation.communes(local_date(utc_now())))
    undecided = len({row.old_id for row in successors.open_successions()})
    if not count:
        return Finding("areas", Health.FAULT, "none", "thongsuot database prepare")
    found = f"{count} communes; {undecided} divided old ones undecided"
    left = successors.standing_in_ended_areas(local_date(utc_now()))
    if left:
        found = (
            f"{found}; {len(left)} agencies stand in units that have ended: {', '.join(left[:5])}"
        )
        advice = "thongsuot org settle OLD NEW; thongsuot org reorganise PLAN"
        return Finding("areas", Health.WARNING, found, advice)
    return Finding("areas", Health.OK, found)


def _record(_installation: Installation) -> Finding:
    return Finding("record", Health.OK, f"{record.count()} entries; thongsuot ledger verify")


def _record_clock(_installation: Installation) -> Finding:
    found = record.clock_report(settings.CLOCK_LIMIT, newest=ENTRIES_LOOKED_AT)
    part, seen = "record clock", f"the last {found.looked_at:,} entries"
    if not found.apart:
        return Finding(part, Health.OK, f"{seen} bear the database's own instant")
    told = f"{found.apart:,} of {seen} bear another instant than the database's clock had"
    if settings.SAMPLE_DATA:
        told += "; sample data is made at past instants"
    return Finding(part, Health.WARNING, told, "thongsuot ledger verify names the first")


def _witnesses(_installation: Installation) -> Finding:
    policy = settings.WITNESS_POLICY
    if not policy.witnesses:
        return Finding("witnesses", Health.OK, "none is named (docs/howto/check-the-record.md)")
    found = [f"{w.verifier.name} up to {last_size(w.verifier)}" for w in policy.witnesses.values()]
    told = f"{', '.join(found)} of {public_log.size()} entries"
    if policy.wants_any and public_log.size() and newest_witnessed(policy) is None:
        return Finding("witnesses", Health.WARNING, told, "thongsuot ledger cosign says why")
    return Finding("witnesses", Health.OK, told)


def _holders(_installation: Installation) -> Finding:
    """Whoever holds something is there to answer for it, today and for the days warned of."""
    today = local_date(utc_now())
    gone = leaving.orphans(today)
    if gone:
        found = f"{_held(gone)} are held by {len(gone)} who are no longer there"
        advice = "thongsuot org reassign; the worker gives them to heads at 00:05"
        return Finding("holders", Health.FAULT, found, advice)
    ahead = leaving.warned_ahead(today)
    if soon := leaving.leaving_between(today, today + ahead):
        found = f"{len(soon)} leave their posts within {ahead.days} days and hold {_held(soon)}"
        return Finding("holders", Health.WARNING, found, "thongsuot org reassign beforehand")
    return Finding("holders", Health.OK, "everybody who holds something is there")


def _held(leavers: list[Leaver]) -> str:
    return f"{sum(leaver.subjects for leaver in leavers):,} subjects"


def _files(_installation: Installation) -> Finding:
    missing = sum(1 for _sha256 in documents.missing_contents(newest=FILES_LOOKED_AT))
    if missing:
        found = f"{missing} of the last {FILES_LOOKED_AT:,} are gone from the disk"
        return Finding("files", Health.FAULT, found, "bring them back from the backup")
    return Finding("files", Health.OK, f"the last {FILES_LOOKED_AT:,} are where they belong")


def _queue(_installation: Installation) -> Finding:
    if failed := failed_jobs.count():
        advice = "find why in the worker's log, then: thongsuot worker --retry-failed"
        return Finding("jobs", Health.FAULT, f"{failed} were given up", advice)
    (waiting, oldest) = _ask(
        "SELECT count(*), extract(epoch FROM now() - min(e.at))::integer"
        " FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
        " AND e.type = 'deferred' WHERE j.status = 'todo'"
        " AND coalesce(j.scheduled_at, now()) <= now()"
    )
    if oldest is not None and int(str(oldest)) > LONGEST_QUEUE.total_seconds():
        found = f"{waiting} jobs wait, the oldest for {oldest} s"
        return Finding("jobs", Health.WARNING, found, "is thongsuot worker running?")
    return Finding("jobs", Health.OK, f"{waiting} wait")


def _keys(installation: Installation) -> Finding:
    folder = installation.home / "keys"
    open_to_others = [path.name for path in folder.glob("*.key") if path.stat().st_mode & 0o077]
    if open_to_others:
        found = f"others may read {', '.join(sorted(open_to_others))}"
        return Finding("keys", Health.FAULT, found, f"chmod 600 {folder}/*.key")
    return Finding("keys", Health.OK, f"{folder}: readable by the service alone")


def _seals(_installation: Installation) -> Finding:
    try:
        keeping.check_keys()
    except KeysNotOurs as refused:
        advice = "check THONGSUOT_HOME, or bring back keys/ from the backup of this database"
        return Finding("seals", Health.FAULT, str(refused), advice)
    return Finding("seals", Health.OK, "the keys open what this database holds")


def _space(installation: Installation) -> Finding:
    free = shutil.disk_usage(installation.home).free
    if free < LEAST_FREE_BYTES:
        return Finding("space", Health.WARNING, f"{file_size(free)} free", "make room")
    return Finding("space", Health.OK, f"{file_size(free)} free in {installation.home}")


def _pages(_installation: Installation) -> Finding:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        advice = "thongsuot database prepare, or make run"
        return Finding("pages", Health.WARNING, "style sheets are not collected", advice)
    return Finding("pages", Health.OK, "style sheets are collected")


def _signing(_installation: Installation) -> Finding:
    signer = type(bootstrap.signer()).__name__
    if signer == "LocalSigner":
        found = "keys of its own making, for trying out"
        return Finding("signing", Health.WARNING, found, "no real result may be signed with them")
    return Finding("signing", Health.OK, signer)


def _ways_out(_installation: Installation) -> Finding:
    real = sorted(
        way.value for way, one in bootstrap.carriers().items() if not bootstrap.is_stand_in(one)
    )
    if real:
        return Finding("ways out", Health.OK, ", ".join(real))
    advice = (
        "set THONGSUOT_SMTP_URL, THONGSUOT_SMS_URL or THONGSUOT_ZALO_TOKEN; docs/howto/messages.md"
    )
    found = (
        "none: messages are kept in a file" if settings.SAMPLE_DATA else "none: no message is sent"
    )
    return Finding("ways out", Health.WARNING, found, advice)


def _messages(_installation: Installation) -> Finding:
    at = utc_now()
    waits = exchange.backlog(at)
    nowhere = exchange.unaddressed_since(at - UNADDRESSED_WITHIN)
    found = (
        f"{waits.waiting} wait, {waits.due} due, {waits.dead} could not be delivered; "
        f"{nowhere} of {UNADDRESSED_WITHIN.days} days had nowhere to go"
    )
    if settings.SAMPLE_DATA and state.presence() is state.Presence.UNFINISHED:
        return Finding("messages", Health.OK, f"{found}; they wait until the sample is loaded")
    if waits.oldest_due_at is not None and at - waits.oldest_due_at > LONGEST_QUEUE:
        return Finding("messages", Health.FAULT, found, "is the worker running? thongsuot worker")
    if waits.dead:
        return Finding("messages", Health.WARNING, found, "thongsuot message list")
    return Finding("messages", Health.OK, found)


def _hotline(_installation: Installation) -> Finding:
    if not settings.HOTLINE:
        advice = "set THONGSUOT_HOTLINE: people who need help find no number to call"
        return Finding("hotline", Health.WARNING, "none", advice)
    return Finding("hotline", Health.OK, settings.HOTLINE)


def _https(_installation: Installation) -> Finding:
    """Whether what citizens send is kept from others on its way; the sample goes nowhere."""
    if settings.SAMPLE_DATA:
        return Finding("https", Health.OK, "not needed for sample data")
    wrong = {
        "cookies may travel in clear": not settings.SESSION_COOKIE_SECURE,
        "the public address is not https": not settings.PUBLIC_URL.startswith("https://"),
        "no proxy is named, so all visitors have its address": not settings.PROXIES,
    }
    if any(wrong.values()):
        found = "; ".join(words for words, holds in wrong.items() if holds)
        advice = "set THONGSUOT_TLS, THONGSUOT_PUBLIC_URL, THONGSUOT_PROXIES (howto/install.md)"
        return Finding("https", Health.WARNING, found, advice)
    return Finding("https", Health.OK, settings.PUBLIC_URL)


def _sample(_installation: Installation) -> Finding:
    if settings.SAMPLE_DATA:
        return Finding("data", Health.WARNING, "sample data; every page says so")
    return Finding("data", Health.OK, "no sample data")


ALWAYS: tuple[Check, ...] = (
    _keys, _space, _pages, _signing, _ways_out, _hotline, _https, _sample,
)  # fmt: skip
WITH_TABLES: tuple[Check, ...] = (
    _rights, _seals, _calendar, _areas, _record, _record_clock, _witnesses, _holders,
    _files, _queue, _messages,
)  # fmt: skip
