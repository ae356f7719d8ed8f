"""What the house asks of its own tests: they stay as small as the code they hold."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
TOP = 400
FUNCTION_TOP = 40


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda p: p.stem)
def test_test_files_and_their_functions_stay_small(path):
    text = path.read_text()
    assert text.count("\n") <= TOP, "split it by what it asks"
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno + 1 > FUNCTION_TOP
    ]
    assert not long, f"functions to cut: {long}"


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda p: p.stem)
def test_tests_name_each_other_by_one_name(path):
    """A builder imported by two names would be two modules, whose classes differ."""
    own = {known.stem for known in TESTS.rglob("*.py")}
    assert not own & imported_by(path.read_text()), "import it from tests.…"


def imported_by(text: str) -> set[str]:
    """Return all that a file imports, and what it imports it from, by their whole names."""
    nodes = list(ast.walk(ast.parse(text)))
    named = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            named |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return named


def files_of_tests_in(text: str) -> set[str]:
    """Return the files of tests from which a file takes something."""
    named = (re.match(r"tests\.(\w+\.)*?test_\w+", name) for name in imported_by(text))
    return {found[0] for found in named if found}


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda p: p.stem)
def test_what_several_tests_share_is_a_builders(path):
    assert not files_of_tests_in(path.read_text()), "move it to tests/builders_….py"


@pytest.mark.parametrize("line", [
    "from tests.domains.test_guiding import asked", "from tests.domains import test_guiding",
    "import tests.domains.test_guiding as guiding",
])  # fmt: skip
def test_each_way_to_import_from_a_file_of_tests_is_seen(line):
    assert files_of_tests_in(line) == {"tests.domains.test_guiding"}
