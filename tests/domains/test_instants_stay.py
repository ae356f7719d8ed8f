"""No instant of what happened is changed by anybody: every column of every table is tried.

The walk asks the database, not the models: a column that is added later is tried as well, and the
test fails until it is guarded or its reason to move is stated below. It is tried as the
application and as the owner of the tables. Where no life filled a column, a row made up of
anything at all stands in for one.
"""

from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from psycopg import sql
from tests.builders import MONDAY, Story, build_province
from tests.builders_payments import give_back, publish_tariffs
from tests.builders_staff import add_deputy, granted
from tests.conftest import publish_calendar

from thongsuot import bootstrap
from thongsuot.config import environment, postgres
from thongsuot.domains.custody.terms import Grounds, MoveReason, ReturnReason
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import HandedTo, Step
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.models import DifferenceSettled
from thongsuot.domains.payments.terms import Means

SUM = "a sum: it is made anew from the record"
OTHERS = "of the queue, the sessions and the migrations; no act of the law"
COUNTS = "counts attempts, and is forgotten"
MOVABLE = {
    "accountability_flowday.day": SUM,
    "accountability_holdingday.day": SUM,
    "accountability_lateshare.decided_at": SUM,
    "accountability_longchain.day": SUM,
    "accountability_loopday.day": SUM,
    "accountability_loopday.last_at": SUM,
    "accountability_summary.as_of": SUM,
    "accountability_summary.began_at": SUM,
    "accountability_summary.decided_until": SUM,
    "accountability_summary.held_until": SUM,
    "accountability_summary.open_as_of": SUM,
    "catalogue_methodlimit.settled_at": "an unclear limit may be settled again, by an act",
    "django_migrations.applied": OTHERS,
    "django_session.expire_date": OTHERS,
    "dossiers_codecounter.day": "counts codes",
    "dossiers_dossier.last_act_at": "orders the acts; the record keeps each act's own instant",
    "dossiers_dossier.obligation_since": "whether payment is awaited; the notice keeps since when",
    "dossiers_dossier.supplement_since": "whether papers are awaited; the request keeps since when",
    "dossiers_draft.created_at": "a draft is no dossier yet",
    "dossiers_draft.saved_at": "a draft is no dossier yet",
    "dossiers_lookupfailure.at": COUNTS,
    "dossiers_networkhour.hour": COUNTS,
    "dossiers_supplementdraft.drafted_at": "a draft is written anew; the record keeps each",
    "dossiers_supplementdraft.sent_at": "whether it waits; the request keeps since when",
    "exchange_contact.changed_at": "how one wishes to be reached is no act of the law",
    "exchange_message.ended_at": "a message that did not arrive is sent again; attempts stay",
    "exchange_message.next_at": "when it is tried next",
    "exchange_message.resent_at": "when somebody last had it sent again; the record keeps each",
    "exchange_message.taken_at": "who is sending it at this moment",
    "organisation_loginfailure.at": COUNTS,
    "organisation_officer.disabled_at": "an account is enabled again; the record keeps each act",
    "organisation_officer.last_login": "no act of the law",
    "organisation_officer.tokens_from": "tokens are ended again; the record keeps each act",
    "payments_dayanswer.at": "an answer in a comparison that is not over; gone when it is",
    "payments_dayanswer.on": "an answer in a comparison that is not over; gone when it is",
    "payments_refusedcall.at": "one of a ring of slots",
    "payments_refusedday.last_at": "counts calls that changed nothing",
    "payments_refusedday.on": "counts calls that changed nothing",
    "procrastinate_events.at": OTHERS,
    "procrastinate_jobs.scheduled_at": OTHERS,
    "procrastinate_workers.last_heartbeat": OTHERS,
}

OF_A_DOSSIER = {
    "submitted_at", "received_at", "processing_at", "decided_at", "returned_at", "withdrawn_at",
    "due_at", "refused_at", "stopped_at",
}  # fmt: skip
BY_REAL_ACTS = {
    "dossiers_duedateset.due_at", "dossiers_decision.signed_at", "dossiers_extension.signed_at",
    "dossiers_extension.original_due_at", "custody_custody.started_at", "custody_custody.ended_at",
    "custody_offer.offered_at", "custody_offer.answered_at", "custody_move.made_at",
    "ledger_entry.at", "ledger_entry.recorded_at", "organisation_delegation.granted_at",
    "payments_payment.ended_at", "payments_receipt.issued_at", "payments_refund.at",
    "payments_assessment.settled_at", "payments_differencesettled.at",
    "payments_differencesettled.on", "payments_refundproposal.ended_at",
    "documents_attachment.attached_at", *(f"dossiers_dossier.{name}" for name in OF_A_DOSSIER),
}  # fmt: skip
"""What the lives below fill: it is tried on real dossiers, payments and entries."""


