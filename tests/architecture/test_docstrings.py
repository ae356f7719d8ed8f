"""What a signature cannot say stands in the docstring, as far as a machine can tell."""

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import PYTHON, SOURCE, faults, name_of, parsed, text_of

DOMAINS = [path for path in PYTHON if path.relative_to(SOURCE).parts[0] == "domains"]
IMPOSSIBLE = {"AssertionError", "NotImplementedError"}
"""Say that the code is wrong, not that a caller is."""
OF_LIBRARIES = {"FieldError", "IntegrityError", "TypstError"}
ONE_NAME = re.compile(r"\b[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+\b")
RAISES = re.compile(r"Raises:(.*?)(?=\n\s*\n|\n\s*[A-Z][a-z]+:|\Z)", re.DOTALL)


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """Yield functions and methods that others may call."""
    for node in ast.parse(text_of(path)).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from (f for f in node.body if isinstance(f, ast.FunctionDef) and offered(f))
        elif isinstance(node, ast.FunctionDef) and offered(node):
            yield node


def offered(function: ast.FunctionDef) -> bool:
    return not function.name.startswith("_")


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield what a function does itself, not what a function inside it does later."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef | ast.Lambda):
            yield child
            yield from own_nodes(child)


def raised_in(function: ast.FunctionDef) -> set[str]:
    """Return the names of the errors that a function raises itself."""
    found = set()
    for node in own_nodes(function):
        if isinstance(node, ast.Raise) and node.exc is not None:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found.add(getattr(error, "id", getattr(error, "attr", "")))
    return {name for name in found if name[:1].isupper()} - IMPOSSIBLE


def known_errors() -> set[str]:
    """Return every name that an error can have here."""
    classes = {n.name for path in PYTHON for n in parsed(path) if isinstance(n, ast.ClassDef)}
    return classes | set(dir(builtins)) | OF_LIBRARIES | {"DoesNotExist"}


def test_public_functions_of_the_rooms_say_what_they_do_and_raise():
    def unsaid(path):
        found = {}
        for function in public_functions(path):
            said = ast.get_docstring(function) or ""
            left = sorted(name for name in raised_in(function) if name not in said)
            if not said or left:
                found[function.name] = left or "no docstring"
        return found

    assert not faults(unsaid, DOMAINS)


def test_the_errors_that_docstrings_name_exist():
    known, gone = known_errors(), []
    for path in DOMAINS:
        for function in public_functions(path):
            said = " ".join(RAISES.findall(ast.get_docstring(function) or ""))
            gone += [f"{name_of(path)}:{n}" for n in ONE_NAME.findall(said) if n not in known]
    assert not gone
