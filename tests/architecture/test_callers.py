"""Nothing stands in the house that only its tests ask for."""

import ast
import re
from collections import Counter

from tests.architecture.house import PYTHON, SOURCE, name_of, text_of

ASKED_BY_NOBODY = {
    "adapters/payment_platform/fake.py": "the other side of the wire, which tests play",
    "adapters/signing/local.py": "what a reader of the result trusts",
    "adapters/sms/fake.py": "the other side of the wire, which tests play",
    "adapters/zalo/fake.py": "the other side of the wire, which tests play",
    "domains/ledger/rules/notes.py": "how a witness signs, which is another's work",
    "domains/ledger/rules/tiles.py": "how a reader of the tiles finds them",
    "domains/ledger/rules/tree.py": "the published definitions, which the fast ways are tried on",
    "domains/organisation/queries.py": "units as they were, for the lists of the reorganisation",
    "domains/organisation/rules/codes.py": "the older order of codes, read for who still writes it",
    "domains/people/queries.py": "what is known of people and no page shows yet",
    "entrypoints/shared/sentences.py": "what tests ask of the register of sentences",
}
"""Files whose functions may have no caller in the house, each with its reason."""
FRAMEWORKS = re.compile(r"clean_\w+|do_[A-Z]+")
"""Names by which a framework calls."""


def test_every_function_has_a_caller_in_the_house():
    everything = [p for kind in ("py", "html", "typ") for p in SOURCE.rglob(f"*.{kind}")]
    said = Counter(re.findall(r"\w+", "\n".join(text_of(p) for p in everything)))
    alone = {
        f"{name_of(path)}:{node.name}"
        for path in PYTHON
        if name_of(path) not in ASKED_BY_NOBODY
        for node in ast.parse(text_of(path)).body
        if isinstance(node, ast.FunctionDef) and not node.decorator_list
        if said[node.name] == 1 and not FRAMEWORKS.fullmatch(node.name)
    }
    assert alone == set()
