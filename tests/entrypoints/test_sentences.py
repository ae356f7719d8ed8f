"""Words of refusals, and names of the national states."""

from http import HTTPStatus
from typing import ClassVar

import pytest

from thongsuot.entrypoints.shared import sentences
from thongsuot.entrypoints.shared.sentences import FALLBACK, Sentence, sentence_for
from thongsuot.kernel.errors import Refused


class FileLarge(Refused):
    code: ClassVar[str] = "test-file-large"


WORDS = Sentence(
    title="Tệp quá lớn",
    why="Tệp nặng {size:file_size}, phí {fee:dong}, {pages:number} trang.",
    what_to_do="Tách tệp.",
    status=HTTPStatus.UNPROCESSABLE_ENTITY,
)


@pytest.fixture(autouse=True)
def _words():
    sentences.register({FileLarge.code: WORDS})


def test_facts_are_written_the_vietnamese_way():
    said = sentence_for(FileLarge(size=1_258_291, fee=50_000, pages=1_234))
    assert said.why == "Tệp nặng 1,2\u00a0MB, phí 50.000\u00a0đồng, 1.234 trang."
    assert said.status == 422


def test_a_missing_fact_gives_the_complete_general_sentence():
    assert sentence_for(FileLarge(size=1)) is FALLBACK


def test_facts_are_data_and_reach_no_attribute():
    sentences.register({"test-probe": Sentence("{size.__class__}", "", "")})

    class Probe(Refused):
        code: ClassVar[str] = "test-probe"

    assert sentence_for(Probe(size=1)) is FALLBACK


def test_one_code_has_one_sentence():
    with pytest.raises(sentences.SentenceTaken):
        sentences.register({FileLarge.code: Sentence("khác", "", "")})


def test_a_door_may_have_words_of_its_own():
    own = Sentence("Ảnh quá nặng", "", "")
    sentences.register({FileLarge.code: own}, door="citizen")
    refused = FileLarge(size=1, fee=1, pages=1)
    assert sentence_for(refused, "citizen").title == "Ảnh quá nặng"
    assert sentence_for(refused, "officer").title == "Tệp quá lớn"
    assert FileLarge.code in sentences.registered_codes("officer")


def test_the_ten_national_states_have_names():
    assert [sentences.state_name(n) for n in (1, 5, 10)] == [
        "Mới đăng ký",
        "Yêu cầu bổ sung giấy tờ",
        "Đã trả kết quả",
    ]
    assert len(sentences.STATE_NAMES) == 10


def test_a_refusal_without_words_takes_those_of_the_wider_one():
    class FileVeryLarge(FileLarge):
        code: ClassVar[str] = "test-file-very-large"

    said = sentence_for(FileVeryLarge(size=1, fee=1, pages=1), "officer")
    assert said.title == "Tệp quá lớn"


def test_what_is_unknown_and_has_no_words_is_not_found():
    class ThingUnknown(Refused):
        code: ClassVar[str] = "test-thing-unknown"

    assert sentence_for(ThingUnknown(), "api").status == HTTPStatus.NOT_FOUND
