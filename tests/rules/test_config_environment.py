"""What the environment of an installation may say, and how it is understood."""

import re
from pathlib import Path

import pytest

from thongsuot.config import environment, patience, postgres
from thongsuot.domains.dossiers.terms.bounds import FilingBounds
from thongsuot.domains.dossiers.terms.patience import Patience
from thongsuot.entrypoints.cli.plumbing import CommandFailed

ROOT = Path(__file__).resolve().parents[2]
INSTALLING = ROOT / "docs" / "howto" / "install.md"
NAME = re.compile(r"\b(?:THONGSUOT_[A-Z_]+|DATABASE_URL|DATABASE_OWNER_URL)\b")
VARIABLES = set(NAME.findall(Path(environment.__file__).read_text()))


@pytest.fixture
def outside(monkeypatch):
    """Return a function that describes the database an address leads to."""

    def described(url):
        monkeypatch.setenv("DATABASE_URL", url)
        return postgres.connection_settings(environment.read(), owner=False)

    return described


def test_what_an_address_asks_of_the_connection_is_asked(outside):
    found = outside("postgresql://me:p%40ss@db.example:5433/n?sslmode=verify-full&sslrootcert=/ca")
    assert found["OPTIONS"] == {
        **postgres.PREPARED, "sslmode": "verify-full", "sslrootcert": "/ca",
    }  # fmt: skip
    assert [found[part] for part in ("HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        "db.example", "5433", "n", "me", "p@ss",
    ]  # fmt: skip


def test_a_socket_folder_may_be_named_behind_the_database(outside):
    assert outside("postgresql:///n?host=/var/run/postgresql")["HOST"] == "/var/run/postgresql"


@pytest.mark.parametrize("variable", ["DATABASE_URL", "DATABASE_OWNER_URL"])
@pytest.mark.parametrize("url", [
    pytest.param("mysql://me:geheim@here/n", id="another kind of database"),
    pytest.param("postgresql://me:geheim@here", id="no name of a database"),
    pytest.param("postgresql://me:geheim@[here/n", id="not an address"),
    pytest.param("postgresql://me:geheim%@here/n", id="a percent sign in the password"),
    pytest.param("postgresql://me:x/geheim@here/n", id="a slash in the password"),
    pytest.param("postgresql://me:12/geheim@here/n", id="digits and a slash in the password"),
    pytest.param("postgresql://me:x@geheim@here/n", id="an at sign in the password"),
    pytest.param("geheim", id="a word"),
])  # fmt: skip
def test_an_address_of_no_database_is_refused_and_never_shown(monkeypatch, variable, url):
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:x@here/n")
    monkeypatch.setenv(variable, url)
    with pytest.raises(CommandFailed, match=f"{variable} must read postgresql://") as refused:
        postgres.connection_settings(environment.read(), owner=variable == "DATABASE_OWNER_URL")
    assert "geheim" not in f"{refused.value} {refused.value.why} {refused.value.advice}"


@pytest.mark.parametrize(("written", "meant"), [
    ("1", True), ("true", True), ("Yes", True), ("on", True),
    ("", False), ("0", False), ("FALSE", False), ("no", False), ("off", False),
])  # fmt: skip
def test_a_switch_may_be_written_in_the_usual_ways(monkeypatch, written, meant):
    monkeypatch.setenv("THONGSUOT_TLS", written)
    assert environment.read().behind_tls is meant


@pytest.mark.parametrize(("variable", "written"), [
    ("THONGSUOT_TLS", "ja"), ("THONGSUOT_SAMPLE_DATA", "2"), ("THONGSUOT_PROXIES", "x"),
    ("THONGSUOT_PROXIES", "-1"), ("THONGSUOT_PROXIES", "1.5"), ("THONGSUOT_CLOCK_LIMIT", "nan"),
    ("THONGSUOT_CLOCK_LIMIT", "9999999"), ("THONGSUOT_HOME", "~nobody-of-this-name/x"),
])  # fmt: skip
def test_a_number_or_a_switch_that_is_none_is_refused_in_lines(monkeypatch, variable, written):
    monkeypatch.setenv(variable, written)
    with pytest.raises(CommandFailed, match=f"{variable} must ") as refused:
        environment.read()
    assert written in refused.value.why
    assert variable in refused.value.advice


def test_a_variable_that_is_empty_counts_as_left_out(monkeypatch):
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    left_out = environment.read()
    for variable in VARIABLES:
        monkeypatch.setenv(variable, " ")
    assert environment.read() == left_out


def test_the_page_on_installing_names_every_variable():
    assert sorted(VARIABLES - set(NAME.findall(INSTALLING.read_text()))) == []
    assert len(VARIABLES) > 20


def test_names_of_hosts_may_have_blanks_between_them(monkeypatch):
    monkeypatch.setenv("THONGSUOT_HOSTS", "a.vn, b.vn,")
    assert environment.read().allowed_hosts == ("a.vn", "b.vn")


def test_patience_is_as_it_comes_but_for_what_is_named():
    assert patience.read("") == Patience()
    assert patience.read("here=3 pins=50") == Patience(here=3, pins=50)


@pytest.mark.parametrize("written", ["here=0", "pins=-1", "here=x", "there=5", "here", "here=1=2"])
def test_patience_that_cannot_be_is_refused_in_one_line(written):
    with pytest.raises(CommandFailed, match="THONGSUOT_LOOKUP_PATIENCE must read as here=5"):
        patience.read(written)


def test_what_a_network_may_send_reads_as_patience_does():
    assert patience.read_bounds("files=20") == FilingBounds(files=20)
    with pytest.raises(CommandFailed, match="THONGSUOT_FILING_BOUNDS must read as drafts=300"):
        patience.read_bounds("files=0")
