"""A construction permit with two opinions, of which one stays silent under deemed consent."""

import json

import pytest
from tests.births import APPLICANT
from tests.journeys.browsers import DESK, PHONE
from tests.journeys.inspection import Album, Finding, Lens, lens
from tests.journeys.installation_under_test import PERMIT
from tests.journeys.moved_clock import doors_at, silence_is_over
from tests.journeys.people_at_work import Citizen, Officer, Photo
from tests.journeys.photographs import jpeg_held_upright

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OF_A_LATER_DAY = {
    "applicant_full_name": "Đinh Thị Ví Dụ", "applicant_personal_id": "999 184 000025",
    "applicant_birth_on": "11/5/1984", "applicant_phone": "0912 000 425",
}  # fmt: skip
"""Somebody of this journey's own: days later than the others it reads what is about her."""
HOUSE = APPLICANT | OF_A_LATER_DAY | {
    "applicant_relation": "self", "land_place": "Thôn Mẫu, xã Mẫu Tân, tỉnh Mẫu",
    "land_plot": "214", "land_area_m2": "180", "house_floor_m2": "90", "house_floors": "2",
    "delivery": "electronic",
}  # fmt: skip
COMMUNE = "Ủy ban nhân dân xã Mẫu Tân"
LAW = "Cấp giấy phép xây dựng: lấy ý kiến"
ASKED, SILENT = "Hoàng Hải Nam", "Võ Tường Vy"
QUESTION = "Nhà hai tầng trên thửa này có phù hợp hành lang an toàn đường bộ không?"
PLAN = "Thửa đất này có nằm trong chỉ giới quy hoạch chi tiết đã duyệt không?"
OPINION = "Ngoài hành lang an toàn đường bộ, đồng ý cấp phép."


def files_a_permit(citizen: Citizen) -> tuple[str, str]:
    """File it from the search to the receipt; return code and PIN."""
    citizen.finds("xin giay phep xay nha", PERMIT)
    citizen.begins()
    citizen.answers(HOUSE)
    citizen.adds(Photo("ban-ve-thiet-ke", "ban-ve.jpg", "image/jpeg", jpeg_held_upright("BAN VE")))
    citizen.agrees()
    citizen.sends()
    return citizen.receipt()


def test_silence_under_deemed_consent_is_consent_and_told_as_such(
    new_context, installation, album, tmp_path
):
    citizen = Citizen(new_context(**PHONE).new_page(), installation.url, album)
    code, _pin = files_a_permit(citizen)
    desk, handler, head, clerk, asked = (
        Officer(new_context(**DESK).new_page(), installation.url, album).logs_in(username)
        for username in ("lan.motcua", "hai.hotich", "ba.chutich", "tu.vanthu", "nam.so")
    )
    desk.receives(code)
    desk.offers(code, to=f"{COMMUNE} · Công chức tư pháp - hộ tịch")
    handler.accepts(code)
    handler.asks_for_opinion(code, of=ASKED, question=QUESTION, basis=LAW)
    handler.asks_for_opinion(code, of=SILENT, question=PLAN, basis=LAW)
    asked.gives_opinion(code, "Đồng ý", OPINION)

    later = silence_is_over(installation, code)
    with doors_at(installation, later, tmp_path) as address:
        for visitor in (citizen, desk, handler, head, clerk):
            visitor.home = address
        reads_both_opinions(handler, code)
        decide(code, desk, handler, head, clerk)
        citizen.goes_to(f"/ho-so/{code}")
        followed = citizen.reads()
        with lens(new_context(**DESK)) as looking:
            wrong = inspected(album, looking)
    assert "Sở Quy hoạch thử nghiệm được hỏi ý kiến" in followed
    assert "theo luật được coi là đồng ý" in followed
    assert "Tải kết quả" in followed
    told = installation.run("dossier", "explain", code)
    assert f"trả lời ý kiến: đồng ý; nội dung: {OPINION[:-1]}" in told
    assert "im lặng được coi là đồng ý theo luật chuyên ngành" in told
    assert json.loads(installation.run("ledger", "verify", "--json"))["ok"]
    assert wrong == {}
    assert album.faults == []


def decide(code: str, desk: Officer, handler: Officer, head: Officer, clerk: Officer) -> None:
    """Draft, sign, issue, hand out."""
    handler.drafts(code, "Đã có ý kiến của hai cơ quan, đủ điều kiện cấp phép.")
    handler.offers(code, to=f"{COMMUNE} · Chủ tịch")
    head.accepts(code)
    head.signs(code)
    clerk.issues(code)
    head.offers(code, to="Công chức Một cửa")
    desk.accepts(code)
    desk.returns_result(code)


def reads_both_opinions(officer: Officer, code: str) -> None:
    """The dossier says what became of both questions, and the picture of custody shows both."""
    officer.opens(code)
    read = officer.reads()
    assert OPINION in read
    assert "im lặng được coi là đồng ý theo luật" in read
    officer.opens(code, "dong-giu/")
    read = officer.reads()
    for agency in ("Sở Thử nghiệm", "Sở Quy hoạch thử nghiệm"):
        assert f"Ý kiến của {agency}" in read


def inspected(album: Album, looking: Lens) -> dict[str, Finding]:
    """Look once more at the pages of opinions and of custody; say what is wrong with each."""
    pages = [
        (kind, visit)
        for kind, visit in album.visits.items()
        if any(part in kind for part in ("hoi-y-kien", "cho-y-kien", "dong-giu"))
    ]
    assert len(pages) >= 3, list(album.visits)
    found = {kind: looking.inspect(visit) for kind, visit in pages}
    return {kind: one for kind, one in found.items() if one.broken or one.excess > 0}
