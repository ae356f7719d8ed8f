"""Bank statements on the pages: taken in at once or by the worker; a person names what is left."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.builders import MONDAY, build_province
from tests.builders_officer import text_of
from tests.builders_payments import ONLINE_HALF, filed_online, publish_tariffs

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import queries
from thongsuot.domains.payments.models import BankLine, DayClosing, StatementRun
from thongsuot.entrypoints.jobs.tasks import take_statement
from thongsuot.entrypoints.officer.views import transfers

pytestmark = pytest.mark.django_db
MOST_QUERIES = 40


@pytest.fixture
def story(db, published_calendar):
    province = build_province()
    publish_tariffs(MONDAY, exemptions=[ONLINE_HALF])
    return filed_online(province)


STATEMENT = "Ngày giao dịch,Số giao dịch,Ghi có,Nội dung\n02/03/2026,FT1,10000,{}\n"


def statement(words, name="sao-ke.csv"):
    return SimpleUploadedFile(name, STATEMENT.format(words).encode(), "text/csv")


def test_a_statement_is_taken_in_and_what_is_left_is_named_by_a_person(counter, story):
    shown = counter.send("statement_import", tep=statement("me nop tien cho con"), follow=True)
    assert "1 dòng chưa rõ của hồ sơ nào" in text_of(shown)
    line = BankLine.objects.get().pk
    assert counter.send("statement_line", line=line, dossier="", why="").status_code == 422
    refused = counter.send("statement_line", line=line, why="Hội")
    assert "ít nhất 10 ký tự, hiện có 3" in text_of(refused)
    assert 'value="Hội"' in refused.content.decode(), "what was typed stays"
    mistyped = counter.send("statement_line", line=line, dossier="H99.1")
    assert 'value="H99.1"' in mistyped.content.decode()
    counter.send("statement_line", line=line, dossier=story.code)
    assert queries.due_of(f"dossier:{story.code}") == 0
    again = counter.send("statement_import", tep=statement(story.code, "lai.csv"), follow=True)
    assert "1 dòng đã có từ trước" in text_of(again)
    wrong = counter.send("statement_import", tep=SimpleUploadedFile("a.csv", b"a,b\n1,2\n"))
    assert wrong.status_code == 422


def difference(story) -> str:
    """Return the reference of money that the platform has and the desk has not."""
    reference = dossiers.begin_payment(
        code=story.code, by=Actor.citizen(dossier=story.code), at=story.now()
    )
    odd = {"reference": reference, "dossier": story.code, "problem": "paid-there-only",
           "ours_vnd": 0, "theirs_vnd": 10_000}  # fmt: skip
    DayClosing.objects.create(
        on=MONDAY.date(), ran_at=story.now(), payments=1, ours_vnd=0, theirs_vnd=10_000,
        settled=0, differences=[odd],
    )  # fmt: skip
    return reference


def test_a_difference_said_too_shortly_stays_typed_and_then_is_explained(counter, story):
    reference = difference(story)
    refused = counter.send("settle_difference", reference=reference, why="Ghi nhầm")
    assert refused.status_code == 422
    assert 'value="Ghi nhầm"' in refused.content.decode()
    counter.send("settle_difference", reference=reference, why="Nền tảng ghi nhầm ngày")
    assert "Nền tảng ghi nhầm ngày" in text_of(counter.get("till"))


def test_what_was_typed_of_a_difference_stands_in_its_form_after_a_log_in(counter, story):
    reference = difference(story)
    back = {"reference": reference, "why": "Nền tảng ghi nhầm ngày", "xem-lai": "1"}
    shown = counter.send("settle_difference", **back)
    assert shown.status_code == 200
    assert 'value="Nền tảng ghi nhầm ngày"' in shown.content.decode()
    assert 'aria-invalid="true"' not in shown.content.decode()
    assert "1 khoản phải xem" in text_of(counter.get("till")), "nothing was done by it"
    counter.send("settle_difference", reference=reference, why="Đã có người giải thích trước")
    late = counter.send("settle_difference", **back)
    assert late.status_code == 409
    assert "Nền tảng ghi nhầm ngày" in text_of(late), "to be copied: there is no form for it"


def test_a_page_of_many_lines_asks_no_more_than_one_of_few(counter):
    def asked():
        with CaptureQueriesContext(connection) as found:
            counter.get("statement_import")
        return len(found)

    counter.send("statement_import", tep=statement("me nop tien"))
    counter.get("statement_import")
    few = asked()
    more = "".join(f"02/03/2026,GD{n},1000,khong ro\n" for n in range(9))
    lines = SimpleUploadedFile("a.csv", (STATEMENT.format("x") + more).encode())
    counter.send("statement_import", tep=lines)
    assert asked() <= min(few, MOST_QUERIES)


def test_what_a_request_cannot_take_in_is_left_to_the_worker_page_by_page(
    counter, story, monkeypatch
):
    monkeypatch.setattr(transfers, "A_MOMENT", timedelta(0))
    lines = "".join(f"02/03/2026,GD{n},1000,khong ro\n" for n in range(50))
    file = SimpleUploadedFile("a.csv", (STATEMENT.format(story.code) + lines).encode())
    begun = counter.send("statement_import", tep=file, follow=True)
    assert "Đã xem 0 trên 51 dòng" in text_of(begun)
    assert queries.due_of(f"dossier:{story.code}") > 0
    run = StatementRun.objects.get().pk
    take_statement(run)
    done = text_of(counter.get("statement_run", run))
    assert "51 dòng tiền vào, 1 dòng đã ghi thu" in done
    assert "50 dòng chưa rõ của hồ sơ nào, ở bảng dưới" in done
    assert "FT1" not in done
    first = counter.get("statement_import").content.decode()
    assert "GD48" in first
    assert queries.due_of(f"dossier:{story.code}") == 0
    StatementRun.objects.update(
        refused=2, refusals=[["FT7", "calendar-gap"], ["FT8", "odd"]], elsewhere=3,
        stopped="payments-not-yours",
    )  # fmt: skip
    told = text_of(counter.get("statement_run", run))
    assert "Thử lại các dòng còn chờ" in told
    assert "Giao dịch FT7 chưa ghi thu được: chưa tính được hạn trả mới" in told
    assert "Giao dịch FT8 chưa ghi thu được: hồ sơ ở tình trạng chưa ghi được" in told
    assert "3 dòng trong lúc đó đã có người khác xử lý" in told
    assert "không còn tiếp nhận ở đây" in told


def test_a_run_that_the_worker_gave_up_is_tried_again_without_its_file(counter, story, monkeypatch):
    monkeypatch.setattr(transfers, "A_MOMENT", timedelta(0))
    counter.send("statement_import", tep=statement(story.code))
    run = StatementRun.objects.get()
    assert "Đã xem 0 trên 1 dòng" in text_of(counter.get("statement_run", run.pk))
    jobs = ProcrastinateJob.objects.filter(task_name="take_statement")
    give_up(jobs)
    assert "Dừng giữa chừng sau 0 trên 1 dòng" in text_of(counter.get("statement_run", run.pk))
    assert "đã xem 0 trên 1 dòng" in text_of(counter.get("statement_import"))
    for _pressed in range(2):
        counter.send("statement_go_on", run.pk)
    assert jobs.filter(status="todo").count() == 1, "pressed twice, it is asked for once"
    take_statement(run.pk)
    assert queries.due_of(f"dossier:{story.code}") == 0


def test_a_run_whose_bringer_left_is_gone_on_with_in_the_name_of_who_presses(
    counter, story, monkeypatch
):
    monkeypatch.setattr(transfers, "A_MOMENT", timedelta(0))
    counter.send("statement_import", tep=statement(story.code))
    StatementRun.objects.update(finished_at=story.now(), stopped="odd")
    stopped = StatementRun.objects.get()
    stopped.pk = stopped.officer = stopped.post = None
    stopped.save()
    counter.send("statement_go_on", stopped.pk)
    ahead = StatementRun.objects.latest("pk")
    assert ahead.pk > stopped.pk
    assert (ahead.officer_id, ahead.total) == (story.province.desk.officer_id, 1)
    take_statement(ahead.pk)
    assert queries.due_of(f"dossier:{story.code}") == 0


def give_up(jobs):
    """Have jobs end as the worker ends them after their last try."""
    with connection.cursor() as cursor:
        for job in jobs:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk]
            )


def test_what_was_typed_of_a_line_stands_at_it_after_a_log_in(counter, story):
    counter.send("statement_import", tep=statement("me nop tien cho con"))
    line = BankLine.objects.get().pk
    back = {"line": line, "dossier": story.code, "why": "Hội phụ huynh nộp thay", "xem-lai": "1"}
    shown = counter.send("statement_line", **back)
    assert shown.status_code == 200
    words = shown.content.decode()
    assert f'value="{story.code}"' in words
    assert 'value="Hội phụ huynh nộp thay"' in words
    assert "aria-invalid" not in words
    assert "Lỗi:" not in text_of(shown)
    assert queries.due_of(f"dossier:{story.code}"), "nothing was done by it"
    counter.send("statement_line", line=line, dossier=story.code)
    late = counter.send("statement_line", **back)
    assert late.status_code == 409
    assert "Hội phụ huynh nộp thay" in text_of(late), "to be copied: the line has left the page"


def test_what_was_typed_of_a_line_of_a_later_page_stands_on_that_page(counter, monkeypatch):
    monkeypatch.setattr("thongsuot.domains.payments.queries.statements.LINES_A_PAGE", 1)
    more = "02/03/2026,FT2,1000,khong ro\n"
    lines = SimpleUploadedFile("a.csv", (STATEMENT.format("x") + more).encode())
    counter.send("statement_import", tep=lines)
    first, second = BankLine.objects.order_by("pk")
    page = counter.get("statement_import", sau=first.pk).content.decode()
    (address,) = re.findall(rf'action="([^"]*sau={first.pk})"', page)
    typed = {"line": second.pk, "why": "Hội"}
    for more in ({"xem-lai": "1"}, {}):
        shown = counter.browser.post(address, {**typed, **more}).content.decode()
        assert 'value="Hội"' in shown
        assert (f'id="wrong-{second.pk}"' in shown) is not bool(more)
