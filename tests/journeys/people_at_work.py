"""What citizens and officers do in a browser, in their words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect
from tests.births import BIRTH, BIRTH_ANSWERS
from tests.journeys.inspection import Album
from tests.journeys.installation_under_test import PASSWORD

CODE = re.compile(r"H98\.31\.01-\d{8}-\d{7}")

GO_ON = "Lưu và tiếp tục"
MOST_STEPS = 60


@dataclass(frozen=True)
class Photo:
    """One file chosen on the page of papers."""

    component: str
    name: str
    media_type: str
    content: bytes
    taken_now: bool = False
    """Whether the page's camera takes it, instead of the gallery."""

    @property
    def box(self) -> str:
        """The field it goes into."""
        return f"#{'photo' if self.taken_now else 'file'}-{self.component}"

    def payload(self) -> FilePayload:
        """Return it as a browser is handed files."""
        return {"name": self.name, "mimeType": self.media_type, "buffer": self.content}


@dataclass
class Visitor:
    """Somebody with a browser; each page is kept when it is left."""

    page: Page
    home: str
    album: Album

    def goes_to(self, path: str) -> None:
        """Open an address of the installation."""
        self.page.goto(f"{self.home}{path}")
        self.album.keep(self.page)

    def arrives_at(self, path: str) -> None:
        """Wait for the whole page at ``path``; a key pressed before its script runs is lost."""
        self.page.wait_for_url(f"{self.home}{path}")

    def clicks(self, target: Locator) -> None:
        """Press something once it is there; what was on the page is kept."""
        target.wait_for()
        self.album.keep(self.page)
        target.click()

    def reads(self) -> str:
        """Return the words of the page as it stands, on one line."""
        self.album.keep(self.page)
        return plain(self.page.locator("main").inner_text())


class Citizen(Visitor):
    """Somebody at the citizen's door."""

    def finds(self, words: str, procedure: str) -> None:
        """Search in one's own words and open the procedure's card."""
        self.goes_to("/")
        self.page.get_by_label("Ông/bà cần làm việc gì?").fill(words)
        self.page.keyboard.press("Enter")
        self.clicks(self.page.locator(f"a[href$='/thu-tuc/{procedure}']").first)

    def begins(self) -> None:
        """Go from the card to the first page to fill in, and choose the only desk there is."""
        self.clicks(self.page.get_by_role("link", name="Nộp trực tuyến"))
        self.clicks(self.page.get_by_role("button", name="Bắt đầu"))
        self.page.get_by_role("radio").first.check()
        self.goes_on()
        expect(self.page).not_to_have_url(re.compile("noi-nop"))

    def answers(self, answers: dict[str, str]) -> None:
        """Answer topic after topic until the page of papers."""
        while not self.page.locator("input[type=file]").count():
            fill_in(self.page, answers)
            before = self.page.url
            self.goes_on()
            expect(self.page).not_to_have_url(before)
            expect(self.page.locator(".ts-errors")).to_have_count(0)

    def answers_one_topic(self, answers: dict[str, str]) -> None:
        """Answer what one page asks, or pass over what it does not need, and go on."""
        fill_in(self.page, answers)
        before = self.page.url
        self.goes_on()
        expect(self.page).not_to_have_url(before)

    def adds(self, *photos: Photo) -> None:
        """Choose photographs and send them."""
        for photo in photos:
            self.page.locator(photo.box).set_input_files(photo.payload())
        self.goes_on()

    def goes_on(self) -> None:
        """Press the one button that leads on."""
        self.clicks(self.page.get_by_role("button", name=GO_ON))

    def agrees(self) -> None:
        """Declare that it is true, on the page that shows everything."""
        self.page.get_by_role("checkbox").check()

    def sends(self) -> None:
        """Press the button that sends."""
        self.clicks(self.page.get_by_role("button", name="Gửi hồ sơ"))

    def receipt(self) -> tuple[str, str]:
        """Return code and PIN of the page after sending."""
        code = self.page.locator(".ts-receipt__code").inner_text()
        return code, self.page.locator(".cz-pin").inner_text()

    def looks_up(self, code: str, secret: str) -> None:
        """Open a dossier with its code and a secret."""
        self.goes_to("/tra-cuu")
        self.page.get_by_label("Mã hồ sơ").fill(code)
        self.page.get_by_label("4 số cuối điện thoại hoặc PIN").fill(secret)
        self.clicks(self.page.get_by_role("button", name="Xem hồ sơ"))

    def files_a_birth(self, *photos: Photo) -> tuple[str, str]:
        """File a birth registration from the search to the receipt; return code and PIN."""
        self.finds("lam giay khai sinh cho con", BIRTH)
        self.begins()
        self.answers(BIRTH_ANSWERS)
        self.adds(*photos)
        self.agrees()
        self.sends()
        return self.receipt()


