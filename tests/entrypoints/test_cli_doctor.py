"""``thongsuot doctor``: what is wrong is named with the next step, and ends with code 1."""

import json
import shutil
import uuid

import psycopg
import pytest
from django.conf import settings as configured
from django.db import connection
from procrastinate.contrib.django import app
from tests.builders import Story, build_province
from tests.conftest import publish_calendar
from tests.entered import run

from thongsuot.config import postgres
from thongsuot.config.database import check_roles, check_server
from thongsuot.domains.documents import services as documents
from thongsuot.domains.people import keeping
from thongsuot.entrypoints.cli import doctor, server_kind
from thongsuot.entrypoints.cli.plumbing import CommandFailed
from thongsuot.kernel.sealing import KEY_BYTES, Keyring


def examine():
    """Return the exit code, and what was found by the part it was found in."""
    done = run("doctor", "--json")
    assert done.stdout, done.stderr
    findings = json.loads(done.stdout)["findings"]
    return done.exit_code, {finding["part"]: finding for finding in findings}


@pytest.fixture
def province(committed_db):
    publish_calendar()
    return build_province()


def test_an_installation_in_order_has_no_fault(province):
    code, found = examine()
    assert [part for part, finding in found.items() if finding["health"] == "fault"] == []
    assert code == 0
    assert (
        found["rights"]["health"] == found["files"]["health"] == found["record"]["health"] == "ok"
    )


def test_a_record_that_the_application_may_change_is_a_fault(province, as_superuser):
    as_superuser.execute(f"GRANT UPDATE ON ledger_entry TO {connection.settings_dict['USER']}")
    code, found = examine()
    assert code == 1
    assert found["rights"]["health"] == "fault"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("GRANT DELETE ON custody_custody TO {app}", "custody_custody (may DELETE)"),
        (
            "GRANT UPDATE (name) ON organisation_area TO {app}",
            "organisation_area (may UPDATE (name))",
        ),
        (
            "GRANT UPDATE ON catalogue_procedureversion TO {app}",
            "catalogue_procedureversion (may UPDATE)",
        ),
        (
            "REVOKE INSERT ON dossiers_dossier FROM {app}",
            "dossiers_dossier (lacks INSERT)",
        ),
        (
            "REVOKE UPDATE (valid_to) ON catalogue_procedureversion FROM {app}",
            "catalogue_procedureversion (lacks UPDATE (valid_to))",
        ),
        ("GRANT TRUNCATE ON documents_attachment TO PUBLIC", "documents_attachment (may TRUNCATE)"),
    ],
)
def test_other_rights_than_a_table_states_are_a_fault(province, as_superuser, changed, said):
    as_superuser.execute(changed.format(app=connection.settings_dict["USER"]))
    code, found = examine()
    assert (code, found["rights"]["health"]) == (1, "fault")
    assert found["rights"]["found"] == f"other rights than stated on {said}"
    assert "thongsuot database prepare" in found["rights"]["advice"]


def test_of_many_tables_with_other_rights_the_first_are_named(province, as_superuser):
    as_superuser.execute(
        f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {connection.settings_dict['USER']};"
        " REVOKE UPDATE, DELETE, TRUNCATE ON ledger_entry"
        f" FROM {connection.settings_dict['USER']}"
    )
    found = examine()[1]["rights"]["found"]
    assert found.startswith("other rights than stated on accountability_explanation (may ")
    assert found.endswith(" more")


@pytest.fixture
def enter_as(as_superuser):
    """Return a function that enters as a role made for this test; others are not touched."""
    role = f"doctor_{uuid.uuid4().hex[:12]}"
    before = connection.settings_dict["USER"]

    def enter(made):
        as_superuser.execute(made.format(role=role, owner=postgres.OWNER, app=before))
        connection.close()
        connection.settings_dict["USER"] = role

    yield enter
    connection.close()
    connection.settings_dict["USER"] = before
    as_superuser.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("CREATE ROLE {role} LOGIN SUPERUSER", "superuser"),
        ("CREATE ROLE {role} LOGIN IN ROLE {owner}", "act as its owner"),
        (
            "CREATE ROLE {role} LOGIN IN ROLE {app}; GRANT TRUNCATE ON ledger_entry TO {role}",
            "empty the record",
        ),
    ],
)
def test_a_role_to_which_rights_mean_nothing_is_a_fault(province, enter_as, made, said):
    enter_as(made)
    rights = examine()[1]["rights"]
    assert rights["health"] == "fault"
    assert said in rights["found"]
    assert "install.md" in rights["advice"]


def test_a_database_is_not_prepared_for_a_role_that_could_bend_the_record(as_superuser):
    application = connection.settings_dict["USER"]
    with psycopg.connect(as_superuser.info.dsn, user=postgres.OWNER) as owner:
        check_roles(owner, application)
        for wrong in (postgres.OWNER, postgres.SUPERUSER, "nobody_of_this_name"):
            with pytest.raises(CommandFailed, match="a database role of its own"):
                check_roles(owner, wrong)


