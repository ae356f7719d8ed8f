"""The public log at the citizen's door, and the checker that knows nothing of us."""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from tests.builders import Story, build_province
from tests.builders_citizen import Citizen, text_of

from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.ledger import sealing
from thongsuot.domains.ledger.rules import notes

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"


@pytest.fixture
def story(published_calendar):
    return Story(build_province()).processing()


@pytest.fixture
def citizen(story, monkeypatch):
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.open(story.code, Dossier.objects.get().pin)
    return citizen


def sealed(story):
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    return story


def checked(tmp_path, proof: dict, *words: str):
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), str(file), *words],
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


def test_proofs_are_for_whoever_has_the_pin(story, monkeypatch):
    sealed(story)
    other = Citizen(monkeypatch, at=story.now())
    assert "Nhập mã hồ sơ" in text_of(other.get("proofs", story.code))
    other.open(story.code, "0417")
    assert "Nhập mã PIN" in text_of(other.get("proofs", story.code))
