"""The public log at the citizen's door, and the checker that knows nothing of us."""

import json
import re
import shlex
import subprocess
import sys
from base64 import b64decode, b64encode
from html import unescape
from pathlib import Path

import pytest
from tests.builders_citizen import Citizen, text_of
from tests.entered import run

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger import sealing
from thongsuot.domains.ledger.rules import notes

pytestmark = pytest.mark.django_db

CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
LINES = re.compile(r'<p class="ts-hash">([^<]+)</p>')


@pytest.fixture
def story(story):
    return story.processing()


@pytest.fixture
def citizen(story, monkeypatch):
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.open(story.code, Dossier.objects.get().pin)
    return citizen


def sealed(story):
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    return story


def checked(tmp_path, proof: dict, *words: str, what: str = "entries"):
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), what, str(file), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_checkpoint_and_its_keys_are_for_everybody(story, client):
    assert client.get("/so-ghi/checkpoint").status_code == 404
    sealed(story)
    note = client.get("/so-ghi/checkpoint").content.decode()
    keys = client.get("/so-ghi/khoa").content.decode().splitlines()
    checkpoint, _who = notes.opened(note, [notes.verifier_from(key) for key in keys])
    assert checkpoint.size > 3
    page = client.get("/so-ghi")
    assert "Sổ ghi không ai sửa được" in text_of(page)
    assert keys[0] in page.content.decode()
    assert client.get("/so-ghi/khac.py").status_code == 404


@pytest.mark.parametrize("data", ["checkpoint", "checkpoint/9", "tang-them/1/9", "tile/0/000"])
def test_programs_that_ask_for_what_the_log_has_not_read_a_problem_and_no_page(client, data):
    missing = client.get(f"/so-ghi/{data}")
    assert missing.status_code == 404
    assert missing["Content-Type"] == "application/problem+json"
    assert "/so-ghi" in missing.json()["detail"]


