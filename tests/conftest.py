"""Real PostgreSQL for every test that asks for it.

One template database is migrated by the owner role, once per set of migrations; each worker and
each test that needs real commits works in a clone of it, entering with the application's role.
What asks for the published calendar works in a second clone of the worker's, which holds it.
"""

import fcntl
import hashlib
import io
import itertools
import logging
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from PIL import Image

from thongsuot.config import environment, postgres, rights
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.demo.coming_years import publish_invented
from thongsuot.kernel.clock import utc_now

hypothesis.settings.register_profile(
    "patient", deadline=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)  # a busy machine is no fault of the product, and the same code has the same verdict
hypothesis.settings.register_profile(
    "searching", hypothesis.settings.get_profile("patient"), derandomize=False, max_examples=1000
)  # draws anew each time: `pytest --hypothesis-profile searching`
hypothesis.settings.load_profile("patient")

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request hides why a test failed

SOURCE = Path(__file__).resolve().parents[1] / "src" / "thongsuot"
NUMBERS = itertools.count(1)


WHAT_MIGRATIONS_READ = ("config/rights.py", "config/tables.py", "domains/ledger/protection.py")

LONGEST = (
    ("tests/journeys/",),
    (
        "tests/real_data/",
        "tests/entrypoints/test_killed.py",
        "tests/entrypoints/test_bench.py",
        "tests/domains/test_demo.py",
        "tests/domains/test_dossier_properties.py",
    ),
)
"""What each of two workers begins with.  What is begun is not taken away by the other one, so
that what a folder sets up is set up once, and what is left at the end is short."""


NEEDED = "THONGSUOT_SHARED"
"""The setting that names the folder with the real data; what is skipped without it says so."""


