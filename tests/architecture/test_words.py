"""Vietnamese words stand in templates, in forms through gettext, and in data files."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import PYTHON, SOURCE, faults, name_of, parsed, text_of

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
    "entrypoints/cli/listening.py": "the product's name",
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


def test_vietnamese_words_are_data_or_go_through_gettext():
    bare = faults(bare_words)
    wrong = {name: bare[name] for name in bare.keys() - LEFT if not name.startswith(INVENTED)}
    assert not wrong, "words belong to templates, gettext or a data file"
    assert not LEFT.keys() - bare, "no exceptions any more"


OTHER_NAMES = {
    "bộ phận một cửa": "Trung tâm Phục vụ hành chính công; of one dossier: nơi tiếp nhận",
    "bộ phận tiếp nhận và trả kết quả": "Trung tâm Phục vụ hành chính công",
    "nơi nộp": "nơi tiếp nhận",
    "nộp trên mạng": "nộp trực tuyến",
    "qua mạng": "trực tuyến",
    "giấy hẹn": "giấy tiếp nhận và hẹn trả",
    "hoàn tiền": "hoàn trả",
    "cơ quan tiếp nhận": "nơi tiếp nhận",
    "điểm tiếp nhận": "nơi tiếp nhận",
    "chọn nơi nhận": "chọn bên nhận",
    "cán bộ một cửa": "công chức một cửa",
    "quá hẹn": "quá hạn",
    "quá ngày hẹn": "quá hạn",
    "chậm hẹn": "quá hạn",
    "chậm hạn": "quá hạn",
    "trễ hẹn": "quá hạn",
    "trễ hạn": "quá hạn",
    "hồ sơ trễ": "hồ sơ quá hạn; of its length: thời gian trễ, phần trễ",
    "đúng hẹn": "đúng hạn",
    "vòng chuyển": "vòng lặp",
}
"""Other names of things that docs/glossary.csv calls by one; the unit by its name since 2025."""
TEXTS = sorted(
    path
    for kind in ("html", "typ", "json", "js")
    for path in SOURCE.rglob(f"*.{kind}")
    if "/catalogue/data/" not in str(path)  # as others published it
)


def other_names(path) -> list[str]:
    """Return the other names that a file has for things, in what it says to visitors."""
    written = text_of(path)
    if path.suffix == ".py":
        nodes = parsed(path)
        told = {id(part) for node in nodes for part in docstrings_and_help(node)}
        strings = (n.value for n in nodes if isinstance(n, ast.Constant) and id(n) not in told)
        written = "\n".join(value for value in strings if isinstance(value, str))
    return [name for name in OTHER_NAMES if name in written.lower()]


def test_a_thing_has_the_one_name_of_the_glossary():
    assert not faults(other_names, [*PYTHON, *TEXTS])


def test_rooms_do_not_translate():
    """A room raises errors and stores codes; the doors turn them into words."""
    rooms = [path for path in PYTHON if name_of(path).startswith(("domains/", "kernel/"))]
    assert not [name_of(p) for p in rooms if "django.utils.translation" in text_of(p)]
