"""The product's own source, as the rules of the house read it."""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "thongsuot"
PYTHON = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    """Return how a file is told of: by its path in the product, or in all that a clone brings."""
    return str(path.relative_to(SOURCE if path.is_relative_to(SOURCE) else ROOT))


@cache
def text_of(path: Path) -> str:
    """Return what a file says; each file is read once, whatever is asked of it."""
    return path.read_text("utf-8")


@cache
def parsed(path: Path) -> list[ast.AST]:
    """Return every node of a file, read once too."""
    return list(ast.walk(ast.parse(text_of(path))))


def faults(rule: Callable[[Path], object], paths: Iterable[Path] = PYTHON) -> dict[str, object]:
    """Return what a rule finds, by the file it finds it in.

    One test walks over all files: a test for each would be thousands, each set up and told of.
    """
    found = {name_of(path): rule(path) for path in paths}
    return {name: fault for name, fault in found.items() if fault}
