"""What was brought to the counter stands in the evidence as the record commits to it, unnamed."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.builders import Story, add_officer, build_province
from tests.builders_story import asked

from thongsuot.domains.accountability.evidence import evidence_of
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import CounterVisit
from thongsuot.domains.dossiers.services import evidence as dossiers_evidence
from thongsuot.domains.dossiers.terms.counter import Bringer, Brought
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import sealing
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.people.terms import Purpose

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
AUNT = "Nguyễn Thị Ví Dụ Hai, giấy ủy quyền 12/2026"


@pytest.fixture
def story(published_calendar) -> Story:
    province = build_province()
    add_officer(
        province, "control", "H99.05", "Kiểm soát thủ tục", "control", "Vũ Thị Mẫu",
        [Role.CONTROL],
    )  # fmt: skip
    return asked(Story(province))


def brought(story: Story, photo, bringer=Bringer.REPRESENTATIVE, named: str = AUNT) -> dict:
    """Let the desk enter the papers that were asked for; return the evidence taken then."""
    desk, control = story.province.desk, story.province.actor("control")
    dossiers.attach_supplement(
        code=story.code, component_code="KQ2", name="ban-quet.jpg", stream=photo(), by=desk,
        at=story.now(),
    )  # fmt: skip
    dossiers.supply(code=story.code, by=desk, at=story.now(), brought=Brought(bringer, named))
    dossiers.prepare_papers(code=story.code, at=story.now())
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    at = story.now()
    dossiers.take_evidence(code=story.code, by=control, at=at)
    return evidence_of(story.code, by=control, at=at)


def checked(pack: dict, tmp_path, *words: str):
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(pack))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), "evidence", str(file), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_who_brought_papers_is_in_it_by_a_commitment_that_who_knows_it_can_check(
    story, photo, tmp_path
):
    pack = brought(story, photo)
    assert "Ví Dụ Hai" not in json.dumps(pack, ensure_ascii=False)
    done = checked(pack, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "holds: supplement brought by representative" in done.stdout
    salt = CounterVisit.objects.get().salt.hex()
    assert salt not in json.dumps(pack), "nobody tries names on it who may not read the name"
    known = checked(pack, tmp_path, "--brought", AUNT, "--salt", salt)
    assert known.returncode == 0, known.stderr
    assert "was brought as you know it" in known.stdout
    other = checked(pack, tmp_path, "--brought", "Nguyễn Thị Ví Dụ Ba", "--salt", salt)
    assert other.returncode == 1
    assert "no entry commits to these words" in other.stderr
    alone = checked(pack, tmp_path, "--brought", AUNT)
    assert (alone.returncode, "--salt" in alone.stderr) == (2, True)


def test_an_applicant_who_came_himself_is_in_it_without_words(story, photo, tmp_path):
    pack = brought(story, photo, Bringer.APPLICANT, "")
    assert [(v["bringer"], v["brought_by"]) for v in pack["visits"]] == [("applicant", "")]
    assert checked(pack, tmp_path).returncode == 0


BENT = {
    "left out": lambda visits: visits.clear(),
    "told twice": lambda visits: visits.append(visits[0]),
    "somebody else": lambda visits: visits[0].update(bringer="applicant"),
    "another officer": lambda visits: visits[0].update(officer_id=99),
    "another instant": lambda visits: visits[0].update(at="2026-03-02T01:00:00+00:00"),
    "something else": lambda visits: visits[0].update(what="withdrawal"),
    "another name": lambda visits: visits[0].update(brought_by="0" * 64),
    "no name": lambda visits: visits[0].update(brought_by=""),
}


def test_what_was_brought_cannot_be_bent(story, photo, tmp_path):
    pack = brought(story, photo)
    for name, bend in BENT.items():
        bent = json.loads(json.dumps(pack))
        bend(bent["visits"])
        done = checked(bent, tmp_path)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert "brought" in done.stderr


def test_another_salt_is_found_out_by_who_knows_the_words(story, photo, tmp_path):
    pack = brought(story, photo)
    assert checked(pack, tmp_path, "--brought", AUNT, "--salt", "00" * 16).returncode == 1


def test_who_reads_the_name_is_given_the_salt_with_it(story, photo):
    brought(story, photo)
    shown = dossiers.disclose_applicant(
        code=story.code, by=story.province.desk, at=story.now(), purpose=Purpose.HANDLING
    )
    [visit] = CounterVisit.objects.all()
    assert shown.brought == {visit.at: (AUNT, visit.salt.hex())}


def taken_before_formats(story: Story, photo, monkeypatch) -> dict:
    """Return evidence as it was handed out before the entry of its taking stated a format."""
    monkeypatch.setattr(dossiers_evidence, "FORMAT", "")
    return brought(story, photo) | {"format": "thongsuot-evidence/1"}


def test_evidence_from_before_visits_were_told_holds_and_says_what_it_does_not_show(
    story, photo, tmp_path, monkeypatch
):
    old = taken_before_formats(story, photo, monkeypatch)
    del old["visits"]
    done = checked(old, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "does not show what was brought to the counter" in done.stdout
    assert "an entry says: supplement brought by representative at 2026-" in done.stdout
    salt = CounterVisit.objects.get().salt.hex()
    known = checked(old, tmp_path, "--brought", AUNT, "--salt", salt)
    assert known.returncode == 0, known.stderr
    assert "was brought as you know it" in known.stdout
    another = checked(old, tmp_path, "--brought", AUNT, "--salt", "00" * 16)
    assert another.returncode == 1


def test_evidence_of_before_formats_that_tells_visits_has_to_tell_them_as_they_were(
    story, photo, tmp_path, monkeypatch
):
    old = taken_before_formats(story, photo, monkeypatch)
    assert checked(old, tmp_path).returncode == 0
    old["visits"].clear()
    assert checked(old, tmp_path).returncode == 1


@pytest.mark.parametrize("said", ["thongsuot-evidence/2", "thongsuot-evidence/1", None])
def test_evidence_of_today_without_its_visits_is_found_out(story, photo, tmp_path, said):
    pack = brought(story, photo)
    del pack["visits"]
    pack["format"] = said
    done = checked(pack, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "visits" in done.stderr or "format" in done.stderr


def test_evidence_of_today_that_is_called_older_is_found_out_even_with_its_visits(
    story, photo, tmp_path
):
    pack = brought(story, photo) | {"format": "thongsuot-evidence/1"}
    done = checked(pack, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the format is not the one by which it was taken" in done.stderr


@pytest.mark.parametrize("place", [0, 1])
def test_one_visit_of_two_that_was_cut_out_is_found_out(story, photo, tmp_path, place):
    brought(story, photo)
    story.at += timedelta(hours=1)
    who, control = story.province, story.province.actor("control")
    dossiers.enter_withdrawal(
        code=story.code, reason="Không còn nhu cầu", brought=Brought(Bringer.APPLICANT),
        name="don-rut.jpg", stream=photo(), by=who.desk, at=story.now(),
    )  # fmt: skip
    dossiers.prepare_papers(code=story.code, at=story.now())
    at = story.now()
    dossiers.take_evidence(code=story.code, by=control, at=at)
    pack = evidence_of(story.code, by=control, at=at)
    assert [visit["what"] for visit in pack["visits"]] == ["supplement", "withdrawal"]
    assert checked(pack, tmp_path).returncode == 0
    del pack["visits"][place]
    done = checked(pack, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "brought" in done.stderr


def test_evidence_says_up_to_when_it_is_whole(story, photo, tmp_path):
    """Entries after it can be cut off together with its own date: then it is older, and says so."""
    pack = brought(story, photo)
    [taken] = [
        act for act in record.acts_of(f"dossier:{story.code}") if act.act == "evidence_taken"
    ]
    done = checked(pack, tmp_path)
    assert "holds: nothing is left out up to 2026-" in done.stdout
    told = done.stdout.partition("left out up to ")[2].partition(",")[0]
    assert datetime.fromisoformat(told) == taken.at == datetime.fromisoformat(pack["made_at"])
