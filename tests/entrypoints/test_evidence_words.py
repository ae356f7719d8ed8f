"""What officers wrote stands in the evidence in their own words, and cannot be bent there."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders import Story, add_committee, add_officer, build_province
from tests.builders_custody import asked as consulted
from tests.builders_custody import returned_twice
from tests.builders_staff import add_deputy

from thongsuot.domains.accountability.evidence import WORDS, evidence_of
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.models import OpinionRequest
from thongsuot.domains.custody.terms import MoveReason, Opinion
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.services import evidence as dossiers_evidence
from thongsuot.domains.ledger import sealing
from thongsuot.domains.organisation.terms import Role

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
RULING, REFUSED = "Quyết định 05/QĐ-UBND ngày 02/3/2026", "Không thuộc thẩm quyền của sở"


@pytest.fixture
def story(published_calendar) -> Story:
    """Return a dossier that was returned twice, ruled on, asked about and moved."""
    province = build_province()
    add_committee(province)
    add_deputy(province)
    add_officer(
        province, "control", "H99.05", "Kiểm soát thủ tục", "control", "Vũ Thị Mẫu",
        [Role.CONTROL],
    )  # fmt: skip
    story = Story(province)
    returned_twice(story)
    dossiers.decide_dispute(
        dispute_id=custodies.disputes_of(f"dossier:{story.code}")[0].id, agency="H99.31",
        legal_basis=RULING, by=province.actor("chairman"), at=story.now(),
    )  # fmt: skip
    return story


def handled(story: Story) -> Story:
    """Let the competent agency take it, ask another, and give it to a colleague."""
    who = story.province
    story.handed(who.desk, "handler", "verify")
    consulted(story)
    dossiers.give_opinion(
        opinion_id=OpinionRequest.objects.get().pk, answer=Opinion.DISAGREE, text=REFUSED,
        by=who.stranger, at=story.now(),
    )  # fmt: skip
    dossiers.move_dossiers(
        codes=[story.code], to_officer=who.officers["colleague"].pk,
        to_post=who.posts["colleague"].pk, reason=MoveReason.ABSENCE, why="Nghỉ ốm dài ngày",
        by=who.head, at=story.now(),
    )  # fmt: skip
    return story


def taken(story: Story) -> dict:
    control = story.province.actor("control")
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    at = story.now()
    dossiers.take_evidence(code=story.code, by=control, at=at)
    return evidence_of(story.code, by=control, at=at)


def checked(pack: dict, tmp_path):
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(pack))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), "evidence", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_all_that_officers_wrote_is_in_it_and_holds_without_us(story, tmp_path):
    pack = taken(handled(story))
    written = [(one["field"], one["words"]) for one in pack["words"]]
    assert ("legal_basis", RULING) in written
    assert ("text", REFUSED) in written
    assert ("why", "Nghỉ ốm dài ngày") in written
    assert [field for field, _words in written].count("legal_basis") == 3
    done = checked(pack, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("holds: words, ") == len(written)
    assert "was compared with nothing" not in done.stdout


BENT = {
    "another word": lambda words: words[0].update(words=words[0]["words"] + " không"),
    "another entry": lambda words: words[0].update(entry=words[1]["entry"]),
    "left out": lambda words: words.pop(),
    "all left out": lambda words: words.clear(),
    "told twice": lambda words: words.append(words[0]),
    "another salt": lambda words: words[0].update(salt="00" * 16),
}


def test_what_officers_wrote_cannot_be_bent(story, tmp_path):
    pack = taken(handled(story))
    for name, bend in BENT.items():
        bent = json.loads(json.dumps(pack))
        bend(bent["words"])
        done = checked(bent, tmp_path)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert "words are not" in done.stderr, name


def test_evidence_from_before_words_were_told_holds_and_says_so(story, tmp_path, monkeypatch):
    monkeypatch.setattr(dossiers_evidence, "FORMAT", "thongsuot-evidence/2")
    old = taken(story) | {"format": "thongsuot-evidence/2"}
    del old["words"]
    done = checked(old, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "taken before evidence told what officers wrote" in done.stdout


@pytest.mark.parametrize("said", ["thongsuot-evidence/3", "thongsuot-evidence/2"])
def test_evidence_of_today_without_its_words_is_found_out(story, tmp_path, said):
    pack = taken(story) | {"format": said}
    del pack["words"]
    done = checked(pack, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "words" in done.stderr or "format" in done.stderr


def test_the_checker_asks_for_the_very_words_that_are_told():
    assert runpy.run_path(str(CHECKER))["WORDS"] == WORDS
