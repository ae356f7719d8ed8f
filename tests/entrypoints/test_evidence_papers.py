"""Every paper of the evidence is one the record commits to: what was sent in, asked, signed."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders import Story, add_officer, build_province
from tests.builders_citizen import PAPER, Citizen, named
from tests.builders_documents import pdf_of, photo

from thongsuot import bootstrap
from thongsuot.domains.accountability import evidence
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import MissingPaper, PayeeSide, PaymentNotice, Step
from thongsuot.domains.ledger import sealing
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
OTHER = "0" * 64


def supplied(story: Story) -> None:
    """Ask the applicant for a paper, who sends it."""
    missing = MissingPaper(PAPER, "Giấy chứng sinh", "Ảnh bị mờ, không đọc được số")
    dossiers.request_supplement(
        signer=bootstrap.signer(),
        code=story.code,
        papers=[missing],
        by=story.province.head,
        at=story.now(),
    )
    applicant = Actor.citizen(dossier=story.code)
    dossiers.attach_supplement(
        code=story.code, component_code=PAPER, name="lai.png", stream=io.BytesIO(photo("PNG")),
        by=applicant, at=story.now(),
    )  # fmt: skip
    dossiers.supply(code=story.code, by=applicant, at=story.now())


def asked_to_pay(story: Story) -> None:
    """Pass on a notice of payment, which is paid."""
    notice = PaymentNotice(
        issuer=PayeeSide.TAX_OFFICE, number="1520/TB-CT", issued_on=story.at.date(),
        amount_vnd=16_000, legal_basis="Luật Đất đai 31/2024/QH15, Điều 155",
    )  # fmt: skip
    dossiers.request_payment(
        code=story.code, notice=notice, name="thong-bao.pdf", stream=io.BytesIO(pdf_of()),
        by=story.province.handler, at=story.now(),
    )  # fmt: skip
    dossiers.confirm_payment(
        code=story.code, receipt="BL-0001", by=story.province.handler, at=story.now()
    )


@pytest.fixture
def pack(monkeypatch, published_calendar) -> dict:
    """Return the evidence of a dossier that was sent in with a photograph, and granted."""
    province = build_province()
    add_officer(
        province, "control", "H99.05", "Kiểm soát thủ tục", "control", "Vũ Thị Mẫu",
        [Role.CONTROL],
    )  # fmt: skip
    citizen = Citizen(monkeypatch)
    citizen.fill_in()
    citizen.upload(named("nham.jpg", photo("JPEG", orientation=3)))
    wrong = documents.attachments_of(f"draft:{citizen.draft}")[0]
    citizen.send("papers", citizen.draft, bo=str(wrong.id))
    citizen.upload(named("giay-chung-sinh.jpg", photo()))
    code = citizen.send("check", citizen.draft, agreed="on")["Location"].split("/")[2]
    story = Story(province, code=code, at=citizen.at)
    dossiers.receive(code=code, by=province.desk, at=story.now())
    story.handed(province.desk, "handler", Step.VERIFY)
    supplied(story)
    asked_to_pay(story)
    story.drafted_by_handler()
    dossiers.sign_decision(code=code, signer=bootstrap.signer(), by=province.head, at=story.now())
    dossiers.prepare_papers(code=code, at=story.now())
    sealing.seal(signer=sealing.log_signer(), at=story.now())
    control, at = province.actor("control"), story.now()
    dossiers.take_evidence(code=code, by=control, at=at)
    return evidence.evidence_of(code, by=control, at=at)


def checked(pack, tmp_path, *words):
    file = tmp_path / "evidence.json"
    file.write_text(json.dumps(pack))
    return subprocess.run(
        [sys.executable, "-I", str(CHECKER), "evidence", str(file), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def of_kind(pack, kind, place=0) -> dict:
    return [paper for paper in pack["papers"] if paper["kind"] == kind][place]


def test_every_paper_is_one_an_entry_commits_to_and_any_other_is_named(pack, tmp_path):
    done = checked(pack, tmp_path)
    assert done.returncode == 0, done.stderr
    kinds = sorted(paper["kind"] for paper in pack["papers"])
    assert {"upload", "result", "payment_notice", "declaration", "supplement"} <= set(kinds)
    assert kinds.count("upload") == 2  # what was taken back before sending is no paper of it
    assert done.stdout.count("holds: paper ") == len(kinds)
    assert "the keys inside the file were believed" in done.stdout
    assert of_kind(pack, "upload")["original_sha256"] != of_kind(pack, "upload")["content_sha256"]
    own = checked(pack, tmp_path, "--key", pack["keys"][0])
    assert own.returncode == 0
    assert "believed" not in own.stdout
    for paper in list(pack["papers"]):
        forged(pack, paper, tmp_path)


def forged(pack, paper, tmp_path) -> None:
    """Bend one paper in each way in turn; each is found out, and the paper is named."""
    kind = "upload" if paper["kind"] != "upload" else "result"
    for bent in (
        {"content_sha256": OTHER}, {"original_sha256": OTHER}, {"salt": "00" * 16},
        {"kind": kind},
    ):  # fmt: skip
        done = checked(
            pack | {"papers": [p if p is not paper else p | bent for p in pack["papers"]]}, tmp_path
        )
        assert (done.returncode, done.stdout) == (1, ""), (paper["kind"], bent)
        assert paper["paper"] in done.stderr, (paper["kind"], bent)


def test_a_paper_put_in_left_out_or_moved_to_another_place_is_found_out(pack, tmp_path):
    papers = pack["papers"]
    invented = of_kind(pack, "result") | {"paper": "1" * 32, "content_sha256": OTHER}
    done = checked(pack | {"papers": [*papers, invented]}, tmp_path)
    assert done.returncode == 1
    assert "1" * 32 in done.stderr
    assert "no entry commits to it" in done.stderr
    for paper in papers:
        done = checked(pack | {"papers": [p for p in papers if p is not paper]}, tmp_path)
        assert done.returncode == 1, paper["kind"]
        assert "is not in the file" in done.stderr
    moved = of_kind(pack, "upload") | {"component": "giay-to-khac"}
    done = checked(
        pack | {"papers": [moved if p["paper"] == moved["paper"] else p for p in papers]}, tmp_path
    )
    assert done.returncode == 1
    assert "another place" in done.stderr


@pytest.mark.parametrize(
    ("bend", "said"),
    [
        (lambda dues: dues.pop(0), "set at another instant"),
        (lambda dues: dues.pop(), "is not in the file"),
        (lambda dues: dues.reverse(), "this was waited"),
        (lambda dues: dues[2].update(waited=dues[2]["waited"] + 1), "this was waited"),
        (lambda dues: dues[2].update(waiting_rule="khác"), "this was waited"),
        (lambda dues: dues[2].update(reason="supplement"), "counted from another instant"),
        (lambda dues: dues[2].update(counted_from=dues[2]["set_at"]), "counted from another"),
        (lambda dues: dues[1].update(set_at=dues[0]["set_at"]), "set at another instant"),
    ],
    ids=["without the first", "without the last", "turned", "waited", "rule of waiting", "reason",
         "counted from", "set when"],
)  # fmt: skip
def test_of_dates_that_followed_one_another_none_is_left_out_or_bent(pack, tmp_path, bend, said):
    assert len(pack["due_dates"]) == 3
    bend(pack["due_dates"])
    done = checked(pack, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
