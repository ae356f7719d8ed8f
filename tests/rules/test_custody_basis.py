"""What passes as the legal basis of a return: something that names a document."""

import pytest

from thongsuot.domains.custody import rules
from thongsuot.domains.custody.rules.policies import parse_policy
from thongsuot.domains.custody.terms import BasisNamesNothing, GroundsMissing

WORDS = rules.shipped_policy().basis_words


@pytest.mark.parametrize(
    "basis",
    [
        "123/2015/NĐ-CP", "Luật Hộ tịch", "luật hộ tịch, đ13", "Điều 13", "NĐ 61/2018 Điều 17",
        "Theo khoản 2 Điều 13 Luật Hộ tịch 60/2014/QH13", "Quyết định mẫu, Điều 4", "TT  04",
        "Bộ luật Dân sự", "Lua\u0323\u0302t Hộ tịch",
    ],
)  # fmt: skip
def test_a_number_or_a_name_of_a_document_passes(basis):
    assert rules.check_basis(f" {basis} ", WORDS) == basis


@pytest.mark.parametrize(
    "basis",
    ["Luật", "Bộ luật", "12", "x", "Điều", "theo quy định của pháp luật", "Pháp luật hiện hành",
     "không đúng", "Điều.", "Điềutra abc", "chưa đủ điều kiện giải quyết", "Điều kiện 5 không có"],
)  # fmt: skip
def test_what_names_no_document_is_refused(basis):
    with pytest.raises(BasisNamesNothing):
        rules.check_basis(basis, WORDS)


def test_nothing_at_all_is_no_basis():
    with pytest.raises(GroundsMissing):
        rules.check_basis(" ", WORDS)


def test_the_words_are_of_the_policy_and_an_older_policy_has_those_that_ship():
    stated = {
        "format": "thongsuot-handover-policy/1", "version": "v", "valid_from": "2026-01-01",
        "source": "QĐ", "answer_minutes": 240, "returns_on_one_ground": 2,
        "crossings_of_two_agencies": 3, "opinion_bases": [],
    }  # fmt: skip
    assert parse_policy(stated).basis_words == WORDS
    own = parse_policy(stated | {"basis_words": ["Luật"]}).basis_words
    assert rules.check_basis("Luật Hộ tịch", own)
    with pytest.raises(BasisNamesNothing):
        rules.check_basis("Điều 13", own)
