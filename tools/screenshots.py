"""Make the pictures of the README from the running demonstration (`make run` in another window)."""

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from thongsuot.config.manage import ThisInstallation

ADDRESS = "http://127.0.0.1:8000"
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HANDLER = "chuyenvien.binhmau"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Photograph the home page, a tracking page, the inbox and a dossier."""
    PICTURES.mkdir(exist_ok=True)
    found = next(path for name in NAMES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        code = officer_pages(browser)
        with ThreadPoolExecutor(1) as apart:  # the browser keeps this thread's event loop
            pin = apart.submit(pin_of, code).result()
        citizen_pages(browser, code, pin)
        browser.close()


def officer_pages(browser: Browser) -> str:
    """Photograph the handler's inbox and first dossier; return that dossier's code."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    page.goto(f"{ADDRESS}/can-bo/dang-nhap/")
    page.fill("[name=username]", HANDLER)
    page.fill("[name=password]", password())
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/can-bo/**")
    page.goto(f"{ADDRESS}/can-bo/viec/dang-xu-ly/")
    picture(page, "inbox-1280")
    link = page.locator("a[href*='/can-bo/ho-so/']").first.get_attribute("href")
    page.goto(f"{ADDRESS}{link}")
    picture(page, "dossier-1280")
    return re.search(r"ho-so/([^/]+)/", link).group(1)


def citizen_pages(browser: Browser, code: str, pin: str) -> None:
    """Photograph the home page and what the applicant of ``code`` sees on a telephone."""
    desk = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    desk.goto(ADDRESS)
    picture(desk, "home-1280")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, locale="vi-VN")
    phone.goto(f"{ADDRESS}/tra-cuu/{code}/")
    phone.fill("[name=secret]", pin)
    phone.press("[name=secret]", "Enter")
    phone.wait_for_url("**/ho-so/**")
    picture(phone, "tracking-390")


def picture(page: Page, name: str) -> None:
    """Keep what the window shows."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/pictures/{name}.png")


def password() -> str:
    """Return the password of the demonstration's accounts."""
    command = Path(sys.executable).with_name("thongsuot")
    told = subprocess.run(
        [command, "demo", "logins", "--json"], check=True, capture_output=True, text=True
    )
    return str(json.loads(told.stdout)[0]["password"])


def pin_of(code: str) -> str:
    """Return the PIN on the applicant's slip; only sample data is ever opened so."""
    ThisInstallation().enter(sample_data=True, quiet=True)
    from thongsuot.domains.dossiers import queries  # needs the settings
    from thongsuot.domains.ledger.terms import Actor

    return queries.pin_of(code, by=Actor.citizen(dossier=code))


if __name__ == "__main__":
    main()
