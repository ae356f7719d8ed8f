"""Vietnamese words stand in templates, in forms through gettext, and in data files."""

import ast
import re
from collections.abc import Iterator

import pytest
from tests.architecture.test_house import PYTHON, name_of, parsed

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
LEFT = {
    "kernel/formats.py": "how the language writes dates, money and numbers is its arithmetic",
    "kernel/text.py": "the alphabet",
    "domains/exchange/rules/sending.py": "the alphabet of text messages",
    "domains/catalogue/reading.py": "the headings of the national portal's lists, to be read",
    "domains/catalogue/rules/fees.py": "English remarks that name the currency",
    "domains/catalogue/rules/legal.py": "a pattern of numbers of legal documents",
    "domains/catalogue/rules/limits.py": "channels as the national catalogue names them",
    "domains/catalogue/rules/records.py": "levels as the national catalogue names them",
    "domains/catalogue/rules/words.py": "a word that official names begin with, to be cut",
    "domains/catalogue/bpmn/writing.py": "the product's name",
    "domains/custody/rules/answering.py": "a pattern of references to the law",
    "domains/documents/samples.py": "invented words with which templates are tried",
    "domains/payments/rules/statements.py": "a pattern of amounts in bank statements",
    "adapters/payment_platform/client.py": "an English sentence that names the currency",
    "adapters/payment_platform/fake.py": "the pages of the platform that it stands in for",
    "config/environment.py": "the sample province's name",
    "config/settings/base.py": "the language's own name and invented office hours",
    "entrypoints/api/views.py": "the product's name",
    "entrypoints/cli/payment.py": "an English sentence that names the currency",
    "entrypoints/cli/staff.py": "the forms of signing, which English has no words for",
}
"""Files with such words that no visitor reads as ours, each with its reason."""
INVENTED = ("entrypoints/cli/demo/", "entrypoints/cli/bench/")
"""The sample province and the benchmarks write what people there would write."""


def docstrings_and_help(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is told to readers of the code: sentences that stand alone, fields' meanings."""
    if isinstance(node, ast.Expr):
        yield node.value
    if isinstance(node, ast.keyword) and node.arg == "help_text":
        yield from ast.walk(node.value)


def bare_words(path) -> list[str]:
    """Return the Vietnamese words of a file that did not go through gettext."""
    nodes = parsed(path)
    translates = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    told = {id(part) for node in nodes for part in docstrings_and_help(node)}
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in translates:
            told |= {id(part) for part in ast.walk(node)}
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and VIETNAMESE.search(node.value)
        and id(node) not in told
    ]


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_vietnamese_words_are_data_or_go_through_gettext(path):
    name = name_of(path)
    if name in LEFT or name.startswith(INVENTED):
        assert bare_words(path) or name not in LEFT, f"{name} is no exception any more"
        return
    assert not bare_words(path), "words belong to templates, gettext or a data file"


def test_rooms_do_not_translate():
    """A room raises errors and stores codes; the doors turn them into words."""
    rooms = [path for path in PYTHON if name_of(path).startswith(("domains/", "kernel/"))]
    assert not [name_of(p) for p in rooms if "django.utils.translation" in p.read_text()]
