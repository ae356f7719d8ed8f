"""A date that replaces the one at receipt has an appointment paper of its own, beside the first."""

from datetime import timedelta

import pytest
from tests.builders import Story, build_province
from tests.builders_documents import text_of
from tests.builders_payments import NOTICE, pdf
from tests.builders_story import asked, row, supplied

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents import services as document_services
from thongsuot.domains.documents.terms import Kind, PaperSize
from thongsuot.domains.dossiers import policy, queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.citizen import tracking
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_calendar")]


@pytest.fixture
def story():
    return Story(build_province(days=5))


@pytest.fixture
def queued(monkeypatch) -> list[str]:
    """Return the codes of dossiers whose papers the worker is asked for, in order."""
    made: list[str] = []
    monkeypatch.setattr(
        "thongsuot.domains.exchange.services.prepare_papers", lambda *, code: made.append(code)
    )
    return made


def slips(story: Story) -> list:
    """Let the worker make the papers, twice; return the appointments, oldest first."""
    for _twice in range(2):
        dossiers.prepare_papers(code=story.code, at=story.now())
    made = documents.attachments_of(f"dossier:{story.code}")
    return [paper for paper in made if paper.kind == Kind.INTAKE_SLIP]


def words(story: Story, paper) -> str:
    by = Actor.citizen(dossier=story.code)
    return text_of(documents.read_pdf(paper.id, by=by, may_read=policy.may_read(story.at)))


def test_papers_that_restart_the_clock_give_a_new_appointment_that_names_the_old(
    story, photo, queued
):
    promised = row(asked(story)).due_at
    [first] = slips(story)
    kept = words(story, first)
    story.at += timedelta(days=2)
    queued.clear()
    supplied(story, photo)
    assert queued == [story.code]
    now_promised = row(story).due_at
    assert now_promised > promised
    [same, second] = slips(story)
    assert (same.id, words(story, same)) == (first.id, kept)
    said = words(story, second)
    assert "Hẹn lại ngày trả kết quả" in said
    assert f"{formats.moment(now_promised)[:5]} " in said
    assert formats.moment(now_promised)[-10:] in said
    assert f"thay ngày hẹn 17:00 thứ Hai {formats.moment(promised)[-10:]} trên giấy" in said
    assert "vì giấy tờ bổ sung đã nhận đủ lúc" in said
    entry = next(a for a in record.acts_of(f"dossier:{story.code}") if a.detail.get("due_at") == (
        now_promised.isoformat()
    ))  # fmt: skip
    assert entry.hash in said.replace(" ", "")
    view = queries.view_for(story.code, by=Actor.citizen(dossier=story.code), at=story.at)
    names = [line.name for line in tracking.paper_lines(view, view.papers)]
    slip = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert [name for name in names if name.startswith(slip)] == [
        slip, f"{slip}, hẹn lại ngày {formats.moment(now_promised)[-10:]}",
    ]  # fmt: skip
    for size in (PaperSize.A5, PaperSize.ROLL):
        printed = dossiers.print_paper(
            code=story.code, paper=second.id, size=size, by=story.province.desk, at=story.now(),
            purpose="intake",
        )  # fmt: skip
        assert "Hẹn lại ngày trả kết quả" in text_of(printed)


def test_a_payment_that_moves_the_date_gives_one_too_and_one_that_does_not_gives_none(story):
    story.processing()
    for days, appointments in ((0, 1), (2, 2)):
        who = {"by": story.province.handler}
        dossiers.request_payment(
            code=story.code, notice=NOTICE, name="thong-bao.pdf", stream=pdf(), at=story.now(),
            **who,
        )  # fmt: skip
        story.at += timedelta(days=days)
        dossiers.confirm_payment(code=story.code, receipt="BL-1", at=story.now(), **who)
        assert len(found := slips(story)) == appointments
    assert "vì nghĩa vụ tài chính đã được thực hiện lúc" in words(story, found[-1])


def test_a_form_replaced_before_there_were_new_appointments_bears_the_trace_of_the_receipt(
    story, photo
):
    document_services.publish_template(
        form="03/2025/TT-VPCP:01", by=Actor.system(), at=story.at,
        source='#import "common.typ": *\n#said.record_line #said.record_hash\n',
        valid_from=local_date(story.at) + timedelta(days=1),
    )  # fmt: skip
    asked(story)
    slips(story)
    story.at += timedelta(days=2)
    supplied(story, photo)
    [_first, second] = slips(story)
    entries = record.acts_of(f"dossier:{story.code}")
    received = next(entry for entry in entries if entry.act == Act.RECEIVE)
    assert f"{received.seq}{received.hash}" in "".join(words(story, second).split())


def test_a_worker_who_was_down_makes_both_appointments_in_the_order_of_their_acts(story, photo):
    promised = row(asked(story)).due_at
    story.at += timedelta(days=2)
    supplied(story, photo)
    [first, second] = slips(story)
    assert first.attached_at < second.attached_at, "of one instant they would be listed by chance"
    assert "Hẹn lại ngày" not in words(story, first)
    assert f"thay ngày hẹn 17:00 thứ Hai {formats.moment(promised)[-10:]}" in words(story, second)
