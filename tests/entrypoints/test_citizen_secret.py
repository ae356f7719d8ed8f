"""The way to a dossier: its code and a secret, the strong and the weak one."""

import re
from functools import partial

import pytest
from django.test import Client
from tests.builders_citizen import Citizen, text_of, title_of
from tests.builders_following import asked, page_of, papers_of

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import Kind, PaperUnknown
from thongsuot.domains.dossiers import policy, services
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import PinNeeded

pytestmark = pytest.mark.django_db

PHONE_END = "0417"


def test_a_dossier_opens_to_its_code_with_the_pin_or_the_end_of_the_telephone(story, monkeypatch):
    story.registered()
    for secret in (Dossier.objects.get().pin, PHONE_END):
        citizen = Citizen(monkeypatch, at=story.now())
        assert citizen.open(story.code.lower(), f" {secret[:2]} {secret[2:]} ").status_code == 302
        assert story.code in text_of(page_of(citizen, story))


@pytest.mark.parametrize("code", ["H99.31.01-20260302-0000001", "H99.31.01-20260302-9999999"])
def test_a_wrong_secret_and_a_wrong_code_are_answered_alike(story, monkeypatch, code):
    story.registered()
    page = Citizen(monkeypatch, at=story.now()).open(code, "0000")
    assert page.status_code == 422
    assert title_of(page).startswith("Lỗi: ")
    assert "Mã hồ sơ và mã PIN (hoặc 4 số cuối điện thoại) không khớp nhau." in text_of(page)


def test_who_guessed_too_often_waits_even_with_the_right_secret_and_nobody_else_does(
    story, monkeypatch
):
    story.registered()
    citizen = Citizen(monkeypatch, at=story.now())
    left = [text_of(citizen.open(story.code, "0000")) for _ in range(5)]
    assert "Còn thử được 4 lần." in left[0]
    assert "Đã hết lượt thử" in left[4]
    page = citizen.open(story.code, PHONE_END)
    assert page.status_code == 429
    assert 800 < int(page["Retry-After"]) <= 900
    assert re.search(r"Thử lại từ \d\d:\d\d\.", text_of(page))
    own, citizen.browser = citizen.browser, Client(REMOTE_ADDR="203.0.113.8")
    assert citizen.open(story.code, PHONE_END).status_code == 302
    citizen.wait(minutes=16)
    citizen.browser = own
    assert citizen.open(story.code, PHONE_END).status_code == 302


def test_the_end_of_the_telephone_lets_one_follow_and_nothing_more(story, monkeypatch):
    story.processing()
    asked(story, "Giấy chứng sinh")
    citizen = Citizen(monkeypatch, at=story.now())
    citizen.open(story.code, PHONE_END)
    text = text_of(page_of(citizen, story))
    assert "Cần mã PIN để xem giấy tờ" in text
    assert "Ảnh mờ" not in text
    for name in ("confirmation", "supplement", "withdraw", "result"):
        assert "Nhập mã PIN" in text_of(citizen.get(name, story.code)), name
    pin = Dossier.objects.get().pin
    assert pin not in citizen.get("confirmation", story.code).content.decode()
    way_on = citizen.open(story.code, pin, tiep=f"/ho-so/{story.code}/bo-sung")
    assert way_on["Location"] == f"/ho-so/{story.code}/bo-sung"
    assert "Giấy chứng sinh" in text_of(citizen.get("supplement", story.code))


def test_the_weak_secret_acts_and_reads_nothing_whatever_the_door_does(story):
    story.processing()
    services.prepare_papers(code=story.code, at=story.now())
    weak = services.open_with_secret(code=story.code, secret=PHONE_END, at=story.now())
    with pytest.raises(PinNeeded):
        services.withdraw(code=story.code, reason="Không cần nữa", by=weak, at=story.now())
    slip = next(p for p in papers_of(story) if p.kind is Kind.INTAKE_SLIP)
    with pytest.raises(PaperUnknown):
        documents.read_pdf(slip.id, by=weak, may_read=policy.may_read(story.now()))


def test_the_slip_with_the_pin_is_for_the_desk_that_hands_it_out(story):
    story.processing()
    services.prepare_papers(code=story.code, at=story.now())
    slip = next(p for p in papers_of(story) if p.kind is Kind.INTAKE_SLIP)
    read = partial(documents.read_pdf, slip.id, may_read=policy.may_read(story.now()))
    assert read(by=story.province.desk).startswith(b"%PDF")
    for officer in (story.province.handler, story.province.head):
        with pytest.raises(PaperUnknown):
            read(by=officer)


def test_the_printed_address_leads_to_the_dossier_and_asks_for_the_secret(story, monkeypatch):
    story.registered()
    citizen = Citizen(monkeypatch, at=story.now())
    page = citizen.browser.get(f"/tra-cuu/{story.code}/", follow=True)
    assert page.redirect_chain == [(f"/ho-so/{story.code}", 302)]
    assert f'value="{story.code}"' in page.content.decode()


@pytest.mark.parametrize(
    "then", ["https://vi-du.invalid/", "//vi-du.invalid", "/can-bo/", "/ho-so/X/rut"]
)
def test_the_way_on_never_leaves_the_dossier(story, monkeypatch, then):
    story.registered()
    answer = Citizen(monkeypatch, at=story.now()).open(story.code, PHONE_END, tiep=then)
    assert answer["Location"] == f"/ho-so/{story.code}"


@pytest.mark.parametrize("form", ["nop", "da-chuyen", "hoi-lai"])
def test_whoever_gives_the_pin_anew_at_a_form_comes_to_the_page_it_is_on(story, monkeypatch, form):
    story.registered()
    citizen, then = Citizen(monkeypatch, at=story.now()), f"/ho-so/{story.code}/phi/{form}"
    assert f'value="{then}"' in citizen.browser.post(then).content.decode()
    opened = citizen.open(story.code, Dossier.objects.get().pin, tiep=then, follow=True)
    assert opened.redirect_chain[-1] == (f"/ho-so/{story.code}/phi", 302)


def test_another_browser_sees_nothing(story, come, monkeypatch):
    story.registered()
    come()
    other = Citizen(monkeypatch, at=story.now())
    for name in ("dossier", "confirmation", "supplement", "withdraw", "result"):
        page = other.get(name, story.code)
        assert "Nhập mã hồ sơ và 4 số cuối điện thoại" in text_of(page)
        assert "Mẫu An" not in text_of(page)