def test_the_watcher_is_for_everybody_and_its_commands_are_those_of_the_page(
    story, client, tmp_path, settings
):
    sealed(story)
    given = client.get("/so-ghi/witness.py")
    (tmp_path / "witness.py").write_bytes(given.content)
    shown = [unescape(line) for line in LINES.findall(client.get("/so-ghi").content.decode())]
    made = next(line for line in shown if "witness.py new" in line)
    told = subprocess.run(
        [sys.executable, "-I", *shlex.split(made)[1:]], cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.startswith("ten-minh.example/w1+")
    look = next(line for line in shown if "witness.py look" in line)
    key = client.get("/so-ghi/khoa").content.decode().splitlines()[0]
    assert f'look {settings.PUBLIC_URL}/so-ghi --key "{key}" --secret khoa-rieng' in look


def test_tiles_are_for_everybody_and_hold_hashes_alone(story, client):
    sealed(story)
    note = client.get("/so-ghi/checkpoint").content.decode()
    size = notes.opened(note, sealing.log_verifiers())[0].size
    tile = client.get(f"/so-ghi/tile/0/000.p/{size}")
    assert len(tile.content) == 32 * size
    assert "immutable" in tile["Cache-Control"]
    for absent in (
        f"0/000.p/{size + 1}",
        "0/000",
        "0/001.p/1",
        "9/000.p/1",
        "0/x000/000.p/1",
        "0/%00",
    ):
        assert client.get(f"/so-ghi/tile/{absent}").status_code == 404, absent


def test_the_applicant_takes_proofs_home_that_hold_without_us(citizen, story, tmp_path):
    sealed(story)
    document = json.loads(citizen.get("proofs", story.code).content)
    assert document["dossier"] == story.code
    whole = checked(tmp_path, document, "--key", str(sealing.log_verifiers()[0]))
    assert whole.stdout.count("holds: ") == len(document["proofs"]), whole.stderr
    assert [proof["seq"] for proof in document["proofs"]] == list(
        range(1, 1 + len(document["proofs"]))
    )
    for proof in document["proofs"]:
        done = checked(tmp_path, proof, "--key", str(sealing.log_verifiers()[0]))
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("holds: ")


@pytest.mark.parametrize(
    "bend",
    [
        lambda p: p | {"hash": "0" * 64},
        lambda p: p | {"seq": 2},
        lambda p: p | {"index": p["index"] + 1},
        lambda p: p | {"path": p["path"][:-1]},
        lambda p: p | {"path": [p["path"][0], *p["path"]]},
        lambda p: p | {"checkpoint": p["checkpoint"].replace("\n", "\n1", 1)},
        lambda p: (
            p | {"entry": b64encode(b64decode(p["entry"]).replace(b"submit", b"refuse")).decode()}
        ),
        lambda p: p | {"keys": []},
        lambda _p: {},
    ],
    ids=["hash", "number", "place", "short path", "long path", "size", "entry", "no key", "empty"],
)
def test_the_checker_believes_nothing_that_was_bent(citizen, story, tmp_path, bend):
    sealed(story)
    proof = json.loads(citizen.get("proofs", story.code).content)["proofs"][0]
    done = checked(tmp_path, bend(proof))
    assert done.returncode == 1
    assert done.stderr.startswith("DOES NOT HOLD")


def test_a_file_that_lacks_an_entry_in_the_middle_does_not_hold(citizen, story, tmp_path):
    sealed(story)
    document = json.loads(citizen.get("proofs", story.code).content)
    del document["proofs"][1]
    assert "entry 2 does not follow" in checked(tmp_path, document).stderr


# --- growth between two checkpoints ------------------------------------------------------------


@pytest.fixture
def two(story, client):
    """Return the sizes of two checkpoints, and the older one as somebody kept it."""
    sealed(story)
    kept = client.get("/so-ghi/checkpoint").content.decode()
    sealed(story.handed(story.province.handler, "head", Step.SIGN))
    newer = client.get("/so-ghi/checkpoint").content.decode()
    return int(kept.splitlines()[1]), int(newer.splitlines()[1]), kept


def test_anybody_proves_that_the_log_only_grew_since_a_checkpoint_they_kept(two, client, tmp_path):
    old, new, kept = two
    assert client.get(f"/so-ghi/checkpoint/{old}").content.decode() == kept
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    (tmp_path / "kept").write_text(kept)
    words = ("--kept", str(tmp_path / "kept"), "--key", document["keys"][0])
    done = checked(tmp_path, document, *words, what="consistency")
    assert f"grew from {old} to {new} entries" in done.stdout, done.stderr


@pytest.mark.parametrize(
    "bend",
    [
        lambda p: p | {"proof": p["proof"][:-1]},
        lambda p: p | {"proof": [*p["proof"], p["proof"][0]]},
        lambda p: p | {"proof": []},
        lambda p: p | {"old": p["new"]},
        lambda p: p | {"old": p["new"], "new": p["old"]},
        lambda p: p | {"old": p["old"].replace("\n", "\n1", 1)},
        lambda _p: {},
    ],
    ids=["short", "long", "none", "another older one", "swapped", "size", "empty"],
)
def test_growth_that_was_bent_is_not_believed(two, client, tmp_path, bend):
    old, new, _kept = two
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    done = checked(tmp_path, bend(document), what="consistency")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("DOES NOT HOLD")


def test_a_kept_checkpoint_of_another_history_is_told(two, client, tmp_path):
    old, new, kept = two
    origin, size, _root, *_rest = kept.split("\n")
    other = notes.signed(notes.Checkpoint(origin, int(size), bytes(32)), [sealing.log_signer()])
    (tmp_path / "kept").write_text(other)
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    done = checked(tmp_path, document, "--kept", str(tmp_path / "kept"), what="consistency")
    assert "not the one that was kept" in done.stderr


def test_growth_without_a_kept_checkpoint_says_that_it_rests_on_the_file_alone(
    two, client, tmp_path
):
    old, new, kept = two
    (tmp_path / "kept").write_text(kept)
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    alone = checked(tmp_path, document, what="consistency")
    assert alone.returncode == 0
    assert "no --kept was given" in alone.stdout
    beside = checked(tmp_path, document, "--kept", str(tmp_path / "kept"), what="consistency")
    assert beside.returncode == 0
    assert "--kept" not in beside.stdout


@pytest.mark.parametrize(
    ("what", "kept"), [("entries", ""), ("evidence", ""), ("consistency", ""),
                       ("consistency", "nowhere")],
)  # fmt: skip
def test_what_cannot_be_read_is_not_told_as_a_record_that_does_not_hold(
    two, client, tmp_path, what, kept
):
    old, new, _kept = two
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json() if kept else {}
    words = ("--kept", str(tmp_path / kept)) if kept else ()
    if not kept:
        (tmp_path / "none.json").write_text("")
        done = subprocess.run(
            [sys.executable, "-I", str(CHECKER), what, str(tmp_path / "none.json")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    else:
        done = checked(tmp_path, document, *words, what=what)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("CANNOT BE READ")


def test_a_proof_of_another_kind_is_told_as_what_it_lacks(two, client, tmp_path):
    old, new, _kept = two
    document = client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    done = checked(tmp_path, document, what="entries")
    assert done.returncode == 1
    assert "DOES NOT HOLD: as entries: nothing in it is named 'entry'" in done.stderr


def test_growth_between_sizes_that_no_checkpoint_had_is_not_found(two, client):
    old, new, _kept = two
    for absent in (f"{new}/{old}", f"{old}/{new + 1}", f"1/{new}", f"{old}/{10**30}"):
        assert client.get(f"/so-ghi/tang-them/{absent}").status_code == 404
    assert client.get(f"/so-ghi/checkpoint/{new + 1}").status_code == 404


def test_the_command_gives_the_same_proof(two, client, tmp_path):
    old, new, _kept = two
    asked = ["ledger", "consistency", str(old), str(new), "--json"]
    done = run(*asked)
    assert json.loads(done.stdout) == client.get(f"/so-ghi/tang-them/{old}/{new}").json()
    absent = run("ledger", "consistency", "1", "2")
    assert absent.exit_code == 3


def test_an_export_says_how_much_of_the_record_is_not_in_it(story, tmp_path):
    asked = ["ledger", "export", str(tmp_path / "log"), "--dry-run"]
    before = run(*asked)
    assert before.exit_code == 0
    assert "entries are not sealed yet, and not in it" in before.stderr
    sealed(story)
    assert "not sealed" not in run(*asked).stderr


def test_proofs_are_for_whoever_has_the_pin(story, monkeypatch):
    sealed(story)
    other = Citizen(monkeypatch, at=story.now())
    assert "Nhập mã hồ sơ" in text_of(other.get("proofs", story.code))
    other.open(story.code, "0417")
    assert "Nhập mã PIN" in text_of(other.get("proofs", story.code))


def test_the_page_hands_out_the_checker_and_the_command_that_holds(story, citizen, tmp_path):
    sealed(story)
    page = text_of(citizen.get("log"))
    key = str(sealing.log_verifiers()[0])
    assert f'--key "{key}"' in page
    assert "python3 check_proof.py chung-cu-MÃ-HỒ-SƠ.json" in page
    given = citizen.get("log-tool", "check_proof")
    assert given.content == CHECKER.read_bytes()
    (tmp_path / "check_proof.py").write_bytes(given.content)
    (tmp_path / "chung-cu.json").write_bytes(citizen.get("proofs", story.code).content)
    done = subprocess.run(
        [sys.executable, "-I", "check_proof.py", "chung-cu.json", "--key", key],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "DOES NOT HOLD" not in done.stdout


def test_checkpoint_and_proof_are_printed_as_documents_too(story):
    sealed(story)
    said = json.loads(run("ledger", "checkpoint", "--json").stdout)
    assert said["checkpoint"].split("\n")[:3] == [said["origin"], str(said["size"]), said["root"]]
    assert said["keys"] == json.loads(run("ledger", "checkpoint", "--key", "--json").stdout)["keys"]
    entry = f"dossier:{story.code}/1"
    assert run("ledger", "proof", entry, "--json").stdout == run("ledger", "proof", entry).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("ledger", "verify", "--from-export"), ("ledger", "verify", "--policy"),
        ("org", "import"), ("org", "reorganise"), ("custody", "publish"), ("calendar", "publish"),
        ("process", "import"), ("procedure", "import"), ("accountability", "analyse"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_missing_file_ends_every_command_alike(words, tmp_path, db):
    done = run(*words, str(tmp_path / "nowhere.json"))
    assert done.exit_code == 3, done.output
    assert "no file" in done.stderr
