"""The evidence pack: for control alone, on record, and it holds without us."""

import io
import json
import subprocess
import sys
import zipfile
from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from tests.builders import LAN, Story, add_neighbour, add_officer, build_province
from tests.builders_custody import asked
from tests.builders_documents import text_of as pdf_words
from tests.builders_officer import Door
from tests.builders_officer import text_of as words_on
from tests.builders_staff import add_deputy
from tests.entered import run

from thongsuot import bootstrap
from thongsuot.domains.accountability.evidence import evidence_of
from thongsuot.domains.accountability.services import explain
from thongsuot.domains.custody.terms import MoveReason
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import sealing
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.shared import evidence_words
from thongsuot.entrypoints.shared.evidence import pack_of

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"


@pytest.fixture
def story(published_calendar) -> Story:
    """Return a dossier with papers of its own, handled and sealed; control watches."""
    province = build_province()
    add_officer(
        province, "control", "H99.05", "Kiểm soát thủ tục", "control", "Vũ Thị Mẫu",
        [Role.CONTROL],
    )  # fmt: skip
    story = Story(province).processing()
    dossiers.prepare_papers(code=story.code, at=story.now())
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    return story


@pytest.fixture
def folder(story, tmp_path):
    """Return the folder into which the command wrote a pack."""
    done = run("dossier", "evidence", story.code, str(tmp_path / "pack"), "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["files"] == [
        f"chung-cu-{story.code}.pdf", f"chung-cu-{story.code}.json",
    ]  # fmt: skip
    return tmp_path / "pack"


@pytest.fixture
def pack(story, folder) -> dict:
    return json.loads((folder / f"chung-cu-{story.code}.json").read_text())


def checked(tmp_path, pack, *words):
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(pack))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), "evidence", str(file), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_machine_readable_file_holds_without_us(story, pack, tmp_path):
    done = checked(tmp_path, pack, "--key", str(sealing.log_verifiers()[0]))
    assert done.returncode == 0, done.stderr
    acts = [act.act for act in record.acts_of(f"dossier:{story.code}")]
    assert done.stdout.count("holds: ") >= len(acts) - 1
    assert acts[-1] == "evidence_taken"
    assert "follows, not sealed yet: evidence_taken" in done.stdout
    papers = documents.hashes_of(f"dossier:{story.code}")
    assert papers
    assert done.stdout.count("holds: paper ") == len(papers)
    assert "names of officers and titles of posts are no part of the record" in done.stdout


def test_who_held_it_stands_in_it_from_when_to_when(story, pack):
    spans = pack["custody"]
    assert [span["step"] for span in spans] == ["intake", "verify"]
    assert spans[0]["to"] == spans[1]["from"]
    assert spans[1]["to"] is None
    assert {"1", "2", "3"} <= set(pack["database_clock"])


def test_a_holder_by_reassignment_is_checked_and_an_agency_no_entry_states_is_told(story, tmp_path):
    add_deputy(story.province)
    colleague = story.province.officers["colleague"], story.province.posts["colleague"]
    dossiers.move_dossiers(
        codes=[story.code], to_officer=colleague[0].pk, to_post=colleague[1].pk,
        reason=MoveReason.ABSENCE, why="Nghỉ ốm dài ngày", by=story.province.head, at=story.now(),
    )  # fmt: skip
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    assert run("dossier", "evidence", story.code, str(tmp_path / "pack")).exit_code == 0
    pack = json.loads((tmp_path / "pack" / f"chung-cu-{story.code}.json").read_text())
    done = checked(tmp_path, pack)
    assert done.returncode == 0, done.stderr
    assert "no entry states the agency of the holder number 3" in done.stdout
    for bend in ({"officer_id": 99}, {"post_id": 99}, {"step": "sign"}):
        spans = [*pack["custody"][:2], pack["custody"][2] | bend]
        assert checked(tmp_path, pack | {"custody": spans}).returncode == 1, bend


