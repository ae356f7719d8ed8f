"""What the application's database role may do with each table: this, and nothing else.

The table below is the law of it, and each line is tried for real as that role. Where columns stand
in brackets, no other may be changed. Whoever adds a table says here what the services need.
"""

import re

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from tests.builders import Story, build_province
from tests.builders_organisation import invented_organisation

from thongsuot.config import rights
from thongsuot.domains.people.fields import sealed_columns

KEPT = "INSERT"
"""Written once: neither changed nor deleted."""
CHANGED = "INSERT, UPDATE"
"""What a trigger keeps of it is tried in test_instants_stay.py and by the rooms' own tests."""
FREE = "INSERT, UPDATE, DELETE"
RIGHTS = {
    "accountability_explanation": "INSERT, UPDATE (words)",
    "accountability_flowday": "INSERT, UPDATE (handovers, bounces), DELETE",
    "accountability_holdingday": (
        "INSERT, UPDATE (turns, held, share, over, paused, awaiting, consulting, answering,"
        " answering_over, silent), DELETE"
    ),
    "accountability_lateshare": "INSERT, DELETE",
    "accountability_longchain": "INSERT, DELETE",
    "accountability_loopday": "INSERT, UPDATE (bounces, minutes, last_at, subjects), DELETE",
    "accountability_summary": FREE,
    "auth_group": "",
    "auth_group_permissions": "",
    "auth_permission": "",
    "catalogue_component": KEPT,
    "catalogue_feeline": KEPT,
    "catalogue_methodlimit": CHANGED,
    "catalogue_procedure": KEPT,
    "catalogue_procedureversion": "INSERT, UPDATE (valid_to)",
    "catalogue_processpolicy": KEPT,
    "catalogue_processversion": FREE,
    "custody_custody": CHANGED,
    "custody_dispute": CHANGED,
    "custody_move": CHANGED,
    "custody_offer": CHANGED,
    "custody_opinionrequest": CHANGED,
    "custody_passing": KEPT,
    "custody_policy": KEPT,
    "deadlines_calendarday": KEPT,
    "deadlines_calendarversion": KEPT,
    "deadlines_limitset": KEPT,
    "deadlines_countingrulefrom": KEPT,
    "deadlines_officehoursfrom": KEPT,
    "deadlines_openinghoursfrom": KEPT,
    "django_content_type": "",
    "django_migrations": "",
    "django_session": FREE,
    "documents_attachment": CHANGED,
    "documents_formtemplate": KEPT,
    "documents_paperwords": "INSERT, UPDATE (words)",
    "documents_registerclosing": KEPT,
    "documents_registercounter": "INSERT, UPDATE (last)",
    "documents_registernumber": KEPT,
    "documents_storedfile": "INSERT, DELETE",
    "dossiers_agencymove": KEPT,
    "dossiers_answeringpolicyversion": KEPT,
    "dossiers_codecounter": "INSERT, UPDATE (last)",
    "dossiers_countervisit": "INSERT, UPDATE (named)",
    "dossiers_decision": CHANGED,
    "dossiers_deskanswer": "INSERT, UPDATE (answered_at, answer)",
    "dossiers_digest": KEPT,
    "dossiers_dossier": CHANGED,
    "dossiers_draft": FREE,
    "dossiers_duedateset": KEPT,
    "dossiers_ending": CHANGED,
    "dossiers_extension": CHANGED,
    "dossiers_forwarding": "INSERT, UPDATE (why)",
    "dossiers_latenesspolicyversion": KEPT,
    "dossiers_lookupfailure": "INSERT, DELETE",
    "dossiers_networkhour": "INSERT, UPDATE (drafts, files, size), DELETE",
    "dossiers_obligation": CHANGED,
    "dossiers_processhop": KEPT,
    "dossiers_processopinion": KEPT,
    "dossiers_processsupplement": "INSERT, UPDATE (left_at)",
    "dossiers_processtimer": "INSERT, UPDATE (due_at, ended_at, fired, left_at)",
    "dossiers_recount": "INSERT, UPDATE (after, examined, changed, kept, finished_at, kind, limits,"
                        " limits_changed, limits_kept)",
    "dossiers_recountkept": KEPT,
    "dossiers_objection": (
        "INSERT, UPDATE (words, answer, answered_at, outcome, answered_by_id, answer_by, "
        "calendar_version, hours_of)"
    ),
    "dossiers_reminder": KEPT,
    "dossiers_supplementdraft": "INSERT, UPDATE (salt, papers, special_base, drafted_by_id,"
    " drafted_at, sent_at)",
    "dossiers_supplementpolicyversion": KEPT,
    "dossiers_supplementrequest": CHANGED,
    "dossiers_turneddraft": "INSERT, UPDATE (why)",
    "exchange_attempt": "INSERT, UPDATE (address, has_address, error, final), DELETE",
    "exchange_contact": "INSERT, UPDATE (email, phone, channel, only_needed, changed_at), DELETE",
    "exchange_deliveryreport": "INSERT, DELETE",
    "exchange_givenup": "INSERT, UPDATE (why), DELETE",
    "exchange_message": "INSERT, UPDATE (values, next_at, state, channel, attempts, spent,"
    " resent_at, taken_at, ended_at, last_error), DELETE",
    "exchange_wording": KEPT,
    "ledger_cosignature": KEPT,
    "ledger_edition": "INSERT, UPDATE (mark, begun_by, looks)",
    "ledger_entry": KEPT,
    "ledger_leaf": KEPT,
    "ledger_sealed": KEPT,
    "ledger_tile": "INSERT, UPDATE (hashes)",
    "ledger_unsealed": "INSERT, DELETE",
    "organisation_absence": "INSERT, UPDATE (ended_at)",
    "organisation_agency": "INSERT, UPDATE (code_legacy, name, short_name, kind, level, area_id,"
    " parent_id, is_desk, phone, address, earlier_names, valid_to)",
    "organisation_agencysuccession": KEPT,
    "organisation_appointment": "INSERT, UPDATE (end_source, valid_to)",
    "organisation_area": "INSERT, UPDATE (valid_to)",
    "organisation_areasuccession": "INSERT, UPDATE (decided, is_successor, source)",
    "organisation_competence": "INSERT, UPDATE (source, is_precedent, valid_to)",
    "organisation_delegation": "INSERT, UPDATE (ended_at)",
    "organisation_formeragency": KEPT,
    "organisation_loginfailure": "INSERT, DELETE",
    "organisation_officer": "INSERT, UPDATE (password, last_login, full_name, full_name_folded,"
    " phone, disabled_at, tokens_from)",
    "organisation_post": "INSERT, UPDATE (title, kind, successor_id, valid_to)",
    "organisation_reorganisation": KEPT,
    "organisation_rolegrant": "INSERT, UPDATE (source, valid_to)",
    "payments_assessment": CHANGED,
    "payments_bankline": "INSERT, UPDATE (words, why, salt, state, ended_at, ended_by_id,"
    " forgotten_at, payment_id, notice)",
    "payments_dayanswer": "INSERT, UPDATE (verdict, amount_vnd, settled, at), DELETE",
    "payments_dayclosing": KEPT,
    "payments_differencesettled": "INSERT, UPDATE (why)",
    "payments_listedexemption": CHANGED,
    "payments_listedpayee": CHANGED,
    "payments_listedtariff": CHANGED,
    "payments_message": KEPT,
    "payments_payment": CHANGED,
    "payments_policy": KEPT,
    "payments_receipt": CHANGED,
    "payments_refund": CHANGED,
    "payments_refundproposal": CHANGED,
    "payments_refusedcall": "INSERT, UPDATE (source, news, digest, at)",
    "payments_refusedday": "INSERT, UPDATE (count, last_at)",
    "payments_statement": KEPT,
    "payments_statementrun": "INSERT, UPDATE (after, done, taken, known, mismatched, left,"
    " elsewhere, refused, refusals, stopped, finished_at)",
    "payments_transferclaim": "INSERT, UPDATE (why, salt, ended_at, ended_by_id, forgotten_at,"
    " found)",
    "people_keymark": "INSERT, UPDATE (sealed_mark)",
    "people_person": CHANGED,
    "people_representation": "INSERT, UPDATE (document, valid_to)",
    "procrastinate_events": FREE,
    "procrastinate_jobs": FREE,
    "procrastinate_periodic_defers": FREE,
    "procrastinate_workers": FREE,
}  # fmt: skip


