"""What the house asks of its own tests: they stay as small as the code they hold."""

import ast
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
    nodes = list(ast.walk(ast.parse(path.read_text())))
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    named |= {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    assert not own & named, "import it from tests.…"
