"""What the house asks of its own tests: they stay as small as the code they hold."""

import ast
import re
from pathlib import Path

import pytest
from tests.architecture.house import faults, parsed, text_of

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted(TESTS.rglob("*.py"))
TOP = 400
FUNCTION_TOP = 40


def test_test_files_stay_small():
    assert not faults(lambda path: text_of(path).count("\n") > TOP, FILES), "split by what it asks"


def test_functions_of_tests_stay_small():
    def long(path):
        return [
            node.name
            for node in parsed(path)
            if isinstance(node, ast.FunctionDef)
            and node.end_lineno - node.lineno + 1 > FUNCTION_TOP
        ]

    assert not faults(long, FILES), "functions to cut"


def test_tests_name_each_other_by_one_name():
    """A builder imported by two names would be two modules, whose classes differ."""
    own = {known.stem for known in FILES}
    twice = faults(lambda path: own & imported_by(parsed(path)), FILES)
    assert not twice, "import it from tests.…"


def imported_by(nodes: list[ast.AST]) -> set[str]:
    """Return all that a file imports, and what it imports it from, by their whole names."""
    named = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            named |= {node.module, *(f"{node.module}.{a.name}" for a in node.names)}
    return named


def files_of_tests_in(nodes: list[ast.AST]) -> set[str]:
    """Return the files of tests from which a file takes something."""
    named = (re.match(r"tests\.(\w+\.)*?test_\w+", name) for name in imported_by(nodes))
    return {found[0] for found in named if found}


def test_what_several_tests_share_is_a_builders():
    shared = faults(lambda path: files_of_tests_in(parsed(path)), FILES)
    assert not shared, "move it to tests/builders_….py"


@pytest.mark.parametrize("line", [
    "from tests.domains.test_guiding import asked", "from tests.domains import test_guiding",
    "import tests.domains.test_guiding as guiding",
])  # fmt: skip
def test_each_way_to_import_from_a_file_of_tests_is_seen(line):
    assert files_of_tests_in(ast.parse(line).body) == {"tests.domains.test_guiding"}