def asked(question: str, *values: object) -> list[tuple]:
    """Return the answer of the database, entered as the application."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def may(statement: str) -> bool:
    """Try a statement that touches no row as the application; return whether it may."""
    with connection.connection.transaction(force_rollback=True):
        try:
            connection.connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return False
    return True


def columns_of(table: str) -> list[str]:
    """Return the columns that a statement may set at all."""
    rows = asked(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a' ORDER BY attnum",
        table,
    )  # fmt: skip
    return [f'"{name}"' for (name,) in rows]


def found_for(table: str) -> tuple[set[str], set[str]]:
    """Return the verbs that the application may use on a table, and the columns it may change."""
    columns = columns_of(table)
    tried = {
        "INSERT": f"INSERT INTO {table} ({columns[0]}) SELECT {columns[0]} FROM {table} LIMIT 0",  # noqa: S608 - our own names
        "DELETE": f"DELETE FROM {table} WHERE false",  # noqa: S608
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
    }
    verbs = {verb for verb, statement in tried.items() if may(statement)}
    changed = {c for c in columns if may(f"UPDATE {table} SET {c} = {c} WHERE false")}  # noqa: S608
    return verbs, changed


def stated_for(table: str) -> tuple[set[str], set[str]]:
    """Return the same as the table of this file says it."""
    said = RIGHTS[table]
    verbs = set(re.findall(r"INSERT|DELETE", said))
    named = re.search(r"UPDATE \(([^)]*)\)", said)
    if named:
        return verbs, {f'"{name}"' for name in named[1].split(", ")}
    return verbs, set(columns_of(table)) if "UPDATE" in said else set()


@pytest.mark.django_db
def test_every_table_is_stated():
    assert {name for (name,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = "
                                      "'public'")} == RIGHTS.keys()  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", RIGHTS)
def test_the_application_may_do_what_is_stated_and_nothing_else(table):
    assert connection.settings_dict["USER"] == settings.DATABASES["default"]["USER"]
    assert found_for(table) == stated_for(table)


@pytest.mark.django_db
def test_whatever_is_sealed_can_be_sealed_anew_with_another_key():
    sealed = {(field.model._meta.db_table, str(field.column)) for field in sealed_columns()}
    left = {
        (table, column)
        for table, column in sealed
        if not asked("SELECT has_column_privilege(%s, %s, 'UPDATE')", table, column)[0][0]
    }
    assert len(sealed) > 20
    assert left == set()


def test_a_table_that_says_nothing_we_know_may_only_be_read(committed_db, as_superuser):
    role = settings.DATABASES["default"]["USER"]
    for comment in ("", "may EVERYTHING", "may INSERT; DROP TABLE x", "of somebody else"):
        as_superuser.execute(f"COMMENT ON TABLE organisation_area IS '{comment}'")
        rights.grant(as_superuser, role)
        held = as_superuser.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants"
            " WHERE table_name = 'organisation_area' AND grantee = %s", [role],
        ).fetchall()  # fmt: skip
        assert held == [("SELECT",)], comment


# --- what is past stays, for everybody ----------------------------------------------------------

FACTS = {
    "organisation_agency": "code = 'H98'",
    "organisation_post": "code = 'H98:x'",
    "organisation_competence": "agency_id = agency_id + 1",
    "organisation_appointment": "post_id = post_id + 1",
    "organisation_rolegrant": "role = 'sign'",
    "organisation_area": "name = 'Xã Khác'",
}


def refused(hand: psycopg.Connection, statement: str) -> bool:
    """Return whether a trigger refuses a statement, and with it the whole of it."""
    with hand.transaction(force_rollback=True):
        try:
            touched = hand.execute(statement).rowcount
        except psycopg.errors.IntegrityConstraintViolation:
            return True
        except psycopg.errors.InsufficientPrivilege:
            return True
        assert touched, "there was a row to be tried on"
    return False


@pytest.mark.parametrize("table", FACTS)
def test_a_dated_fact_is_not_rewritten_by_the_owner_of_the_tables_either(
    committed_db, as_superuser, table
):
    invented_organisation()
    assert refused(as_superuser, f"UPDATE {table} SET {FACTS[table]}")  # noqa: S608 - our own names
    assert refused(as_superuser, f"UPDATE {table} SET valid_from = valid_from - 1")  # noqa: S608
    assert refused(as_superuser, f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", FACTS)
def test_an_end_may_be_moved_until_it_has_come(committed_db, as_superuser, table):
    invented_organisation()
    as_superuser.execute(f"UPDATE {table} SET valid_to = '2999-01-01' WHERE valid_to IS NULL")  # noqa: S608
    assert not refused(as_superuser, f"UPDATE {table} SET valid_to = '2999-06-01'")  # noqa: S608
    assert not refused(as_superuser, f"UPDATE {table} SET valid_to = NULL")  # noqa: S608
    as_superuser.execute(f"UPDATE {table} SET valid_to = current_date - 1")  # noqa: S608
    for end in ("NULL", "current_date - 2", "current_date + 9"):
        assert refused(as_superuser, f"UPDATE {table} SET valid_to = {end}")  # noqa: S608


@pytest.mark.parametrize(
    "statement", ["DELETE FROM dossiers_deskanswer", "TRUNCATE dossiers_deskanswer"]
)
def test_what_a_desk_was_asked_is_not_deleted_by_the_owner_either(
    committed_db, as_superuser, statement
):
    Story(build_province()).registered()
    assert refused(as_superuser, statement)
