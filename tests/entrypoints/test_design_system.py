"""The design system: sheets by the rules, sample pages in a real browser without a violation."""

import re
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from tests.builders_browser import AXE, PolicedPage, broken_rules
from tests.entrypoints import style_pages

from thongsuot.entrypoints import shared

ROOT = Path(__file__).resolve().parents[2]
ENTRYPOINTS = Path(shared.__file__).parent.parent
SHEETS = sorted((ENTRYPOINTS / "shared/static/shared/css").glob("*.css"))
TEMPLATES = sorted(ENTRYPOINTS.glob("*/templates/**/*.html"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black|red)\b")
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.I)
NAMES = list(style_pages.contexts())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_are_short_and_take_every_colour_from_the_tokens(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    assert len(text.splitlines()) <= 400
    if sheet.name != "tokens.css":
        assert COLOUR.findall(text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(template):
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_class_of_a_sample_page_is_styled(name):
    used = set(re.findall(r"\bts-[a-z0-9_-]+", " ".join(_classes(style_pages.render(name)))))
    css = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS)
    unstyled = {name for name in used if not re.search(rf"\.{re.escape(name)}(?![\w-])", css)}
    assert unstyled == set()


def _classes(html: str) -> list[str]:
    return re.findall(r'class="([^"]*)"', html)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of the sample pages, served on loopback."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").mkdir()
    (folder / "static" / "shared").symlink_to(ENTRYPOINTS / "shared/static/shared")
    fonts = settings.HOME / "assets" / "fonts"
    if fonts.is_dir():
        (folder / "static" / "fonts").symlink_to(fonts)
    for name in NAMES:
        (folder / f"{name}.html").write_text(style_pages.render(name), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PolicedPage, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.browser
@pytest.mark.skipif(not AXE.exists(), reason="axe-core is missing: run `make setup`")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_breaks_a_rule_of_accessibility_or_its_own_policy(chromium, site, width, scheme):
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for name in NAMES:
        page.goto(f"{site}/{name}.html")
        assert broken_rules(page) == {}, name
        assert [text for text in said if "Content Security Policy" in text] == [], name
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "css"),
    [
        pytest.param(320, "", id="320 px"),
        pytest.param(
            320,
            "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}",
            id="320 px with the reader's own spacing",
        ),
        pytest.param(1280, "html{font-size:200%}", id="200 % text"),
        pytest.param(390, "html{font-size:200%}", id="200 % text on a telephone"),
        pytest.param(320, "html{font-size:200%}", id="200 % text on a small telephone"),
    ],
)
def test_no_page_scrolls_sideways(chromium, site, width, css):
    context = chromium.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page = context.new_page()
    for name in NAMES:
        page.goto(f"{site}/{name}.html")
        if css:
            page.add_style_tag(content=css)
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert excess <= 0, name
    context.close()


@pytest.mark.browser
def test_a_double_click_sends_once_and_single_keys_stay_out_of_fields(chromium, site):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/handover.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bar-search"
    page.keyboard.type("4/5")
    assert page.input_value("#bar-search") == "4/5"
    sent: list[str] = []
    page.route("**/*", lambda route: (sent.append(route.request.method), route.abort()))
    with page.expect_request(lambda request: request.method == "POST"):
        page.evaluate(
            "() => { const form = document.querySelector('.ts-handover__form');"
            " form.requestSubmit(); form.requestSubmit(); }"
        )
    page.wait_for_timeout(200)
    assert sent.count("POST") == 1
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("mark", "held"),
    [("form.id", [False, True]), ("form.target = '_blank'", [False, False]),
     ("form.dataset.stays = ''", [False, False])],
    ids=["a page that goes", "another tab", "a file to keep"],
)  # fmt: skip
def test_a_form_whose_page_stays_may_be_sent_again(chromium, site, mark, held):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/handover.html")
    found = page.evaluate(
        "() => { const form = document.querySelector('.ts-handover__form'), held = [];"
        f" {mark};"
        " document.addEventListener('submit', (event) => {"
        " held.push(event.defaultPrevented); event.preventDefault(); });"
        " form.requestSubmit(); form.requestSubmit(); return held; }"
    )
    assert found == held
    context.close()


@pytest.mark.browser
def test_single_keys_can_be_switched_off(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/inbox.html")
    page.click("[data-keys-switch]")
    assert page.get_attribute("[data-keys-switch]", "aria-pressed") == "false"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "bar-search"
    context.close()


@pytest.mark.browser
def test_arrows_walk_the_rows_and_space_ticks_one(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/inbox.html")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert "0000417" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press(" ")
    assert page.evaluate("document.activeElement.closest('tr').querySelector('input').checked")
    context.close()


def test_the_guide_to_pages_names_only_classes_that_exist():
    guide = (ROOT / "docs/howto/pages.md").read_text(encoding="utf-8")
    css = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS)
    named = set(re.findall(r"\bts-[a-z0-9]+(?:[_-]+[a-z0-9]+)*", guide))
    assert {name for name in named if f".{name}" not in css} == set()
