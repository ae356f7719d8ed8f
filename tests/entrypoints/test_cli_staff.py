"""``thongsuot org reassign|disable|end-appointment|delegate|absent``: who leaves, who stands in."""

import json
from datetime import timedelta
from functools import partial

import pytest
from tests import entered
from tests.builders import EVER, Story, build_province
from tests.builders_staff import add_deputy

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.models import Appointment
from thongsuot.entrypoints.jobs import tasks
from thongsuot.kernel.clock import local_date, utc_now

run = partial(entered.run, "org")

pytestmark = pytest.mark.django_db
WHY = "Nghỉ ốm dài ngày, phân công lại"


@pytest.fixture
def story(db, published_calendar):
    made = build_province()
    add_deputy(made)
    return Story(made).processing()


def holder(story) -> str:
    return custodies.holder_of(f"dossier:{story.code}").holder.officer_name


def reassign(*more):
    return run(
        "reassign", "--from", "mau.handler", "--to", "mau.colleague", "--reason", "absence",
        "--why", WHY, "--json", *more,
    )  # fmt: skip


def test_a_dry_run_says_who_would_take_what_and_moves_nothing(story):
    done = reassign("--dry-run")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout) == {
        "from": "mau.handler", "applied": False,
        "shares": [{"to": "mau.colleague", "dossiers": [story.code]}],
    }  # fmt: skip
    assert holder(story) == "Đỗ Văn Mẫu Hai"


def test_reassigning_moves_what_was_shown(story):
    assert json.loads(reassign("--code", story.code).stdout)["applied"] is True
    assert holder(story) == "Vũ Thị Mẫu Sáu"
    assert reassign().exit_code == 4  # nothing is left to move


def test_who_holds_something_is_disabled_with_a_receiver_only(story):
    refused = run("disable", "mau.handler", "--reason", "left")
    assert refused.exit_code == 5
    assert "still-holding (subjects=1)" in refused.stderr
    done = run(
        "disable",
        "mau.handler",
        "--reason",
        "left",
        "--to",
        "mau.colleague",
        "--why",
        WHY,
        "--json",
    )
    assert json.loads(done.stdout)["moved"] == 1
    assert holder(story) == "Vũ Thị Mẫu Sáu"
    assert not organisation.find_officer("mau.handler").is_active


def test_an_appointment_ends_with_a_receiver(story):
    yesterday = local_date(utc_now()) - timedelta(days=1)
    ending = ["end-appointment", "mau.handler", "H99.31:handler", "--last-day", str(yesterday),
              "--source", "09/QĐ-UBND"]  # fmt: skip
    assert run(*ending).exit_code == 5
    done = run(*ending, "--to", "mau.colleague", "--why", WHY, "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["moved"] == 1


def test_a_delegation_is_granted_listed_and_ended(story):
    last = local_date(utc_now()) + timedelta(days=3)
    done = run(
        "delegate", "--from", "mau.head", "--to", "mau.deputy", "--act", "sign", "--last-day",
        str(last), "--form", "kt", "--number", "05/QĐ-UBND", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    number = str(json.loads(done.stdout)["id"])
    assert "KT. Chủ tịch Lê Thị Mẫu Ba" in run("delegate").stdout
    away = run(
        "absent", "mau.head", "--first-day", str(last), "--last-day", str(last),
        "--delegation", number,
    )  # fmt: skip
    assert "Đinh Văn Mẫu Chín stands in" in away.stdout
    assert run("delegate", "--end", number).exit_code == 0
    assert run("delegate").stdout == ""
    assert run("delegate", "--end", number).exit_code == 5


def test_a_delegation_for_a_procedure_that_nobody_knows_is_refused(story):
    last = str(local_date(utc_now()))
    done = run(
        "delegate", "--from", "mau.head", "--to", "mau.deputy", "--act", "sign", "--last-day",
        last, "--number", "05/QĐ-UBND", "--procedure", "khai sinh, hộ tịch và chứng thực",
    )  # fmt: skip
    assert (done.exit_code, "procedure-unknown" in done.stderr) == (3, True)


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_a_file_that_ends_an_appointment_with_something_in_hand_is_refused_by_row(
    story, tmp_path, more
):
    days = {"valid_from": EVER.isoformat(), "valid_to": local_date(utc_now()).isoformat()}
    row = {"officer": "mau.handler", "post": "H99.31:handler", **days}
    clerk = {"officer": "mau.clerk", "post": "H99.31:clerk", **days}
    file = tmp_path / "file.json"
    file.write_text(json.dumps({
        "format": "thongsuot-organisation/1", "source": "Quyết định 9",
        "appointments": [clerk, row],
    }))  # fmt: skip
    done = run("import", str(file), *more)
    assert done.exit_code == 4
    assert "appointments row 2: valid_to ends while 1 held there" in done.stdout
    assert "row 1" not in done.stdout
    assert Appointment.objects.filter(valid_to=None, post__code="H99.31:handler").exists()


def test_a_delegation_without_its_last_day_is_a_mistake_of_usage(story):
    assert run("delegate", "--from", "mau.head", "--act", "sign").exit_code == 2


def test_an_officer_without_one_post_is_named(story):
    assert run("reassign", "--from", "mau.handler", "--to", "mau.nobody", "--reason", "absence",
               "--why", WHY).exit_code == 3  # fmt: skip


def test_the_daily_turn_leaves_nothing_with_who_is_gone(story):
    tasks.settle_orphans(0)
    assert holder(story) == "Đỗ Văn Mẫu Hai"