def test_the_paper_is_pdf_a_and_names_the_file_beside_it_by_its_hash(story, folder):
    pdf = (folder / f"chung-cu-{story.code}.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marks = opened.open_metadata()
        assert (marks["pdfaid:part"], marks["pdfaid:conformance"]) == ("2", "B")
    words = pdf_words(pdf).replace(" ", "")
    data = (folder / f"chung-cu-{story.code}.json").read_bytes()
    assert sha256(data).hexdigest() in words
    for act in record.acts_of(f"dossier:{story.code}"):
        assert act.hash in words
    assert "ĐỗVănMẫuHai" in words


def test_nothing_of_the_applicant_is_in_it(story, folder):
    data = (folder / f"chung-cu-{story.code}.json").read_text()
    words = pdf_words((folder / f"chung-cu-{story.code}.pdf").read_bytes())
    for secret in (LAN.full_name, LAN.personal_id, LAN.phone):
        assert secret not in data
        assert secret not in words


def again(proof, old, new):
    """Return a proof whose entry says something else, with the hash that belongs to it."""
    entry = b64decode(proof["entry"]).replace(old, new)
    return proof | {"entry": b64encode(entry).decode(), "hash": sha256(entry).hexdigest()}


def resized(note):
    """Return a checkpoint of more entries, with the signature it had."""
    lines = note.split("\n")
    lines[1] = str(int(lines[1]) + 1)
    return "\n".join(lines)


def renamed(note):
    """Return a checkpoint that a stranger signed."""
    text, _, signature = note.rpartition("\n\n")
    return text + "\n\n" + signature.replace("— ", "— x", 1)


@pytest.mark.parametrize(
    ("bend", "told"),
    [
        (lambda p: p["proofs"].pop(1), "does not follow"),
        (lambda p: p["proofs"].pop(), "another subject or place"),
        (
            lambda p: p["proofs"].__setitem__(0, again(p["proofs"][0], b"submitted", b"received")),
            "path",
        ),
        (lambda p: p.update(dossier="H99.31-20260302-0000009"), "another dossier"),
        (lambda p: p["papers"][0].update(content_sha256="0" * 64), "is not the one"),
        (lambda p: p["papers"][0].update(salt="00" * 16), "is not the one"),
        (lambda p: p["waiting"][0].update(hash="0" * 64), "does not follow"),
        (lambda p: p["waiting"][0].update(seq=99), "another subject or place"),
        (lambda p: p.update(proofs=[]), "no entry"),
        (
            lambda p: p["custody"][1].update(officer_id=99),
            "no entry gave it to the holder number 2",
        ),
        (lambda p: p["custody"][1].update(agency="H99.05"), "was of another agency"),
        (lambda p: p["custody"][0].update(agency="H99.05"), "was of another agency"),
        (lambda p: p["custody"][1].update(post_id=99), "had another post or step"),
        (lambda p: p["custody"][0].update(post_id=99), "had another post or step"),
        (lambda p: p["custody"][1].update(step="sign"), "had another post or step"),
        (lambda p: p["custody"][0].update(step="sign"), "had another post or step"),
        (lambda p: p["proofs"][2].update(index=2**40 + p["proofs"][2]["index"]), "beyond the tree"),
        (lambda p: p["proofs"][2].update(index=-1), "beyond the tree"),
        (lambda p: p["custody"].pop(0), "a holder whom an entry names"),
        (lambda p: p["waiting"].clear(), "something is left out"),
        (lambda p: p.update(made_at="2030-01-01T00:00:00+00:00"), "something is left out"),
        (lambda p: p.update(checkpoint=resized(p["checkpoint"])), "signature"),
        (lambda p: p.update(checkpoint=renamed(p["checkpoint"])), "none of the keys"),
    ],
    ids=[
        "gap",
        "cut",
        "altered",
        "dossier",
        "paper",
        "salt",
        "hash",
        "number",
        "empty",
        "holder",
        "agency of the holder",
        "agency of the first",
        "post of the holder",
        "post of the first",
        "step of the holder",
        "step of the first",
        "index beyond the tree",
        "index before it",
        "left out",
        "end cut off",
        "said to be newer",
        "checkpoint of another size",
        "checkpoint of a stranger",
    ],
)
def test_evidence_that_was_bent_does_not_hold(pack, tmp_path, bend, told):
    bend(pack)
    done = checked(tmp_path, pack)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr


def test_control_takes_it_at_the_officers_door_and_that_is_on_record(story, monkeypatch):
    visit = Door(monkeypatch, story).open("control")
    assert "Lấy hồ sơ chứng cứ" in visit.get("custody", story.code).content.decode()
    answer = visit.send("evidence", story.code)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == [f"chung-cu-{story.code}.pdf", f"chung-cu-{story.code}.json"]
    last = record.acts_of(f"dossier:{story.code}")[-1]
    assert last.act == "evidence_taken"
    assert last.actor.officer_id == story.province.officers["control"].pk


@pytest.mark.parametrize("who", ["desk", "handler", "head", "stranger"])
def test_nobody_else_gets_it_or_is_offered_it(story, monkeypatch, who):
    visit = Door(monkeypatch, story).open(who)
    before = record.count()
    answer = visit.send("evidence", story.code)
    assert answer.status_code in {403, 404}
    assert answer["Content-Type"].startswith("text/html")
    assert record.count() == before
    if who != "stranger":
        assert "Lấy hồ sơ chứng cứ" not in visit.get("custody", story.code).content.decode()


def test_an_address_alone_takes_nothing(story, monkeypatch):
    visit = Door(monkeypatch, story).open("control")
    before = record.count()
    assert visit.get("evidence", story.code).status_code == 405
    assert record.count() == before


# --- the officers' side: dates, shares, answers ----------------------------------------------

WORDS = "Máy in phôi hỏng từ ngày 03/03, đã báo lãnh đạo."


@pytest.fixture
def late(story, tmp_path):
    """Return the folder of a late dossier that was put off, and to which its holder answered."""
    who = story.province
    dossiers.propose_extension(
        code=story.code, days=2, reason="Phải xác minh thêm tại nơi cư trú trước đây",
        by=who.handler, at=story.now(),
    )  # fmt: skip
    dossiers.sign_extension(code=story.code, signer=bootstrap.signer(), by=who.head, at=story.now())
    story.at += timedelta(days=3)
    entries = record.acts_of(f"dossier:{story.code}")
    entry = next(act.seq for act in entries if act.act == "handover_accepted")
    explain(code=story.code, entry=entry, words=WORDS, by=who.handler, at=story.now())
    at, control = story.now(), who.actor("control")
    sealing.seal(signer=sealing.log_signer(), at=at)
    view = queries.view_for(story.code, by=control, at=at)
    made = pack_of(view, [], by=control, at=at)
    for name, content in made.files().items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def told(story, late) -> dict:
    return json.loads((late / f"chung-cu-{story.code}.json").read_text())


def test_promised_dates_with_what_gave_them_the_shares_and_the_answers_are_in_both(
    story, late, told, tmp_path
):
    (due,) = told["due_dates"]
    assert (due["reason"], due["limit"], due["unit"]) == ("receipt", 1, "working-day")
    assert due["calendar"]
    assert due["rule"]
    assert told["extension"]["original_due_at"] == due["due_at"] < told["extension"]["new_due_at"]
    assert told["extension"]["timing"] == "in-time"
    parts = told["lateness"]["parts"]
    assert sum(part["late_minutes"] for part in parts) == told["lateness"]["late_minutes"] > 0
    assert max(parts, key=lambda part: part["late_minutes"])["officer"] == "Đỗ Văn Mẫu Hai"
    (answer,) = told["explanations"]
    assert (answer["words"], answer["officer"]) == (WORDS, "Đỗ Văn Mẫu Hai")
    printed = pdf_words((late / f"chung-cu-{story.code}.pdf").read_bytes())
    for words in (
        "hẹn trả 17:00 ngày 03/03/2026", f"lịch {due['calendar']}", "hẹn lại 17:00 ngày 05/03/2026",
        "Vì vậy hẹn trả chậm nhất", "Quá hạn", "Đỗ Văn Mẫu Hai, Công chức hộ tịch", WORDS,
    ):  # fmt: skip
        assert words in printed, words
    done = checked(tmp_path, told)
    assert done.returncode == 0, done.stderr
    assert f"holds: answer to entry {answer['entry']}" in done.stdout
    assert "minutes of lateness" in done.stdout
    assert "by a rule of the system" in done.stdout


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (lambda p: p["explanations"][0].update(words=WORDS[1:]), "commits to the answer"),
        (lambda p: p["explanations"][0].update(entry=1), "commits to the answer"),
        (lambda p: p["explanations"][0].update(at=p["made_at"]), "another instant"),
        (lambda p: p["explanations"].clear(), "an answer that an entry names"),
        (lambda p: p["due_dates"][0].update(due_at=p["made_at"]), "no entry promised"),
        (lambda p: p["due_dates"][0].update(calendar="khác"), "no entry promised"),
        (lambda p: p["due_dates"][0].update(rule="khác"), "no entry promised"),
        (lambda p: p["extension"].update(timing="late-notice"), "the new date is not"),
        (lambda p: p.update(extension=None), "the new date is not"),
        (lambda p: p["extension"].update(signed_at=p["made_at"]), "signed at another instant"),
        (lambda p: p["lateness"].update(late_minutes=0), "do not add up"),
        (lambda p: p.update(lateness=None), "whose the lateness is was left out"),
        (lambda p: p.pop("lateness"), "nothing in it is named 'lateness'"),
        (lambda p: p["due_dates"].clear(), "a date that an entry promised is not"),
        (lambda p: p.pop("due_dates"), "nothing in it is named 'due_dates'"),
        (lambda p: p["due_dates"].append(p["due_dates"][0]), "no entry promised"),
        (lambda p: p["due_dates"][0].update(limit=2), "no entry promised"),
        (lambda p: p["due_dates"][0].update(unit="day"), "no entry promised"),
        (lambda p: p["due_dates"][0].update(set_at=p["made_at"]), "set at another instant"),
        (lambda p: p["due_dates"][0].update(counted_from=p["made_at"]), "counted from another"),
        (lambda p: p["due_dates"][0].update(reason="calendar"), "for another reason"),
        (lambda p: p["due_dates"][0].update(hours_of="H99.31"), "by these office hours"),
        (lambda p: p["due_dates"][0].update(waited=3), "this was waited"),
        (lambda p: p["due_dates"][0].update(waited_in="day"), "this was waited"),
    ],
    ids=["words", "entry", "instant", "left out", "date", "calendar", "rule", "timing",
         "no new date", "signed when", "another sum", "no lateness", "lateness unsaid",
         "no dates", "dates unsaid", "one date more", "limit", "unit", "set when",
         "counted from when", "reason", "hours of whom", "waited", "waited in"],
)  # fmt: skip
def test_what_officers_have_to_answer_for_cannot_be_bent(told, tmp_path, bend, said):
    bend(told)
    done = checked(tmp_path, told)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr


def test_a_post_silent_on_an_opinion_is_called_in_it_as_on_the_page(story, monkeypatch):
    add_neighbour(story.province)
    asked(story)
    story.at += timedelta(days=10)
    at, control = story.now(), story.province.actor("control")
    view = queries.view_for(story.code, by=control, at=at)
    parts = evidence_words.late_parts(evidence_of(story.code, by=control, at=at), view)
    (silent,) = [part.who for part in parts if part.who.startswith("Chuyên viên")]
    assert silent == "Chuyên viên, Sở Mẫu (im lặng)"
    page = Door(monkeypatch, story).open("control").get("custody", story.code)
    assert silent in words_on(page)


def test_a_dossier_that_nobody_received_is_no_late_one(story, tmp_path):
    story.registered()
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    assert run("dossier", "evidence", story.code, str(tmp_path / "pack")).exit_code == 0
    found = json.loads((tmp_path / "pack" / f"chung-cu-{story.code}.json").read_text())
    assert (found["due_dates"], found["extension"], found["lateness"]) == ([], None, None)
    assert checked(tmp_path, found).returncode == 0
