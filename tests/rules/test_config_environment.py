"""What the environment of an installation may say, and how it is understood."""

import pytest

from thongsuot.config import environment, patience, postgres
from thongsuot.domains.dossiers.terms.bounds import FilingBounds
from thongsuot.domains.dossiers.terms.patience import Patience
from thongsuot.entrypoints.cli.plumbing import CommandFailed


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


@pytest.mark.parametrize("url", ["mysql://me@here/n", "postgresql://me@here", "n"])
def test_an_address_of_no_database_is_refused(outside, url):
    with pytest.raises(ValueError, match="must read postgresql://"):
        outside(url)


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
