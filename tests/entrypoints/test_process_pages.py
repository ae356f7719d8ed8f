"""The page of a process: a drawing by bpmn-js under our content policy, a table, a BPMN file."""

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders import BIRTH, Story, add_officer, build_province
from tests.builders_birth_process import birth
from tests.builders_browser import AXE, CHROMIUM, PolicedPage, broken_rules, launched
from tests.builders_citizen import Citizen
from tests.builders_officer import Door, text_of
from tests.builders_processes import PERMIT

from thongsuot.domains.catalogue import services
from thongsuot.domains.catalogue.bpmn import read_bpmn
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Step
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints import officer, shared
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DRAWER = settings.HOME / "assets" / "bpmn-js"


@pytest.fixture
def door(db, published_calendar, monkeypatch):
    """Return the officers' door, with one process in force and one being drafted."""
    door = Door(monkeypatch, Story(build_province()))
    by, at = Actor.system(), door.story.at
    services.save_process(process=birth(), by=by, at=at)
    services.publish_process(code=BIRTH, valid_from=local_date(at), by=by, at=at)
    services.save_process(process=PERMIT, by=by, at=at)
    return door


def test_a_process_in_force_is_a_drawing_a_table_and_a_file(door):
    handler = door.open("handler")
    handler.get("process", BIRTH)
    with CaptureQueriesContext(connection) as asked:
        page = handler.get("process", BIRTH)
    words = text_of(page)
    assert "Quy trình 1.001193 phiên bản 1 Áp dụng từ 02/03/2026 Thời hạn 1 ngày làm việc" in words
    assert "B3 Bước B3 Cơ quan giải quyết · người đứng đầu 2 giờ làm việc" in words
    assert len(asked) <= MOST_QUERIES
    file = handler.get("process_bpmn", BIRTH)
    assert file["Content-Disposition"].endswith('-ban-1.bpmn"')
    assert read_bpmn(file.content).process == birth()


def test_a_draft_is_not_for_who_does_not_make_processes(door):
    handler = door.open("handler")
    assert handler.get("process", PERMIT.code).status_code == 404
    assert handler.get("process", PERMIT.code, ban="1").status_code == 404
    assert handler.get("process_bpmn", PERMIT.code, ban="1").status_code == 404
    assert handler.get("process", BIRTH, ban="nhất").status_code == 404


def test_the_editor_draws_what_was_saved_beside_its_table_and_nothing_of_a_new_one(door):
    add_officer(
        door.story.province, "admin", "H99.05", "Quản trị nghiệp vụ", "control", "Đặng Thị Mẫu Bảy",
        [Role.ADMINISTER],
    )  # fmt: skip
    admin = door.open("admin")
    page = admin.get("edit_process", PERMIT.code).content.decode()
    assert "Sơ đồ của bản đã lưu, phiên bản 1" in page
    assert "officer/process.js" in page
    assert page.count("bảng dưới là bản đang soạn, có thể đã khác") == 3
    assert "cùng nội dung" not in page
    (file,) = re.findall(r'data-bpmn="([^"]+)"', page)
    assert read_bpmn(admin.browser.get(file).content).process == PERMIT
    new = admin.get("new_process").content.decode()
    assert "data-bpmn" not in new
    assert "officer/process.js" not in new


def test_the_route_of_a_dossier_has_the_steps_ahead_by_its_process(door):
    story = door.story.received()
    story.handed(story.province.desk, "handler", Step.VERIFY)
    page = door.open("handler").get("route", story.code)
    drawn = page.content.decode()
    assert drawn.count("ts-route__ahead") == 2 * len(["Bước B3", "Bước B4", "Kết thúc"])
    assert f"{reverse('officer:process', args=[BIRTH])}?ban=1" in drawn


def test_the_applicant_reads_which_steps_are_still_to_come_and_nobody_in_them(door, monkeypatch):
    story = door.story.received()
    story.handed(story.province.desk, "handler", Step.VERIFY)
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.open(story.code, Dossier.objects.get(code=story.code).pin)
    words = text_of(citizen.get("dossier", story.code))
    assert "Còn 2 bước theo quy trình Bước B3 · Cơ quan giải quyết · người đứng đầu" in words
    assert "Lê Thị Mẫu Ba" not in words


@pytest.fixture
def site(door, tmp_path):
    """Serve the page of a process and its file on loopback, under the policy of the product."""
    handler, code = door.open("handler"), BIRTH
    for name, path in (("process", "index.html"), ("process_bpmn", "")):
        target = tmp_path / reverse(f"officer:{name}", args=[code]).lstrip("/") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(handler.get(name, code).content)
    static = tmp_path / "static"
    static.mkdir()
    for room in (shared, officer):
        folder = Path(room.__file__).parent / "static"
        (static / next(folder.iterdir()).name).symlink_to(next(folder.iterdir()))
    for folder in (settings.HOME / "assets").iterdir():
        (static / folder.name).symlink_to(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicedPage, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{reverse('officer:process', args=[code])}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install Debian's package chromium")
@pytest.mark.skipif(not (DRAWER.is_dir() and AXE.exists()), reason="run `make setup` first")
def test_bpmn_js_draws_our_export_under_our_policy_with_its_mark_uncovered(site):
    said: list[str] = []
    lost: list[str] = []
    with launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("console", lambda message: said.append(message.text))
        page.on("response", lambda answer: lost.append(answer.url) if not answer.ok else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site)
        page.wait_for_selector("[data-drawn=yes]")
        names = page.locator(".djs-container text").all_text_contents()
        on_top = page.evaluate(
            """() => {
              const mark = document.querySelector(".bjs-powered-by");
              mark.scrollIntoView({block: "center"});
              const {x, y, width, height} = mark.getBoundingClientRect();
              return mark.contains(document.elementFromPoint(x + width / 2, y + height / 2));
            }"""
        )
        page.get_by_role("button", name="Phóng to").click()
        broken = broken_rules(page)
    assert [text for text in said if not text.startswith("Failed to load resource")] == []
    assert [address for address in lost if not address.endswith("/favicon.ico")] == []
    assert {"Bước B1", "Bước B2", "Bước B3", "Bước B4"} <= {name.strip() for name in names}
    assert on_top
    assert broken == {}


@pytest.mark.parametrize("code", ["\x00", "../1.001193", "khong-co", "🙂", "%", "x" * 300])
def test_a_code_that_names_no_process_is_not_found(door, code):
    address = f"/can-bo/quy-trinh/{quote(code, safe='')}/so-do"
    browser = door.open("handler").browser
    assert browser.get(f"{address}/").status_code == 404
    assert browser.get(f"{address}.bpmn", {"ban": "²"}).status_code == 404
