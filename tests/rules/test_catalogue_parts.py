"""Parts of linked procedures: what would keep one from being sent is said before publication."""

from dataclasses import replace

import pytest
from tests.builders_birth_process import birth, with_step

from thongsuot.domains.catalogue.rules.process_parts import check_parts
from thongsuot.domains.catalogue.terms import OpinionBeside
from thongsuot.domains.custody.rules import check_owed_stays, shipped_policy
from thongsuot.domains.custody.terms import PolicyWrong
from thongsuot.domains.organisation.terms import AgencyKind

POLICE = AgencyKind.POLICE
PART = OpinionBeside("cu-tru", "Đăng ký thường trú cho trẻ", POLICE, "lien-thong", 120, must=True)


@pytest.mark.parametrize(("part", "workers", "problems"), [
    pytest.param(PART, {"H99.9"}, [], id="another agency does it, with its limit"),
    pytest.param(replace(PART, limit_minutes=None), {"H99.9"}, ["part-without-limit"],
                 id="no limit"),
    pytest.param(replace(PART, must=False), {"H99.9"}, ["part-always-owed"], id="as if not owed"),
    pytest.param(replace(PART, name="X"), {"H99.9"}, ["part-name-short"], id="a name too short"),
    pytest.param(PART, {"H99.1"}, ["part-to-nobody"], id="only the agency that settles it"),
    pytest.param(PART, set(), ["part-to-nobody"], id="no agency of the kind"),
    pytest.param(replace(PART, basis="phoi-hop", must=False), set(), [], id="an opinion, no part"),
])  # fmt: skip
def test_a_part_that_would_reach_nobody_is_said_before(part, workers, problems):
    process = replace(with_step(birth(), "B2", opinions=(part,)), name="Liên thông")
    found = check_parts(
        process, owed={"lien-thong"}, workers={POLICE: workers}, settlers={"H99.1"}, letters=20
    )
    assert [(f.problem, f.refuses) for f in found] == [
        (problem, problem != "part-always-owed") for problem in problems
    ]


@pytest.mark.parametrize(("said", "is_refused"), [
    pytest.param({}, True, id="silently"),
    pytest.param({"no_longer_owed": ["lien-thong"]}, False, id="by name"),
])  # fmt: skip
def test_a_policy_lets_go_of_owed_parts_by_name_alone(said, is_refused):
    before = shipped_policy()
    after = replace(
        before, opinion_bases=tuple(b for b in before.opinion_bases if b.code != "lien-thong")
    )
    check_owed_stays(before, before, {})
    if not is_refused:
        check_owed_stays(after, before, said)
        return
    with pytest.raises(PolicyWrong) as refused:
        check_owed_stays(after, before, said)
    assert refused.value.facts["bases"] == "lien-thong"