def pytest_configure() -> None:
    """Refuse to begin where the folder with the real data is named and is not there."""
    if os.environ.get(NEEDED) and not settings.SHARED_DATA.is_dir():
        raise pytest.UsageError(f"{NEEDED} names {settings.SHARED_DATA}, and no folder is there")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name in one line what a run without the real data did not prove."""
    skipped = terminalreporter.stats.get("skipped", [])
    files = {report.fspath for report in skipped if NEEDED in str(report.longrepr)}
    if files:
        told = ", ".join(sorted(Path(file).name for file in files))
        terminalreporter.write_line(f"not proved without the real data ({NEEDED}): {told}")
    if not settings.SHARED_DATA.is_dir():
        terminalreporter.write_line(f"journeys went on the sample's procedures alone ({NEEDED})")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each test enter its database before its transaction begins; put the longest first.

    They stand at the head of either half, which is what a worker is given.
    """
    for item in items:
        if "db" in item.fixturenames or item.get_closest_marker("django_db"):
            item.fixturenames.insert(0, "_in_its_database")
    if not hasattr(config, "workerinput"):
        return
    first, second = ([i for i in items if i.nodeid.startswith(paths)] for paths in LONGEST)
    begun = {item.nodeid for item in [*first, *second]}
    others = [item for item in items if item.nodeid not in begun]
    room = max(0, len(items) // 2 - len(first))
    items[:] = [*first, *others[:room], *second, *others[room:]]


def _superuser() -> psycopg.Connection:
    """Return a connection that may create databases (the embedded server's superuser)."""
    owner = postgres.connection_settings(environment.read(), owner=True)
    if environment.read().embedded_database:
        return psycopg.connect(
            host=owner["HOST"], user=postgres.SUPERUSER, dbname="postgres", autocommit=True
        )
    return psycopg.connect(environment.read().database_owner_url, autocommit=True)


def _template_name() -> str:
    digest = hashlib.sha256()
    migrations = sorted(SOURCE.glob("domains/*/migrations/*.py"))
    for path in (*migrations, *(SOURCE / name for name in WHAT_MIGRATIONS_READ)):
        digest.update(path.read_bytes())
    return f"test_template_{digest.hexdigest()[:12]}"


def _exists(server: psycopg.Connection, name: str) -> bool:
    return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _clone(server: psycopg.Connection, template: str, name: str) -> None:
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    owner = postgres.connection_settings(environment.read(), owner=True)["USER"]
    server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER "{owner}"')
    # What a test writes and rolls back has no statistics; without them PostgreSQL would join
    # ten thousand rows with ten thousand by nested loops.
    server.execute(f'ALTER DATABASE "{name}" SET enable_nestloop = off')
    # What is switched off costs ten thousand million in the eyes of the planner; a server that
    # compiles dear queries (PostgreSQL with LLVM) would compile each, for up to a second.
    server.execute(f'ALTER DATABASE "{name}" SET jit = off')
    # No test outlives its server: a commit need not wait for the disk.
    server.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')


def _enter(name: str, user: str) -> None:
    """Point Django's connection at database ``name`` as ``user``."""
    connection.close()
    for target in (settings.DATABASES["default"], connections["default"].settings_dict):
        target["NAME"], target["USER"] = name, user


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    lock = settings.HOME / "template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _ensure_template(server: psycopg.Connection) -> str:
    """Migrate and grant once per set of migrations; later runs find the template ready."""
    name = _template_name()
    with _one_at_a_time():
        if _exists(server, name):
            return name
        building = f"{name}_building"
        _clone(server, "template1", building)
        application = settings.DATABASES["default"]["USER"]
        _enter(building, postgres.connection_settings(environment.read(), owner=True)["USER"])
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            rights.grant(cursor.connection, application)
        _enter(building, application)
        server.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


@pytest.fixture(scope="session")
def database_server() -> Iterator[psycopg.Connection]:
    """Return a connection that may create databases."""
    with _superuser() as server:
        yield server


@pytest.fixture(scope="session")
def template(database_server, django_db_blocker) -> str:
    """Return the name of the migrated template database."""
    with django_db_blocker.unblock():
        return _ensure_template(database_server)


class Databases:
    """The databases of one worker, in which tests write what is rolled back after them."""

    def __init__(self, server: psycopg.Connection, template: str) -> None:
        self._server, self._template, self._names = server, template, {}

    def enter(self, *, with_calendar: bool = False) -> None:
        """Enter one; the calendar that ships with the product is published in it, or nothing."""
        made = self._names.get(with_calendar)
        if made == settings.DATABASES["default"]["NAME"]:
            return
        name = made or self._clone()
        _enter(name, settings.DATABASES["default"]["USER"])
        if with_calendar and not made:
            publish_calendar()
        self._names[with_calendar] = name

    def _clone(self) -> str:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        name = f"test_{worker}_{uuid.uuid4().hex[:8]}"
        _clone(self._server, self._template, name)
        return name

    def drop(self) -> None:
        """Leave all of them."""
        connection.close()
        for name in self._names.values():
            self._server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(database_server, template, django_db_blocker) -> Iterator[Databases]:
    """Give this worker databases of its own, entered with the application's role."""
    with django_db_blocker.unblock():
        databases = Databases(database_server, template)
        databases.enter()
        yield databases
        databases.drop()


@pytest.fixture
def _in_its_database(request, django_db_setup, django_db_blocker) -> None:
    """Enter the database of a rolled-back test; asked for by the list of tests, before all else."""
    with django_db_blocker.unblock():
        django_db_setup.enter(with_calendar="published_calendar" in request.fixturenames)


@pytest.fixture
def committed_db(django_db_setup, database_server, template, django_db_blocker) -> Iterator[str]:
    """Give one test a database of its own in which commits are real; yields its name."""
    before = settings.DATABASES["default"]["NAME"]
    user = settings.DATABASES["default"]["USER"]
    name = f"test_own_{uuid.uuid4().hex[:12]}"
    with django_db_blocker.unblock():
        _clone(database_server, template, name)
        _enter(name, user)
        yield name
        connections.close_all()
        _enter(before, user)
        database_server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def as_superuser(committed_db, database_server) -> Iterator[psycopg.Connection]:
    """Return a connection into the test's own database that no right stops."""
    info = database_server.info
    with psycopg.connect(
        host=info.host, port=info.port, user=info.user, password=info.password,
        dbname=committed_db, autocommit=True,
    ) as entered:  # fmt: skip
        yield entered


@contextmanager
def entered_as_superuser(server: psycopg.Connection) -> Iterator[None]:
    """Let Django's connection into the test's own database be one that no right stops."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(USER=server.info.user, PASSWORD=server.info.password)
    yield
    connection.close()
    connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def _kept(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_the_test(settings, _kept) -> None:
    """Name folders of the test's own, which whoever keeps something makes.

    Not within ``tmp_path``: that is made for every test, by a look at all that there are already.
    """
    own = _kept / str(next(NUMBERS))
    settings.FILES_FOLDER, settings.LOG_FOLDER = own / "files", own / "so-ghi"


@pytest.fixture
def keyring():
    """Return the keyring that seals personal data in this process."""
    return settings.KEYRING


def publish_calendar() -> None:
    """Publish the working calendar that ships with the product."""
    deadlines.publish_shipped_calendar(by=Actor.system(), at=datetime(2022, 1, 1, tzinfo=UTC))


@pytest.fixture
def published_calendar(db) -> None:
    """Give a rolled-back test the published working calendar, in whose database it works."""


@pytest.fixture
def calendar_of_today(published_calendar) -> None:
    """Give a rolled-back test that goes by the machine's clock a calendar, published or not."""
    publish_invented(utc_now())


class Interrupted(io.BytesIO):
    """A file during whose reading something else happens, once."""

    def __init__(self, content: bytes, happens: Callable[[], object]) -> None:
        super().__init__(content)
        self._happens: list[Callable[[], object]] = [happens]

    def read(self, *size: int) -> bytes:
        """Let it happen before the first piece is read."""
        while self._happens:
            self._happens.pop()()
        return super().read(*size)


@pytest.fixture
def photo():
    """Return a maker of small real photographs, as a telephone would send them."""

    def make(colour: tuple[int, int, int] = (200, 190, 170)) -> io.BytesIO:
        taken = io.BytesIO()
        Image.new("RGB", (640, 480), colour).save(taken, "JPEG")
        taken.seek(0)
        return taken

    return make