@pytest.fixture
def database_in_ascii(as_superuser):
    """Return how to enter a database that knows no encoding, dropped afterwards."""
    name = f"doctor_{uuid.uuid4().hex[:12]}"
    as_superuser.execute(
        f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
        " TEMPLATE template0"
    )
    yield psycopg.conninfo.make_conninfo(as_superuser.info.dsn, dbname=name)
    as_superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_database_of_another_encoding_is_not_prepared(as_superuser, database_in_ascii):
    check_server(as_superuser)
    with (
        psycopg.connect(database_in_ascii) as other,
        pytest.raises(CommandFailed, match="cannot be used") as refused,
    ):
        check_server(other)
    assert "SQL_ASCII" in refused.value.why
    assert "ENCODING 'UTF8'" in refused.value.advice


def test_postgresql_before_15_is_refused():
    assert server_kind.unfit(140012, "UTF8") == ("PostgreSQL 14", "use PostgreSQL 15 or newer")
    assert server_kind.unfit(150000, "UTF8") is None


def test_a_paper_that_is_gone_from_the_disk_is_a_fault(province, photo):
    story = Story(province).registered()
    documents.attach_upload(
        subject=f"dossier:{story.code}", component_code="KQ2", name="anh.jpg", stream=photo(),
        by=province.desk, at=story.now(),
    )  # fmt: skip
    shutil.rmtree(configured.FILES_FOLDER)
    code, found = examine()
    assert code == 1
    assert found["files"]["health"] == "fault"
    assert "backup" in found["files"]["advice"]


def test_a_database_without_calendar_or_areas_is_told_and_not_stumbled_over(committed_db):
    code, found = examine()
    assert code == 1
    assert found["calendar"]["health"] == "fault"
    assert "database prepare" in found["calendar"]["advice"]
    assert found["areas"]["health"] == "fault"


def test_a_line_for_people_says_part_state_and_next_step(province):
    done = run("doctor")
    signing = next(line for line in done.stdout.splitlines() if "signing" in line)
    assert signing.startswith("WARNING")
    assert "no real result may be signed" in signing


def give_up(task, **more):
    job = app.configure_task(task, allow_unknown=True, **more).defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job])
    return job


def retry():
    return run("worker", "--retry-failed")


def status_of(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return (cursor.fetchone() or ("gone",))[0]


def test_jobs_that_were_given_up_are_a_fault_until_they_are_queued_again(province):
    job = give_up("prepare_papers")
    code, found = examine()
    assert (code, found["jobs"]["health"]) == (1, "fault")
    assert "thongsuot worker --retry-failed" in found["jobs"]["advice"]

    assert retry().stdout == "1 jobs wait again\n"
    assert status_of(job) == "todo"
    assert examine()[1]["jobs"]["health"] == "ok"


def test_housekeeping_that_waits_anyway_is_not_queued_twice(province):
    failed = give_up("sweep_orphans", queueing_lock="sweep_orphans")
    app.configure_task("sweep_orphans", allow_unknown=True, queueing_lock="sweep_orphans").defer()
    assert retry().stdout == "0 jobs wait again\n"
    assert status_of(failed) == "gone"


def test_an_installation_without_a_number_to_call_is_warned(province, settings):
    settings.HOTLINE = ""
    assert examine()[1]["hotline"]["health"] == "warning"


def test_an_installation_of_real_data_without_tls_is_warned(settings):
    settings.SAMPLE_DATA, settings.PUBLIC_URL, settings.PROXIES = False, "https://mau.vn", 0
    settings.SESSION_COOKIE_SECURE = False
    found = doctor._https(None)
    assert found.health == "warning"
    assert "cookies may travel in clear; no proxy is named" in found.found
    settings.SESSION_COOKIE_SECURE, settings.PROXIES = True, 1
    assert doctor._https(None).health == "ok"
    settings.SAMPLE_DATA, settings.PUBLIC_URL = True, "http://127.0.0.1:8000"
    assert doctor._https(None).health == "ok"


def test_keys_that_did_not_seal_this_database_are_a_fault_and_nothing_starts(province, settings):
    keeping.note_keys()
    settings.KEYRING = Keyring({1: b"x" * KEY_BYTES}, b"y" * KEY_BYTES)
    code, found = examine()
    assert (code, found["seals"]["health"]) == (1, "fault")
    for start in ("serve", "worker"):
        refused = run(start)
        assert refused.exit_code == 5
        assert "THONGSUOT_HOME" in refused.stderr
        assert "backup" in refused.stderr


@pytest.fixture
def lost_database(committed_db):
    """Leave the connection pointing at a folder where no server listens."""
    connection.close()
    before = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nobody/listens/here"
    yield
    connection.close()
    connection.settings_dict["HOST"] = before


def test_a_database_that_does_not_answer_is_a_fault_and_the_rest_is_told_all_the_same(
    lost_database,
):
    code, found = examine()
    assert code == 1
    assert found["database"]["health"] == "fault"
    assert "/nobody/listens/here" in found["database"]["found"]
    assert "DATABASE_URL" in found["database"]["advice"]
    assert {"keys", "space", "pages", "https", "data"} <= set(found)
    assert not {"tables", "clock", "record", "messages"} & set(found)
