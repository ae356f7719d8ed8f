"""What passes as the legal basis of a return: a document that can be opened, by its number."""

import pytest

from thongsuot.domains.custody import rules
from thongsuot.domains.custody.rules.policies import parse_policy
from thongsuot.domains.custody.terms import BasisNamesNothing, GroundsMissing

WORDS = rules.shipped_policy().basis_words


@pytest.mark.parametrize(
    "basis",
    [
        "123/2015/NĐ-CP", "60/2014/QH13", "1025/QĐ-BCA", "123/2015/nđ-cp, đ13", "34a/2023/TT-BTC",
        "02/2020/UBTVQH14",
        "Theo khoản 2 Điều 13 Luật Hộ tịch 60/2014/QH13", "NĐ 61/2018 Điều 17",
        "Luật Hộ tịch 60/2014",
        "Quyết định số 05/QĐ của Chủ tịch tỉnh", "Công văn 12/STP", "Điều 17 NĐ\n61/2018",
        "nghi\u0323 đi\u0323nh 61/2018", "Nghị quyết liên tịch 403/2017/NQLT-UBTVQH14-CP",
    ],
)  # fmt: skip
def test_the_number_of_a_document_passes(basis):
    assert rules.check_basis(f" {basis} ", WORDS) == basis


@pytest.mark.parametrize(
    "basis",
    ["Luật", "luật sư", "Theo lời luật sư Điều 5", "Luật Hộ tịch", "12",
     "Luật Hộ tịch, Điều 13",
     "Thẩm quyền quyết định của Chủ tịch tỉnh",
     "Thẩm quyền quyết định của Chủ tịch tháng 5/2026",
     "x", "Điều 13", "theo quy định của pháp luật", "không đúng", "TT  04",
     "Quyết định mẫu, Điều 4",
     "chưa đủ điều kiện giải quyết", "1/x", "5/ngày", "họp ngày 5/6/2026", "quyết định 5/ngày",
     "tháng 5/2026"],
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
    assert rules.check_basis("Luật Hộ tịch 60/2014", own)
    with pytest.raises(BasisNamesNothing):
        rules.check_basis("NĐ 61/2018", own)
