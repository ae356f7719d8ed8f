"""What the commands of the sample do with what an installation holds already."""

import pytest
from click.testing import CliRunner
from django.db import connection
from tests.builders_organisation import invented_organisation

from thongsuot.config import environment, postgres
from thongsuot.config.manage import ThisInstallation
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import keeping
from thongsuot.entrypoints.cli.demo import loading, logins, state
from thongsuot.entrypoints.cli.demo.state import Presence
from thongsuot.entrypoints.cli.main import thongsuot
from thongsuot.entrypoints.cli.plumbing import Exit
from thongsuot.entrypoints.cli.servers import keep_keys_of_others
from thongsuot.kernel.clock import local_date, utc_now
from thongsuot.kernel.sealing import KEY_BYTES, Keyring

SIZE, SEED = "tiny", 1
NOT_OURS = "this installation holds agencies of its own"
AS_FAR_AS_THE_PAGES = "the fonts and page files are not in the installation's folder"
"""Where ``demo run`` ends in a folder without page files: everything is prepared by then."""


class OfThisTest(ThisInstallation):
    """The installation of the test's own database; the tests have entered it."""

    def enter(self, *, sample_data: bool, quiet: bool) -> None:
        """Do nothing: it has been done."""


@pytest.fixture
def installation(committed_db, settings, tmp_path, monkeypatch):
    """Return an installation whose folder and database are this test's alone."""
    for name, value in postgres.variables_naming(committed_db, environment.read()).items():
        monkeypatch.setenv(name, value)
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    return OfThisTest(home=tmp_path, may_start_processes=False)


def demo(installation, *words):
    return CliRunner().invoke(thongsuot, ["demo", *words], obj=installation)


def others():
    invented_organisation()


def unfinished():
    state.note_begun(SIZE, SEED)


def loaded():
    state.note_begun(SIZE, SEED)
    state.note_loaded(SIZE, SEED, loading.Played(0, 0, ""))


HOLDS = {
    Presence.NOTHING: lambda: None,
    Presence.OTHERS: others,
    Presence.UNFINISHED: unfinished,
    Presence.LOADED: loaded,
}


@pytest.mark.parametrize("holds", Presence)
def test_what_an_installation_holds_is_told_apart(committed_db, holds):
    HOLDS[holds]()
    assert state.presence() is holds


def test_agencies_that_begin_only_later_are_others_already(committed_db, as_superuser):
    others()
    as_superuser.execute("SET session_replication_role = replica")  # else it is written once
    as_superuser.execute("UPDATE organisation_agency SET valid_from = '2030-01-01'")
    assert state.presence() is Presence.OTHERS


def test_a_database_that_was_never_prepared_holds_nothing(committed_db, as_superuser):
    as_superuser.execute("DROP SCHEMA public CASCADE")
    as_superuser.execute("CREATE SCHEMA public")
    assert state.presence() is Presence.NOTHING


@pytest.mark.parametrize(("size", "is_said"), [(SIZE, False), ("small", True)])
def test_a_sample_of_another_size_than_was_asked_for_is_served_and_said(
    installation, size, is_said
):
    loaded()
    done = demo(installation, "run", "--port", "20999", "--size", size)
    assert AS_FAR_AS_THE_PAGES in done.stderr
    assert (f"is served: size {SIZE}, seed {SEED}" in done.stderr) is is_said


REFUSED = [("run", "--port", "20999"), ("load",), ("load", "--dry-run"), ("logins",), ("fill",),
           ("reset", "--yes")]  # fmt: skip


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_a_real_installation_is_never_shown_as_a_sample_nor_touched(
    installation, as_superuser, words
):
    others()
    as_superuser.execute("DELETE FROM django_migrations WHERE app = 'exchange'")
    kept = as_superuser.execute("SELECT count(*) FROM django_migrations").fetchone()
    acts = as_superuser.execute("SELECT subject, act FROM ledger_entry").fetchall()
    done = demo(installation, *words)
    assert done.exit_code == Exit.CONFLICT, done.output
    told = NOT_OURS if words[0] in {"run", "load", "logins"} else "sample"
    assert told in done.stderr
    assert as_superuser.execute("SELECT count(*) FROM django_migrations").fetchone() == kept
    assert as_superuser.execute("SELECT subject, act FROM ledger_entry").fetchall() == acts
    assert not environment.sample_mark(installation.home).exists()
    assert not (installation.home / "keys" / "sample-password").exists()


