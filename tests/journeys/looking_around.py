"""Pages beside the straight way: what people open out of interest, and what they get wrong."""

from tests.births import BIRTH
from tests.journeys.people_at_work import Citizen, Officer, expect

BLOCKS = ("cho-tiep-nhan", "cho-nhan-chuyen", "dang-xu-ly", "cho-phat-hanh")
PARTS = ("", "thanh-phan/", "dong-giu/", "lo-trinh/", "quyet-dinh/")


def as_citizen(citizen: Citizen, code: str) -> None:
    """Open the public pages and those of one's own dossier, and send forms half filled in."""
    page = citizen.page
    citizen.goes_to("/")
    citizen.clicks(page.locator("a[href*='/viec-trong-doi/']").first)
    for path in (
        "/thu-tuc",
        "/thu-tuc?q=khongcothutucnay",
        f"/thu-tuc/{BIRTH}/giay-to",
        "/so-lieu",
    ):
        citizen.goes_to(path)
    for path in (f"/ho-so/{code}/da-gui", f"/ho-so/{code}/rut", "/ho-so-cua-toi", "/khong-co"):
        citizen.goes_to(path)
    _half_filled_in(citizen)
    citizen.goes_to("/tra-cuu")
    page.get_by_label("Mã hồ sơ").fill("H98.31.01-20260101-9999999")
    page.get_by_label("4 số cuối điện thoại hoặc PIN").fill("0000")
    citizen.clicks(page.get_by_role("button", name="Xem hồ sơ"))
    _is_corrected(citizen)


def _half_filled_in(citizen: Citizen) -> None:
    citizen.goes_to(f"/thu-tuc/{BIRTH}")
    citizen.begins()
    draft = citizen.page.url.partition("/nop/")[2].partition("/")[0]
    citizen.goes_on()
    _is_corrected(citizen)
    citizen.goes_to(f"/nop/{draft}/giay-to")
    citizen.goes_on()
    _is_corrected(citizen)
    citizen.goes_to(f"/nop/{draft}/kiem-tra")
    citizen.sends()
    _is_corrected(citizen)


def _is_corrected(visitor: Citizen | Officer) -> None:
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.reads()


def as_officer(officer: Officer, code: str) -> None:
    """Open every list and every part of a dossier, and what is not for one's eyes or hands."""
    for block in BLOCKS:
        officer.goes_to(f"/can-bo/viec/{block}/")
    for part in PARTS:
        officer.opens(code, part)
    for path in ("/can-bo/tim/", "/can-bo/vi-tri/", "/can-bo/khong-co/"):
        officer.goes_to(path)
    officer.opens("H98.31.01-20260101-9999999")
    officer.opens(code, "ky/")


def at_forms(officer: Officer, code: str, **forms: str) -> None:
    """Open forms by their address and send each with nothing in it."""
    for path, button in forms.items():
        officer.opens(code, f"{path.replace('_', '-')}/")
        officer.presses(button)
        _is_corrected(officer)