@pytest.fixture
def lives(committed_db):
    """Make a dossier of every ending, and one on its way, in a database that commits."""
    publish_calendar()
    province = build_province()
    whole = Story(province).processing()
    dossiers.propose_extension(
        code=whole.code, days=2, reason="Phải xác minh thêm", by=province.handler, at=whole.now()
    )
    dossiers.sign_extension(
        code=whole.code, signer=bootstrap.signer(), by=province.head, at=whole.now()
    )
    whole.drafted_by_handler()
    who, sign = province, bootstrap.signer()
    dossiers.sign_decision(code=whole.code, signer=sign, by=who.head, at=whole.now())
    dossiers.issue_decision(code=whole.code, by=who.clerk, at=whole.now())
    whole.handed(who.head, "desk", Step.RETURN)
    dossiers.return_result(code=whole.code, to=HandedTo.APPLICANT, by=who.desk, at=whole.now())
    withdrawn = Story(province).received()
    dossiers.withdraw(
        code=withdrawn.code, reason="Không cần nữa rồi", at=withdrawn.now(),
        by=Actor.citizen(dossier=withdrawn.code),
    )  # fmt: skip
    returned = Story(province).received()
    offer = returned.offered(who.desk, "handler", Step.VERIFY)
    grounds = Grounds(ReturnReason.WRONG_COMPETENCE, "NĐ 61/2018, Điều 1", "H99.05")
    dossiers.return_handover(offer_id=offer, grounds=grounds, by=who.handler, at=returned.now())
    _stopped_refused_and_moved(province)
    _paid_and_given_back(province)
    return province


def _stopped_refused_and_moved(province):
    who = province
    stopped = Story(province).processing()
    add_deputy(province)
    colleague = (who.officers["colleague"].pk, who.posts["colleague"].pk)
    dossiers.move_dossiers(
        codes=[stopped.code], to_officer=colleague[0], to_post=colleague[1],
        reason=MoveReason.ABSENCE, why="Nghỉ ốm dài ngày", by=who.head, at=stopped.now(),
    )  # fmt: skip
    dossiers.stop(
        signer=bootstrap.signer(),
        code=stopped.code, reason="Không còn căn cứ để giải quyết", legal_basis="Điều 1 NĐ 1/2020",
        by=who.actor("colleague"), at=stopped.now(),
    )  # fmt: skip
    refused = Story(province).registered()
    dossiers.refuse(
        ground=RefusalGround.OTHER, signer=bootstrap.signer(),
        code=refused.code, reason="Không thuộc thẩm quyền của xã", legal_basis="Điều 1 NĐ 1/2020",
        by=who.desk, at=refused.now(),
    )  # fmt: skip
    granted(province)


def _paid_and_given_back(province):
    publish_tariffs(MONDAY)
    for paid in (Story(province).registered(), Story(province).registered()):
        dossiers.collect_fee(
            code=paid.code, means=Means.CASH, amount_vnd=20_000, by=province.desk, at=paid.now()
        )
    [payment] = payments.payments_of(f"dossier:{paid.code}")
    give_back(paid, payment.reference)
    DifferenceSettled.objects.create(
        on=MONDAY.date(), agency="H99.31.01", reference=payment.reference, problem="missing",
        ours_vnd=20_000, theirs_vnd=0, salt=b"0" * 16, why="Đã hỏi ngân hàng", at=MONDAY,
        by_id=province.desk.officer_id,
    )  # fmt: skip


@pytest.fixture
def hands(lives, database_server):
    """Return connections into that database: as the application, and as the tables' owner."""
    name = settings.DATABASES["default"]["NAME"]
    owner = postgres.connection_settings(environment.read(), owner=True)["USER"]
    info = database_server.info
    entered = [
        psycopg.connect(
            host=info.host, port=info.port, user=user, password=info.password, dbname=name,
            autocommit=True,
        )
        for user in (settings.DATABASES["default"]["USER"], owner)
    ]  # fmt: skip
    yield entered
    for one in entered:
        one.close()


def instants(hand: psycopg.Connection) -> set[str]:
    """Return ``table.column`` of every instant and day that the database holds."""
    rows = hand.execute(
        "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c"
        " ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace AND attnum > 0"
        " AND c.relkind IN ('r', 'p') AND NOT attisdropped AND atttypid IN"
        " ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype, 'time'::regtype)"
    )
    return {column for (column,) in rows}


