"""The house rules that a machine can hold; import-linter holds the rest."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.house import PYTHON, SOURCE, faults, name_of, parsed, text_of

OWN_TOP = 400
FUNCTION_TOP = 40


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full names of what a file imports, ``from a import b`` as ``a.b``."""
    for node in parsed(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function of a file."""
    return (node for node in parsed(path) if isinstance(node, ast.FunctionDef))


def test_imports_run_downwards_only():
    """The layers of the house, the order of the rooms, doors apart (pyproject.toml)."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=SOURCE.parents[1], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def words_in(path: Path, words: tuple[str, ...]) -> list[str]:
    """Return those of the words that a file says."""
    return [word for word in words if word in text_of(path)]


def test_only_a_room_touches_its_own_tables():
    def foreign(path):
        room = path.relative_to(SOURCE).parts[1] if "domains" in path.parts else ""
        return [
            name for name in imports_of(path)
            if name.startswith("thongsuot.domains.") and ".models" in name
            and name.split(".")[2] != room
        ]  # fmt: skip

    assert not faults(foreign), "ask the room's queries or services instead"


READ_BY_NAME = {
    "domains/custody/facts.py": "spans and offers with the agency of their post",
    "domains/custody/officer_facts.py": "what was asked of an officer's posts while he served them",
    "domains/dossiers/facts.py": "dossiers with who holds, was asked or is competent",
    "domains/dossiers/lateness/finding.py": "who holds what is due, by the hours of its agency",
    "domains/dossiers/open_facts.py": "undecided dossiers with who holds them",
    "domains/dossiers/queries/faults.py": "dossiers beside their holders: nobody, two, one gone",
    "domains/dossiers/queries/figures.py": "figures of a desk under its name",
    "domains/dossiers/waiting_facts.py": "who waited for citizens, by the agency that did",
}
"""Questions over many rows that join a table of a room below, each with its reason.  What they may
read must not be written, nor read from below: docs/decisions/0019."""
ROOMS = sorted(path.parent.name for path in (SOURCE / "domains").glob("*/__init__.py"))
TABLE = re.compile(
    rf'\b(?P<how>FROM|JOIN|INTO|UPDATE|TRUNCATE)\s+"?(?P<room>{"|".join(ROOMS)})_\w+', re.IGNORECASE
)


def tables_of_others(path: Path) -> list[tuple[str, str]]:
    """Return how a room's own SQL names the tables of others, and whose they are."""
    room = path.relative_to(SOURCE).parts[1]
    found = (match.group("how", "room") for match in TABLE.finditer(text_of(path)))
    return [(how.upper(), other) for how, other in found if other != room]


def test_sql_reads_the_tables_of_rooms_below_where_it_is_said_and_writes_none():
    rooms = [path for path in PYTHON if "domains" in path.parts and path.parent.name != "domains"]
    named = faults(tables_of_others, [*rooms, *(SOURCE / "domains").rglob("*.sql")])
    assert named.keys() == READ_BY_NAME.keys(), "ask the room's queries or facts, or say why not"
    ways = {way for found in named.values() for way in found}
    assert {how for how, _room in ways} <= {"FROM", "JOIN"}
    assert {room for _how, room in ways} <= {"organisation", "custody"}, "rooms below alone"


def test_terms_rules_and_the_kernel_know_no_framework():
    frameworks = ("django", "psycopg", "ninja", "procrastinate", "click", "httpx")
    plain = [
        p
        for p in PYTHON
        if "kernel" in p.parts or {"terms", "rules", "ports"} & {p.stem, p.parent.name}
    ]
    assert len(plain) > 100
    assert not faults(
        lambda path: [name for name in imports_of(path) if name.split(".")[0] in frameworks], plain
    )


def test_only_the_configuration_reads_the_environment():
    others = [path for path in PYTHON if "config" not in path.relative_to(SOURCE).parts]
    assert not faults(
        lambda path: words_in(path, ("os.environ", "getenv", "import environ")), others
    )


def test_json_that_ships_with_the_rooms_is_read_by_one_piece():
    rooms = (path for path in PYTHON if "domains" in path.parts)
    reading = {name_of(path) for path in rooms if "importlib.resources.files" in imports_of(path)}
    not_json = {"people/queries.py", "organisation/services/areas.py"}
    assert reading == {f"domains/{name}" for name in not_json}, "kernel.packaged reads JSON"


def test_the_clock_is_read_at_the_doors_only():
    within = [
        path
        for path in PYTHON
        if path.relative_to(SOURCE).parts[0] not in {"entrypoints", "config"}
        and path.name != "clock.py"
    ]
    assert not faults(
        lambda path: words_in(path, ("utc_now(", ".now(", "time.time(", "today()")), within
    )


def test_files_stay_small():
    assert not faults(lambda path: text_of(path).count("\n") > OWN_TOP)


def test_functions_stay_small():
    assert not faults(
        lambda path: [
            f.name for f in functions_of(path) if f.end_lineno - f.lineno + 1 > FUNCTION_TOP
        ]
    ), "functions to cut"


def service_files() -> list[Path]:
    """Return the files of services, those of the record itself apart."""
    rooms = SOURCE / "domains"
    found = [
        *rooms.glob("*/services.py"),
        *rooms.glob("*/services/*.py"),
        *rooms.glob("*/moving.py"),
    ]
    return sorted(path for path in found if path.parent.name != "ledger")


WRITING = re.compile(
    r"\.objects\b.*\.(create|bulk_create|update|delete|get_or_create|update_or_create)\(|\.save\("
)
"""How a table is written, as the code of a function shows it."""


def other_writers() -> list[Path]:
    """Return files of rooms beside their services that write tables too."""
    services = set(service_files())
    return [
        path
        for path in PYTHON
        if "domains" in path.parts and path not in services and path.stem != "models"
        and not {"models", "ledger"} & set(path.parts)
        and any(writes(function) for function in functions_of(path))
    ]  # fmt: skip


def writes(function: ast.FunctionDef) -> bool:
    """Whether a function itself writes a table."""
    return "objects" in ast.dump(function) and bool(WRITING.search(ast.unparse(function)))


def offered_by(path: Path) -> set[str] | None:
    """Return what a folder of services offers to others; None for a single file: all of it."""
    door = path.parent / "__init__.py"
    if path.parent.name != "services":
        return None
    listed = [n for n in ast.walk(ast.parse(door.read_text())) if isinstance(n, ast.Assign)]
    return {e.value for node in listed for e in ast.walk(node.value) if isinstance(e, ast.Constant)}


def marked(function: ast.FunctionDef) -> bool:
    """Whether the function says of itself that it is bookkeeping, no act."""
    return any("bookkeeping" in ast.dump(decorator) for decorator in function.decorator_list)


def calls_of(function: ast.FunctionDef) -> set[str]:
    """Return the plain names a function calls, ``a.b()`` as ``b``."""
    return {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }


WRITES = {"record", "record_each", "finish", "publish_dated"}
"""`ledger.record` itself, for one subject or many, what ends every act on a dossier by calling it
once, and what publishes a dated document."""


def acts() -> list[tuple[str, ast.FunctionDef]]:
    """Return every service that other rooms and the doors may call."""
    found = []
    for path in service_files():
        offered = offered_by(path)
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if offered is None or node.name in offered:
                found.append((name_of(path), node))
    for path in other_writers():
        found += [
            (name_of(path), function)
            for function in functions_of(path)
            if writes(function) and not function.name.startswith("_")
        ]
    return found


@cache
def writers() -> set[str]:
    """Return the names of functions that write an entry, directly or by one they call."""
    files = [*service_files(), *other_writers()]
    everything = [f for path in files for f in functions_of(path)]
    known = set(WRITES)
    while True:
        more = {f.name for f in everything if calls_of(f) & known and not marked(f)} - known
        if not more:
            return known
        known |= more


def test_every_service_is_an_act_with_its_entry_or_says_why_not():
    services = acts()
    assert len(services) > 100
    assert not [
        f"{file}:{service.name}"
        for file, service in services
        if not marked(service) and not calls_of(service) & writers()
    ], "neither writes an entry nor is marked as bookkeeping"


INLINE = re.compile(r" style=|\son[a-z]+=|<script(?![^>]* src=)|<style")


def test_pages_hold_no_inline_script_or_style():
    pages = sorted(SOURCE.rglob("*.html"))
    assert len(pages) > 100
    assert not faults(lambda path: INLINE.findall(text_of(path)), pages)


OF_THE_INSTALLATION = {
    "KEYRING": "seals personal data in every column that holds some",
    "FILES_FOLDER": "where the contents of papers lie",
    "LOG_FOLDER": "where the tiles of the public log lie",
    "LOG_KEYS": "sign its checkpoints",
    "WITNESS_POLICY": "who cosigns them",
    "MAX_UPLOAD_BYTES": "how large a file may be",
    "PUBLIC_URL": "the address on papers",
    "HOTLINE": "the telephone on papers",
    "SAMPLE_DATA": "invented people are put on file, and papers marked, in a sample alone",
    "LOOKUP_PATIENCE": "how many wrong secrets are borne",
    "FILING_BOUNDS": "how much one network may send in an hour",
    "CLOCK_LIMIT": "from when on an act's instant and the database's own are both shown",
}
"""What rooms read from the configuration: the same for all visitors.  docs/decisions/0016."""


def test_rooms_are_configured_by_what_is_one_for_the_installation():
    def others(path):
        read = set(re.findall(r"\bsettings\.([A-Z_]+)", text_of(path)))
        return read - OF_THE_INSTALLATION.keys()

    rooms = [path for path in PYTHON if "domains" in path.parts]
    assert not faults(others, rooms), "pass it as an argument, or say why not"


def test_what_rooms_may_read_from_the_configuration_is_read():
    text = "".join(path.read_text() for path in PYTHON if "domains" in path.parts)
    assert not [name for name in OF_THE_INSTALLATION if f"settings.{name}" not in text]


DECISIONS = SOURCE.parents[1] / "docs" / "decisions"


def test_every_decision_is_in_the_index():
    index = (DECISIONS / "README.md").read_text()
    assert not [path.name for path in DECISIONS.glob("0*.md") if f"({path.name})" not in index]


IN_FULL = ("on_own_papers(", "ways_to_reach(", "applicant_of(", "name_on_papers(")
READ_IN_FULL = {
    "domains/people/queries.py": "the room itself",
    "domains/catalogue/rules/answers.py": "the words of a form, for whoever typed them",
    "domains/dossiers/queries/applicants.py": "who applies, as each dossier declares it",
    "domains/dossiers/queries/money.py": "receipts that go to the applicant alone",
    "domains/dossiers/queries/number_doubts.py": "compared with other claims, which stay masked",
    "domains/dossiers/queries/reaching.py": "messages that go to the applicant alone",
    "domains/dossiers/queries/views.py": "masked at once, for screens",
    "domains/dossiers/services/apologies.py": "apologies that go to the applicant alone",
    "domains/dossiers/services/papers.py": "papers that go to the applicant alone",
    "domains/dossiers/services/reading.py": "the disclosure, which is recorded",
    "domains/dossiers/services/submission.py": "the words of a form, for whoever typed them",
}
"""Who calls what returns people unmasked, each with its reason.  docs/decisions/0017."""


def test_people_are_read_in_full_where_it_is_said():
    readers = {name_of(path) for path in PYTHON if words_in(path, IN_FULL)}
    assert readers == READ_IN_FULL.keys()


READING_POSTED = re.compile(r"request\.POST(\[|\.(get|getlist|dict|items|lists|values)\b)")


def test_what_is_posted_is_read_by_a_form_or_within_bounds():
    """Not field by field: text that no form declares would reach a room as it came."""
    others = [path for path in PYTHON if path.name != "posted.py"]
    read = faults(lambda path: READING_POSTED.search(text_of(path)), others)
    assert not read, "read it by a form or shared.posted"
