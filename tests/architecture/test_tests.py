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