@pytest.mark.slow
@pytest.mark.parametrize("holds", [Presence.NOTHING, Presence.UNFINISHED, Presence.LOADED])
def test_demo_run_prepares_what_is_no_ones_or_a_sample(installation, holds):
    HOLDS[holds]()
    done = demo(installation, "run", "--port", "20998", "--size", SIZE)
    assert AS_FAR_AS_THE_PAGES in done.stderr
    assert done.exit_code == Exit.NOT_FOUND
    assert deadlines.calendar_at(utc_now()).facts.last_year > local_date(utc_now()).year
    expected = Presence.LOADED if holds is Presence.LOADED else Presence.UNFINISHED
    assert state.presence() is expected


@pytest.mark.parametrize("holds", [Presence.UNFINISHED, Presence.LOADED])
def test_the_log_ins_of_a_sample_are_printed(installation, holds):
    HOLDS[holds]()
    done = demo(installation, "logins")
    assert done.exit_code == Exit.OK
    assert logins.password_of(installation.home) in done.stdout


def test_there_are_no_log_ins_where_there_is_no_sample(installation):
    done = demo(installation, "logins")
    assert done.exit_code == Exit.CONFLICT
    assert "there is no sample to log in to" in done.stderr


def test_what_a_reset_leaves_is_no_sample(installation, as_superuser):
    loaded()
    installation.mark_as_sample()
    assert demo(installation, "reset", "--yes").exit_code == Exit.OK
    assert not environment.sample_mark(installation.home).exists()
    assert state.presence() is Presence.NOTHING


def test_a_reset_never_drops_the_tables_of_another_application(installation, as_superuser):
    loaded()
    installation.mark_as_sample()
    as_superuser.execute("CREATE TABLE thu_vien_sach (ten text)")
    done = demo(installation, "reset", "--yes")
    assert done.exit_code == Exit.CONFLICT
    assert "tables of another application" in done.stderr
    assert "thu_vien_sach" in done.stderr
    assert state.presence() is Presence.LOADED
    assert environment.sample_mark(installation.home).exists()


def test_no_sample_is_loaded_beside_the_tables_of_another_application(installation, as_superuser):
    as_superuser.execute("DROP SCHEMA public CASCADE")
    as_superuser.execute("CREATE SCHEMA public")
    as_superuser.execute("CREATE TABLE thu_vien_sach (ten text)")
    done = demo(installation, "load", "--size", SIZE)
    assert done.exit_code == Exit.CONFLICT
    assert "thu_vien_sach" in done.stderr
    tables = as_superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert tables.fetchall() == [("thu_vien_sach",)]


def test_the_application_is_given_no_right_on_the_tables_of_others(installation, as_superuser):
    as_superuser.execute("CREATE TABLE thu_vien_sach (so serial, ten text)")
    installation.migrate()
    rights = as_superuser.execute(
        "SELECT has_table_privilege(%(who)s, 'thu_vien_sach', 'SELECT'),"
        " has_sequence_privilege(%(who)s, 'thu_vien_sach_so_seq', 'USAGE')",
        {"who": connection.settings_dict["USER"]},
    ).fetchone()
    assert rights == (False, False)


OURS = {"session.key", "index.key", "personal-data.1.key", "payment-platform.key"}


def make_keys(installation, *names):
    """Write keys under these names, as a first start does."""
    for name in names:
        (installation.home / "keys" / name).write_text("no key at all")


def keys_of(installation):
    return {path.name for path in (installation.home / "keys").iterdir()}


@pytest.fixture
def sample_was_run(installation, settings):
    """Return an installation whose keys were all made for the sample, with what it leaves."""
    settings.LETTERBOX = installation.home / "tin-gui-thu"
    installation.mark_as_sample()
    loaded()
    keeping.note_keys()
    make_keys(installation, *OURS, "public-log.1.key")
    (installation.home / "keys" / "signing").mkdir()
    make_keys(installation, "signing/4.key")
    logins.password_of(installation.home)
    for kept in ("tin-gui-thu/sms.jsonl", "logs/web.log", "logs/worker.log", "logs/platform.log"):
        (installation.home / kept).parent.mkdir(exist_ok=True)
        (installation.home / kept).write_text("-")
    return installation


