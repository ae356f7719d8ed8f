"""The baseline: the same rows in the same transactions by plain SQL, and nothing else.

What the product adds to this is its price: HTTP, authority, rules, sealing, hashing, the chain.
The sealed columns hold values of the same length, sealed once; hashes are constants.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from thongsuot.entrypoints.cli.bench.samples import Sealed
from thongsuot.entrypoints.cli.bench.units import PROCEDURE, Counter
from thongsuot.kernel.clock import local_date, utc_now

HASH = "0123456789abcdef" * 4
A_DAY = timedelta(days=1)

PERSON = """
    INSERT INTO people_person (id, kind, identity, salt, name_index, personal_id_index,
                               phone_index, recorded_at)
    VALUES (%(person)s, 'citizen', %(identity)s, %(salt)s, %(index)s, %(number_index)s,
            %(index)s, %(at)s)
"""
COUNTER = """
    INSERT INTO dossiers_codecounter (agency, day, last) VALUES (%(desk)s, %(day)s, 1)
    ON CONFLICT (agency, day) DO UPDATE SET last = dossiers_codecounter.last + 1 RETURNING last
"""
DOSSIER = """
    INSERT INTO dossiers_dossier (code, version_id, procedure_code, channel, applicant_id, answers,
      declared, pin, phone_end, receiving_agency_id, submitted_at, outcome, returned_to,
      process_step, last_act_at)
    VALUES (%(code)s, %(version)s, %(procedure)s, 'direct', %(person)s, %(answers)s,
      %(declared)s, %(pin)s, %(phone_end)s, %(desk_id)s, %(at)s, '', '', '', %(at)s) RETURNING id
"""
JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    VALUES ('papers', 'prepare_papers', 0, %(args)s)
"""
ENTRY = """
    INSERT INTO ledger_entry (subject, seq, act, at, actor_kind, officer_id, post_id, agency,
      detail, previous_hash, hash, key)
    VALUES (%(subject)s, %(seq)s, %(act)s, %(at)s, 'officer', %(officer)s, %(post)s, %(desk)s,
      %(detail)s, %(hash)s, %(hash)s, %(key)s)
"""
RECEIVE = """
    UPDATE dossiers_dossier SET competent_agency_id = %(competent_id)s, received_at = %(at)s,
      due_at = %(due_at)s, last_act_at = %(at)s WHERE code = %(code)s
"""
DUE_DATE = """
    INSERT INTO dossiers_duedateset (dossier_id, due_at, due_on, reason, counted_from, quantity,
      unit, calendar_version, rule_version, set_at)
    VALUES (%(dossier)s, %(due_at)s, %(due_on)s, 'receipt', %(at)s, 1, 'working-day',
      '2022-2026.1', 'day-after.1', %(at)s)
"""
CUSTODY = """
    INSERT INTO custody_custody (subject, officer_id, post_id, step, started_at, end_reason)
    VALUES (%(subject)s, %(officer)s, %(post)s, 'intake', %(at)s, '')
"""
LINE = """
    WITH counted AS (
      INSERT INTO documents_registercounter AS c (agency_code, book, year, last)
      VALUES (%(desk)s, 'TNHS', %(year)s, 1)
      ON CONFLICT (agency_code, book, year) DO UPDATE SET last = c.last + 1 RETURNING last)
    INSERT INTO documents_registernumber (agency_code, book, year, number, subject)
    SELECT %(desk)s, 'TNHS', %(year)s, last, %(subject)s FROM counted
"""
MESSAGE = """
    INSERT INTO exchange_message (id, subject, recipient, template, cause, "values", created_at,
      next_at, state, channel, attempts, spent, last_error)
    VALUES (%(id)s, %(subject)s, %(recipient)s, 'received', '2', %(values)s, %(at)s, %(at)s,
      'queued', '', 0, 0, '') ON CONFLICT (subject, recipient, template, cause) DO NOTHING
"""
READ = """
    SELECT d.code, d.procedure_code, d.national_state, d.submitted_at, d.received_at, d.due_at,
      d.decided_at, d.returned_at, o.full_name, p.title, a.code, c.started_at
    FROM dossiers_dossier d
    LEFT JOIN custody_custody c ON c.subject = 'dossier:' || d.code AND c.ended_at IS NULL
    LEFT JOIN organisation_officer o ON o.id = c.officer_id
    LEFT JOIN organisation_post p ON p.id = c.post_id
    LEFT JOIN organisation_agency a ON a.id = p.agency_id
    WHERE d.code = %(code)s
"""
SUBMITTED = {"procedure": PROCEDURE, "version": 1, "channel": "direct", "papers": []}
RECEIVED = {
    "limit": 1, "unit": "working-day", "calendar": "2022-2026.1", "rule": "day-after.1",
}  # fmt: skip


