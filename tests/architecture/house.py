"""The product's own source, as the rules of the house read it."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "thongsuot"
PYTHON = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    """Return the path as the test's id shows it."""
    return str(path.relative_to(SOURCE))


@cache
def parsed(path: Path) -> list[ast.AST]:
    """Return every node of a file; each file is read once, whatever is asked of it."""
    return list(ast.walk(ast.parse(path.read_text())))
