"""The naughty strings in every paper, and real PDFs of other makers as uploads."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from tests.builders_documents import AT, every_paper, result

from thongsuot.domains.documents import conversion, disarming, printing, rules
from thongsuot.domains.documents.terms import Line, MediaType

STRINGS = Path(settings.SHARED_DATA) / "data" / "security" / "blns.json"
PDFS = sorted(
    path for folder in ("pades", "pdfa") for path in (STRINGS.parents[1] / folder).glob("*.pdf")
)
pytestmark = pytest.mark.skipif(
    not STRINGS.is_file(), reason="the shared data folder is not here; set THONGSUOT_SHARED"
)


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return json.loads(STRINGS.read_text())


def test_each_naughty_string_is_printed_and_harms_no_result(strings):
    assert len(strings) == 515
    for words in strings:
        pdf = printing.render(result((Line("Ghi chú", words),)), at=AT, sample=True)
        assert pdf.startswith(b"%PDF-"), words


def test_every_paper_survives_all_naughty_strings_at_once(strings):
    for paper in every_paper("\n".join(strings)):
        pdf = printing.render(paper, at=AT, sample=True)
        assert printing.pages_of(pdf) >= 2, printing.template_of(paper)


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_real_pdfs_are_taken_in_and_signatures_survive(path):
    content = path.read_bytes()
    made = conversion.make_readable(content, rules.media_type_of(content[: rules.HEAD_BYTES]))
    assert made.pages >= 1
    if b"/ByteRange" in content:
        assert made.pdf == content, "a signed PDF without active content stays as it is"
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert not disarming.disarm(opened)


def test_the_types_of_real_pdfs_are_seen():
    heads = [path.read_bytes()[: rules.HEAD_BYTES] for path in PDFS]
    assert {rules.media_type_of(head) for head in heads} == {MediaType.PDF}
