"""Sample pages that show every part of the design system, rendered with invented content."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django import forms
from django.template import Engine, RequestContext, engines
from django.template.utils import get_app_template_dirs
from django.test import RequestFactory, override_settings

from thongsuot.entrypoints.shared import icons
from thongsuot.entrypoints.shared.forms import Choice, DateField, Form
from thongsuot.entrypoints.shared.references import give_reference
from thongsuot.entrypoints.shared.svg import (
    Holding,
    Ruler,
    Share,
    Stretch,
    day_ruler,
    mini_thread,
    shares_bar,
)
from thongsuot.entrypoints.shared.threads import Clock, Mark, Stop, StopKind
from thongsuot.kernel.clock import LOCAL

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 11, 20, 10, 20, tzinfo=LOCAL)
TODAY = date(2026, 11, 20)


class LookUp(Form):
    code = forms.CharField(
        label="Mã hồ sơ",
        widget=forms.TextInput({"placeholder": "H99.31-20261102-0000417", "class": "ts-code"}),
    )
    secret = forms.CharField(label="4 số cuối điện thoại hoặc PIN")


class Checker(Form):
    where = forms.ChoiceField(
        label="Bé sinh ở đâu?",
        choices=[("a", "Bệnh viện, trạm y tế"), ("b", "Tại nhà"), ("c", "Ở nước ngoài")],
        widget=forms.RadioSelect({"class": "ts-tiles--row"}),
    )


class Birth(Form):
    born_on = DateField(
        label="Ngày sinh của bé",
        help_text="Theo giấy chứng sinh. Ví dụ: 27 3 2026",
        not_after=TODAY,
    )
    born_at = forms.CharField(label="Nơi sinh", help_text="Gõ vài chữ rồi chọn, hoặc ghi đầy đủ.")


class Handover(Form):
    purpose = forms.ChoiceField(
        label="Chuyển để làm gì?",
        choices=[("a", "Xử lý chính"), ("b", "Lấy ý kiến"), ("c", "Phối hợp"), ("d", "Trả lại")],
        widget=forms.RadioSelect({"class": "ts-tiles--row"}),
    )
    receiver = forms.ChoiceField(
        label="Cho ai?",
        choices=[
            (
                "3",
                Choice(
                    "Chi nhánh Đăng ký đất đai số 3",
                    "Bảng thẩm quyền, dòng 214: thủ tục 1.012783 × phường Mẫu An, từ 01/07/2025. "
                    "Người nhận: Phạm Thị Mẫu, đang có 37 hồ sơ.",
                    "đúng thẩm quyền",
                    "done",
                ),
            ),
            (
                "2",
                Choice(
                    "Chi nhánh Đăng ký đất đai số 2",
                    "Phụ trách phường Mẫu Hà, Mẫu Tân. Chọn nơi này phải ghi vì sao.",
                    "vừa trả lại",
                    "returned",
                    "return",
                ),
            ),
            ("0", Choice("Đơn vị khác…", "Ngoài bảng thẩm quyền: phải ghi vì sao.")),
        ],
        widget=forms.RadioSelect({"class": "ts-tiles--joined"}),
    )
    answer_in = forms.ChoiceField(
        label="Hạn trả lời", choices=[("4", "4 giờ làm việc (đến 17:00 hôm nay)")]
    )
    basis = forms.CharField(label="Căn cứ")
    task = forms.CharField(label="Việc cần làm", widget=forms.Textarea({"rows": 3}))


class Upload(Form):
    photo = forms.FileField(
        label="Chụp ảnh hoặc chọn tệp",
        help_text="Ảnh (JPG, PNG, HEIC) hoặc PDF, tối đa 20 MB.",
        required=False,
    )
    agree = forms.MultipleChoiceField(
        label="Lời cam đoan",
        choices=[("y", "Tôi cam đoan những điều trên là đúng")],
        widget=forms.CheckboxSelectMultiple,
    )


def stops() -> list[Stop]:
    """The custody of the sample dossier, newest first."""
    return [
        Stop(
            "Chi nhánh Đăng ký đất đai số 3 · đang giữ",
            "từ 15:30 11/11 · được 4 ngày, đã dùng 6,6 ngày",
            StopKind.HOLDER,
            [Mark("vượt phần của mình 2,6 ngày", "late")],
            late=0.39,
        ),
        Stop(
            "Chi nhánh Đăng ký đất đai số 2 không nhận",
            "11/11 10:00, sau 4 giờ",
            StopKind.RETURN,
            [Mark("Trả lại vì sai thẩm quyền; chỉ rõ nơi đúng là số 3", "returned")],
            dotted=True,
        ),
        Stop(
            "Địa chính phường Mẫu An",
            "03/11 – 11/11 · được 4 ngày, dùng 3,9 ngày",
            marks=[
                Mark(
                    "Tạm dừng 05/11–09/11 để chờ ông/bà bổ sung 1 giấy tờ.",
                    "paused",
                    "Xem yêu cầu",
                    "#",
                )
            ],
            paused=0.4,
        ),
        Stop(
            "Trung tâm Phục vụ hành chính công phường Mẫu An",
            "02/11 09:10 – 03/11 08:00 · tiếp nhận",
        ),
    ]


def ruler() -> Ruler:
    """The clock of the sample dossier: two days late, promised anew."""
    return Ruler(
        description="Nhận 02/11, hẹn 18/11, quá 2 ngày, hẹn lại 25/11",
        length=17,
        now=14.35,
        due=12.2,
        start_label="02/11",
        due_label="hẹn 18/11",
        pauses=[(3.6, 5.6)],
        new_due=16.2,
        new_due_label="hẹn lại 25/11",
        pause_label="tạm dừng",
        late_label="quá 2 ngày",
    )


def _row(code: str, clock: Clock, used: int, **more: object) -> dict[str, object]:
    stretches = [Stretch(Holding.EARLIER, 400)]
    if more.get("paused"):
        stretches += [Stretch(Holding.AWAITING, 200), Stretch(Holding.PAUSED, 500)]
    stretches.append(Stretch(Holding.OWN, used))
    mini = mini_thread(stretches, 4800, f"Đã dùng {used + 400} trên 4.800 phút")
    base = {"who": "Nguyễn Thị Ví Dụ", "procedure": "Cấp đổi Giấy chứng nhận", "step": "Thẩm định"}
    return base | {"code": code, "clock": clock, "mini": mini, "source": "trực tuyến"} | more


def _due(days: float) -> datetime:
    return NOW + timedelta(days=days)


def clocks() -> list[Clock]:
    """Every kind of clock chip."""
    return [
        Clock.running(due_at=_due(5), at=NOW, working_days=3, is_late=False),
        Clock.running(due_at=_due(1), at=NOW, working_days=1, is_late=False),
        Clock.running(due_at=_due(0.2), at=NOW, working_days=0, is_late=False),
        Clock.running(due_at=_due(-2), at=NOW, working_days=2, is_late=True),
        Clock.running(due_at=_due(-0.1), at=NOW, working_days=0, is_late=True),
        Clock.paused("Chờ bổ sung, từ 12/11"),
        Clock.waiting("Chờ nhận, còn 2 giờ"),
        Clock.ended(working_days_late=0),
        Clock.ended(working_days_late=3),
    ]


def inbox_groups() -> list[tuple[str, list[dict[str, object]]]]:
    """A few rows of every urgency."""
    plenty, soon, today, late, _since, paused, *_rest = clocks()
    return [
        (
            "Quá hạn",
            [
                _row("H99.31-20261028-0000391", late, 5600, source="quầy"),
                _row(
                    "H99.31-20261102-0000417",
                    late,
                    4900,
                    current=True,
                    returns=1,
                    paused=True,
                    step="In, trình ký",
                ),
            ],
        ),
        (
            "Hôm nay và ngày mai",
            [
                _row("H99.31-20261109-0000511", today, 4300),
                _row("H99.31-20261109-0000523", today, 4200, picked=True),
                _row("H99.31-20261110-0000530", soon, 3300, who="Công ty TNHH Ví Dụ Mẫu Đường Dài"),
            ],
        ),
        ("Còn thời gian", [_row("H99.31-20261112-0000562", plenty, 1900, source="bưu chính")]),
        ("Đồng hồ tạm dừng", [_row("H99.31-20261105-0000466", paused, 2000, paused=True)]),
    ]


def life_events() -> list[tuple[str, str, str]]:
    """The tiles of the first page: sign, name, what is in it."""
    life = ["khai sinh, thẻ bảo hiểm", "đăng ký, xác nhận", "sổ đỏ, xây nhà"]
    life += ["nhập học, chứng thực", "trợ cấp, lý lịch tư pháp", "hộ kinh doanh, giấy phép"]
    life += ["đăng ký, đổi bằng lái", "trợ cấp, căn cước"]
    names = ["Có con nhỏ", "Kết hôn", "Nhà đất", "Đi học", "Việc làm", "Kinh doanh", "Xe cộ"]
    names.append("Người cao tuổi")
    return list(zip(icons.LIFE_EVENTS, names, life, strict=True))


PARTS = [
    Share(0.78, "78% trong ngày"),
    Share(0.14, "14%", "1 ngày"),
    Share(0.06, "6%", "2–3 ngày"),
    Share(0.02, "", "2% quá hạn", late=True),
]


def contexts() -> dict[str, dict[str, object]]:
    """The content of every sample page, by its name."""
    wrong = {"born_on_0": "18", "born_on_1": "12", "born_on_2": "2026", "born_at": ""}
    return {
        "home": {"life_events": life_events(), "look_up": LookUp()},
        "procedure": {
            "crumbs": [("Trang chủ", "#"), ("Có con nhỏ", "#")],
            "checker": Checker(initial={"where": "a"}),
            "shares": shares_bar(PARTS, "78% xong trong ngày, 2% quá hạn"),
        },
        "question": {"form": Birth(wrong)},
        "tracking": {"stops": stops(), "ruler": day_ruler(ruler())},
        **officers_contexts(),
        "parts": {
            "clocks": clocks(),
            "signs": sorted(icons.SIGNS),
            "icons": sorted(icons.ICONS),
            "upload": Upload(),
        },
    }


def officers_contexts() -> dict[str, dict[str, object]]:
    """The content of the officers' sample pages."""
    late = Clock("late", "Quá hạn 2 ngày", "late")
    officer = "Phạm Thị Mẫu · Chuyên viên, Đăng ký đất đai số 3"
    code = "H99.31-20261102-0000417"
    return {
        "inbox": {"groups": inbox_groups(), "late_clock": late, "acting_as": officer},
        "dossier": {
            "stops": stops(),
            "late_clock": late,
            "acting_as": officer,
            "crumbs": [("Hồ sơ đang xử lý", "#"), (code, "")],
        },
        "handover": {
            "form": Handover(initial={"purpose": "a", "receiver": "3"}),
            "crumbs": [("Hồ sơ đang xử lý", "#"), (code, "#")],
            "waiting_stop": Stop("", dotted=True),
            "acting_as": "Đỗ Văn Thí Dụ · Địa chính, phường Mẫu An",
        },
    }


def render(name: str) -> str:
    """Return one sample page as HTML."""
    ours = engines["django"].engine
    engine = Engine(
        dirs=[PAGES, *get_app_template_dirs("templates")],
        context_processors=ours.context_processors,
        builtins=ours.builtins,
        libraries=ours.libraries,
    )
    template = engine.get_template(f"{name}.html")
    request = RequestFactory().get("/")
    give_reference(request)
    # Sample pages link nowhere: they stand without the doors' addresses.
    with override_settings(ROOT_URLCONF="tests.entrypoints.doors_under_test"):
        return template.render(RequestContext(request, contexts()[name]))