def test_a_reset_leaves_no_letter_no_log_and_no_key_of_the_sample(sample_was_run):
    done = demo(sample_was_run, "reset", "--yes")
    assert done.exit_code == Exit.OK, done.output
    assert "kept in" not in done.stderr
    assert keys_of(sample_was_run) == set()
    left = {path.name for path in sample_was_run.home.iterdir()}
    assert left == {"keys", "sample.lock"}


def test_a_reset_leaves_keys_and_logs_that_are_not_the_sample_s(installation, settings):
    settings.LETTERBOX = installation.home / "tin-gui-thu"
    make_keys(installation, *OURS, "sms-gateway.txt")
    later = OfThisTest(home=installation.home)
    later.mark_as_sample()
    loaded()
    logins.password_of(later.home)
    make_keys(later, "personal-data.2.key")
    (later.home / "logs").mkdir()
    (later.home / "logs" / "proxy.log").write_text("-")
    done = demo(later, "reset", "--yes")
    assert done.exit_code == Exit.OK, done.output
    assert keys_of(later) == {*OURS, "sms-gateway.txt"}
    assert "kept in" in done.stderr
    assert "index.key" in done.stderr
    assert (later.home / "logs" / "proxy.log").exists()


def test_keys_that_another_database_was_entered_with_stay_when_the_sample_goes(
    sample_was_run, as_superuser
):
    kept = keys_of(sample_was_run) - {"sample-password"}
    as_superuser.execute("CREATE TABLE acts AS SELECT * FROM ledger_entry")
    as_superuser.execute("SET session_replication_role = replica")
    as_superuser.execute("DELETE FROM ledger_entry")
    keep_keys_of_others(sample_was_run)
    as_superuser.execute("INSERT INTO ledger_entry SELECT * FROM acts; DROP TABLE acts")
    assert demo(sample_was_run, "reset", "--yes").exit_code == Exit.OK
    assert keys_of(sample_was_run) == kept


def test_keys_that_did_not_seal_the_sample_stay_when_it_goes(sample_was_run, settings):
    kept = keys_of(sample_was_run) - {"sample-password"}
    settings.KEYRING = Keyring({1: b"x" * KEY_BYTES}, b"y" * KEY_BYTES)
    assert demo(sample_was_run, "reset", "--yes").exit_code == Exit.OK
    assert keys_of(sample_was_run) == kept


def test_of_a_sample_that_an_earlier_version_marked_the_keys_stay(sample_was_run):
    kept = keys_of(sample_was_run) - {"sample-password"}
    environment.sample_mark(sample_was_run.home).write_text("")
    assert demo(sample_was_run, "reset", "--yes").exit_code == Exit.OK
    assert keys_of(sample_was_run) == kept


def test_a_folder_that_runs_a_sample_made_elsewhere_is_marked_and_keeps_its_keys(
    installation, settings
):
    settings.LETTERBOX = installation.home / "tin-gui-thu"
    make_keys(installation, *OURS)
    elsewhere = OfThisTest(home=installation.home)
    loaded()
    demo(elsewhere, "run", "--port", "20996", "--size", SIZE)
    assert environment.sample_mark(elsewhere.home).exists()
    assert demo(elsewhere, "reset", "--yes").exit_code == Exit.OK
    assert keys_of(elsewhere) == OURS


DOSSIER = "dossier:H99.31-20261123-0000001"


def filed_by_a_visitor(at):
    ledger.record(subject=DOSSIER, act="submitted", by=Actor.citizen(), at=at, detail={})


def test_what_a_visitor_filed_while_the_sample_came_in_is_kept_by_the_next_run(installation):
    unfinished()
    filed_by_a_visitor(utc_now())
    done = demo(installation, "run", "--port", "20997", "--size", SIZE)
    assert AS_FAR_AS_THE_PAGES in done.stderr
    assert "what came in and what was done on the pages is kept" in done.stderr
    assert "for the whole sample: thongsuot demo reset, then thongsuot demo run" in done.stderr
    assert record.names_of_acts(DOSSIER) == ["submitted"]


def test_a_load_drops_nothing_that_a_visitor_filed_and_says_what_to_do(installation):
    unfinished()
    filed_by_a_visitor(utc_now())
    done = demo(installation, "load", "--size", SIZE)
    assert done.exit_code == Exit.CONFLICT
    assert "the sample was used since" in done.stderr
    assert record.names_of_acts(DOSSIER) == ["submitted"]


def test_what_the_sample_itself_played_is_no_use_of_it(committed_db):
    unfinished()
    filed_by_a_visitor(loading.LAST_EVENING)
    assert not state.used_meanwhile()