def fill_in(page: Page, answers: dict[str, str]) -> None:
    """Answer every question on the page that ``answers`` knows; only what is visible."""
    names: Iterable[str] = page.locator("main form [name]").evaluate_all(
        "fields => fields.map(field => field.name)"
    )
    known = dict.fromkeys(re.sub(r"_[012]$", "", name) for name in names)
    for name in known:
        if name in answers:
            _answer(page, name, answers[name])


def _answer(page: Page, name: str, answer: str) -> None:
    boxes = page.locator(f"[name='{name}_0']")
    one = page.locator(f"main [name='{name}']")
    if boxes.count():
        for place, part in enumerate(answer.split("/")):
            page.locator(f"[name='{name}_{place}']").fill(part)
    elif one.first.get_attribute("type") == "radio":
        page.locator(f"[name='{name}'][value='{answer}']").check()
    else:
        one.fill(answer)


class Officer(Visitor):
    """Somebody at the officers' door."""

    def logs_in(self, username: str) -> "Officer":
        """Come in."""
        self.goes_to("/can-bo/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.clicks(self.page.get_by_role("button", name="Đăng nhập"))
        self.page.wait_for_url(f"{self.home}/can-bo/")
        return self

    def opens(self, code: str, part: str = "") -> None:
        """Open the page of a dossier, or one part of it."""
        self.goes_to(f"/can-bo/ho-so/{code}/{part}")

    def does(self, act: str) -> None:
        """Press the button of an act in the bar of the dossier."""
        bar = self.page.get_by_label("Việc làm được lúc này")
        self.clicks(bar.locator(".ts-action", has=self.page.get_by_text(act, exact=True)))

    def presses(self, button: str) -> None:
        """Press a button by the words it begins with."""
        buttons = self.page.locator("main").get_by_role("button", name=re.compile(f"^{button}"))
        self.clicks(buttons)

    def is_told(self, words: str) -> None:
        """Wait for the page to say that something was done."""
        expect(self.page.get_by_role("status").first).to_contain_text(words)

    def receives(self, code: str) -> None:
        """Receive at the desk."""
        self.opens(code)
        self.does("Tiếp nhận")
        self.clicks(self.page.locator("main form .ts-button[data-key~='1']"))
        self.is_told("Đã tiếp nhận")

    def offers(self, code: str, to: str) -> None:
        """Offer the dossier to a post that the page proposes."""
        self.opens(code, "chuyen/")
        self.page.get_by_role("radio", name=to).check()
        self.presses("Chuyển")
        self.is_told("Đã chuyển")

    def chooses_another_place(self, code: str, officer: str) -> None:
        """Choose a post that the page does not propose."""
        self.opens(code, "chuyen/")
        form = self.page.locator("main form")
        form.get_by_label(re.compile("^Nơi khác…")).check()
        option = form.locator("option", has_text=officer).first.get_attribute("value")
        form.locator("select[name=other]").select_option(option)

    def offers_elsewhere(self, code: str, officer: str, why: str) -> None:
        """Offer it to a post that the page does not propose; that takes a reason in words."""
        self.chooses_another_place(code, officer)
        self.page.get_by_label(re.compile("^Việc cần làm, lý do")).fill(why)
        self.presses("Chuyển")
        self.is_told("Đã chuyển")

    def accepts(self, code: str) -> None:
        """Take over what was offered."""
        self.opens(code)
        self.does("Nhận hồ sơ")
        self.presses("Nhận hồ sơ")
        self.is_told("Đã nhận hồ sơ")

    def sends_back(self, code: str, *, reason: str, basis: str, right_agency: str) -> None:
        """Return what was offered, with all three grounds."""
        self.opens(code)
        self.does("Trả lại")
        self.page.get_by_label(reason).check()
        self.page.get_by_role("combobox", name="Căn cứ").fill(basis)
        self.page.get_by_label("Cơ quan có thẩm quyền").select_option(label=right_agency)
        self.presses("Trả lại")
        self.is_told("Đã trả lại")

    def drafts_request(self, code: str, paper: str, problem: str) -> None:
        """Write, once and for everything, which paper is missing or wrong."""
        self.opens(code)
        self.does("Soạn yêu cầu bổ sung")
        named = self.page.get_by_text(paper, exact=True)
        row = self.page.locator(".of-checklist > li", has=named)
        row.get_by_role("checkbox").check()
        row.get_by_role("textbox").fill(problem)
        self.presses("Soạn yêu cầu bổ sung")
        self.is_told("Đã lưu dự thảo yêu cầu bổ sung")

    def signs_request(self, code: str) -> None:
        """As the head: read the request for papers, sign it and let it go out."""
        self.opens(code)
        self.does("Ký yêu cầu bổ sung")
        self.presses("Ký và gửi")
        self.is_told("Đã gửi yêu cầu bổ sung")

    def asks_for_opinion(self, code: str, *, of: str, question: str, basis: str) -> None:
        """Ask an officer of another agency, by name, on a legal basis."""
        self.opens(code)
        self.does("Lấy ý kiến")
        chosen = self.page.locator("select[name=to]")
        option = chosen.locator("option", has_text=of).first.get_attribute("value")
        chosen.select_option(option)
        self.page.get_by_label("Câu hỏi cụ thể").fill(question)
        self.page.get_by_role("radio", name=basis).check()
        self.presses("Lấy ý kiến")
        self.is_told("Đã hỏi ý kiến")

    def gives_opinion(self, code: str, answer: str, text: str) -> None:
        """Answer what was asked."""
        self.opens(code)
        self.does("Trả lời ý kiến")
        self.page.get_by_role("radio", name=answer, exact=True).check()
        self.page.get_by_label("Nội dung, căn cứ").fill(text)
        self.presses("Trả lời ý kiến")
        self.is_told("Đã gửi ý kiến")

    def drafts(self, code: str, grounds: str) -> None:
        """Draft a decision that grants."""
        self.opens(code)
        self.does("Dự thảo quyết định")
        self.page.get_by_label("Giải quyết theo đề nghị").check()
        self.page.get_by_label("Căn cứ và nội dung").fill(grounds)
        self.presses("Dự thảo quyết định")
        self.is_told("Đã lưu dự thảo")

    def signs(self, code: str) -> None:
        """Look at the text and sign it."""
        self.opens(code)
        self.does("Ký quyết định")
        self.presses("Ký số")
        self.is_told("Đã ký quyết định")

    def issues(self, code: str) -> None:
        """Issue what is signed."""
        self.opens(code)
        self.does("Phát hành")
        self.presses("Phát hành")
        self.is_told("Đã phát hành")

    def returns_result(self, code: str) -> None:
        """Hand the result out."""
        self.opens(code)
        self.does("Trả kết quả")
        self.page.get_by_label("Trả bản điện tử").check()
        self.presses("Trả kết quả")
        self.is_told("Đã trả kết quả")


def plain(text: Any) -> str:
    """Return a text on one line, as people read it."""
    return " ".join(str(text).split())


def tab_to(page, selector) -> None:
    """Press Tab until the focus is on what ``selector`` names, as somebody without a mouse does."""
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")