def names(column: str) -> dict[str, sql.Identifier]:
    """Return table and column as a statement may hold them."""
    table, _dot, name = column.partition(".")
    return {"table": sql.Identifier(table), "column": sql.Identifier(name)}


def is_there(hand: psycopg.Connection, column: str) -> bool:
    """Return whether any row has something in the column."""
    question = sql.SQL("SELECT EXISTS (SELECT FROM {table} WHERE {column} IS NOT NULL)")
    return bool(hand.execute(question.format(**names(column))).fetchone()[0])


ANYTHING = {
    "bool": True, "bytea": b"x", "uuid": "00000000-0000-4000-8000-000000000001", "jsonb": "{}",
    "date": "2026-01-05", "timestamptz": datetime(2026, 1, 5, tzinfo=UTC), "varchar": "x",
    "text": "x", "_varchar": [], "_text": [], "int2": 30_001, "int4": 30_001, "int8": 30_001,
}  # fmt: skip


def make_up_a_row(root: psycopg.Connection, table: str) -> None:
    """Put a row of anything into a table, every column filled, past all that would refuse it."""
    columns = root.execute(
        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
        " AND attgenerated = ''", [table],
    ).fetchall()  # fmt: skip
    checks = root.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table]
    ).fetchall()
    held = sql.Identifier(table)
    for (name,) in checks:
        drop = sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(held, sql.Identifier(name))
        root.execute(drop)
    values = {name: ANYTHING[kind] for name, kind in columns}
    root.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            held,
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )


@pytest.fixture
def filled(hands, as_superuser):
    """Return of each column that has to stay the rows to try it on: real ones, or one made up."""
    as_superuser.execute("SET session_replication_role = replica")
    kept = sorted(instants(hands[0]) - MOVABLE.keys())
    rows = {column: rows_of(hands[0], column) for column in kept}
    for table in sorted({column.partition(".")[0] for column in kept if not rows[column]}):
        make_up_a_row(as_superuser, table)
    return {column: rows[column] or rows_of(hands[0], column) for column in kept}


ROWS = 30
"""So many rows of a table are tried, each by itself."""


def rows_of(hand: psycopg.Connection, column: str) -> list[str]:
    """Return where some rows stand that have something in a column."""
    question = sql.SQL(
        "SELECT ctid FROM {table} WHERE {column} IS NOT NULL ORDER BY ctid LIMIT {n}"
    )
    return [row for (row,) in hand.execute(question.format(**names(column), n=sql.Literal(ROWS)))]


MOVES = ("{column} - interval '1 day'", "{column} + interval '1 day'", "NULL")


def written(hand: psycopg.Connection, column: str, to: str, row: str) -> bool:
    """Try to write an instant into a column of a row; return whether that was let happen."""
    change = sql.SQL("UPDATE {table} SET {column} = {to} WHERE ctid = {row}")
    known = {**names(column), "to": sql.SQL(to).format(**names(column)), "row": sql.Literal(row)}
    try:
        return hand.execute(change.format(**known)).rowcount > 0
    except psycopg.Error:
        return False


def test_7_no_column_that_holds_an_instant_is_changed_by_anybody_by_sql(filled, hands):
    assert [column for column, rows in filled.items() if not rows] == []
    let = [
        (column, to, hand.info.user)
        for column, rows in filled.items()
        for hand in hands
        for to in MOVES
        if any(written(hand, column, to, row) for row in rows)
    ]
    assert let == []
    assert len(filled) > 120


OVER = {
    "catalogue_processversion", "custody_custody", "dossiers_obligation", "organisation_absence",
    "organisation_delegation", "payments_differencesettled",
}  # fmt: skip
"""Tables of which a row that is over is not written again at all, not even as it stands."""


def test_7_what_refuses_them_refuses_the_change_and_not_the_row(filled, hands):
    """Else a row that is odd for another reason would hide a column that nobody guards."""
    owner = hands[1]
    kept_whole = owner.execute(
        "SELECT tgrelid::regclass::text FROM pg_trigger"
        " WHERE tgname LIKE '%\\_is\\_kept' AND tgtype & 16 = 16"
    )
    odd = set()
    for column, rows in filled.items():
        with owner.transaction(force_rollback=True):
            if not written(owner, column, "{column}", rows[0]):
                odd.add(column.partition(".")[0])
    assert odd - {table for (table,) in kept_whole} == OVER


def test_7_what_may_move_is_there_and_says_why(hands):
    assert MOVABLE.keys() <= instants(hands[0])
    assert all(MOVABLE.values())


def test_7_the_instants_of_a_dossier_were_there_to_be_tried(hands):
    assert {column for column in BY_REAL_ACTS if not is_there(hands[0], column)} == set()