@dataclass
class SqlClient:
    """One connection that does what one counter does."""

    counter: Counter
    version_id: int
    sealed: Sealed
    connection: psycopg.Connection[Any]

    def requests(self, number: int) -> tuple[Callable[[], None], ...]:
        """Return the three steps of one unit, in order; the first two are transactions."""
        unit = Unit(self, number)
        return unit.create, unit.receive, unit.read

    def close(self) -> None:
        """Hang up."""
        self.connection.close()


@dataclass
class Unit:
    """One dossier on its way."""

    client: SqlClient
    number: int
    code: str = ""
    dossier: int = 0
    person: UUID = field(default_factory=uuid4)

    def create(self) -> None:
        """Write person, entry, number, dossier, job, entry."""
        at, run = utc_now(), self._run
        counter, sealed = self.client.counter, self.client.sealed
        with self.client.connection.transaction():
            run(
                PERSON, person=self.person, identity=sealed.identity, salt=sealed.salt,
                index=sealed.index, number_index=sealed.index_of(self.number), at=at,
            )  # fmt: skip
            detail = {"kind": "citizen", "identity": HASH}
            self._enter("person_recorded", 1, detail, at, None, subject=f"person:{self.person}")
            day = local_date(at)
            [last] = run(COUNTER, desk=counter.desk, day=day).fetchone() or [0]
            self.code = f"{counter.desk}-{day:%Y%m%d}-{last:07d}"
            [self.dossier] = run(
                DOSSIER, code=self.code, version=self.client.version_id, procedure=PROCEDURE,
                person=self.person, answers=sealed.answers,
                declared=sealed.declared, pin=sealed.pin,
                phone_end=sealed.phone_end, desk_id=counter.desk_id, at=at,
            ).fetchone() or [0]  # fmt: skip
            run(JOB, args=Jsonb({"code": self.code}))
            key = f"base-entry-{self.number}"
            self._enter("submitted", 1, {**SUBMITTED, "desk": counter.desk}, at, key)

    def receive(self) -> None:
        """Write receipt, due date, custody, job, line of the register, entry, message."""
        at, run, counter = utc_now(), self._run, self.client.counter
        due_at = at + A_DAY
        with self.client.connection.transaction():
            run(RECEIVE, competent_id=counter.competent_id, at=at, due_at=due_at, code=self.code)
            run(DUE_DATE, dossier=self.dossier, due_at=due_at, due_on=local_date(due_at), at=at)
            run(
                CUSTODY, subject=self._subject, officer=counter.officer_id,
                post=counter.post_id, at=at,
            )  # fmt: skip
            run(JOB, args=Jsonb({"code": self.code}))
            run(LINE, desk=counter.desk, year=local_date(at).year, subject=self._subject)
            detail = {**RECEIVED, "competent": counter.competent, "due_at": due_at.isoformat()}
            self._enter("received", 2, detail, at, f"base-receipt-{self.number}")
            run(
                MESSAGE, id=uuid4(), subject=self._subject, recipient=f"applicant:{self.code}",
                values=self.client.sealed.reason, at=at,
            )  # fmt: skip

    def read(self) -> None:
        """Read the dossier and who holds it."""
        self._run(READ, code=self.code).fetchone()

    @property
    def _subject(self) -> str:
        return f"dossier:{self.code}"

    def _enter(
        self, act: str, seq: int, detail: dict[str, Any], at: datetime, key: str | None,
        subject: str = "",
    ) -> None:  # fmt: skip
        counter = self.client.counter
        self._run(
            ENTRY, subject=subject or self._subject, seq=seq, act=act, at=at, hash=HASH, key=key,
            officer=counter.officer_id, post=counter.post_id, desk=counter.desk,
            detail=Jsonb(detail),
        )  # fmt: skip

    def _run(self, statement: str, **values: Any) -> psycopg.Cursor[Any]:
        return self.client.connection.execute(statement, values)
