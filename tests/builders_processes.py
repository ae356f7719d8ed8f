"""Processes for tests: one as a decision prints it, and any process that hypothesis thinks of."""

from hypothesis import strategies as st

from thongsuot.domains.catalogue.rules.process_content import content_of, process_of
from thongsuot.domains.catalogue.terms import (
    Lane,
    Level,
    OpinionBeside,
    Process,
    ProcessStep,
    Seat,
    StepDocument,
    StepOutcome,
    Trigger,
    Work,
)
from thongsuot.domains.organisation.terms import AgencyKind, PostKind
from thongsuot.kernel.text import normalise

DESK = Lane(Seat.DESK, PostKind.DESK, unit="Bộ phận Một cửa")
HANDLER = Lane(Seat.COMPETENT, PostKind.HANDLER, unit="Phòng Kinh tế, Hạ tầng và Đô thị")
HEAD = Lane(Seat.COMPETENT, PostKind.HEAD, unit="Lãnh đạo Ủy ban")

PERMIT = Process(
    code="QT-GPXD",
    name="Cấp giấy phép xây dựng nhà ở riêng lẻ (quy trình mẫu)",
    procedure="1.013225",
    level=Level.COMMUNE,
    limit_minutes=7 * 480,
    source="Quyết định mẫu 01/QĐ-UBND",
    steps=(
        ProcessStep("B1", "Tiếp nhận, số hóa", Work.RECEIVE, DESK, 240,
                    (StepOutcome("xong", "", "B2"),)),
        ProcessStep("B2", "Thẩm định hồ sơ", Work.VERIFY, HANDLER, 1920,
                    (StepOutcome("dat", "Đủ điều kiện", "B4"),
                     StepOutcome("thieu", "Thiếu giấy tờ", "B3"),
                     StepOutcome("bo-sung", "Người nộp đã bổ sung", "B2", Trigger.SUPPLEMENT),
                     StepOutcome("qua-gio", "Quá nửa thời hạn", "B4", Trigger.TIME, 1680)),
                    (OpinionBeside("pccc", "Ý kiến về phòng cháy, chữa cháy", AgencyKind.POLICE,
                                   "cap-phep-xay-dung", 960, must=True),
                     OpinionBeside("qh", "Ý kiến về quy hoạch", AgencyKind.DEPARTMENT,
                                   "phoi-hop")),
                    (StepDocument("Dự thảo giấy phép", "B4"),)),
        ProcessStep("B3", "Kiểm tra thực địa", Work.VERIFY, HANDLER, 480,
                    (StepOutcome("xong", "Đã kiểm tra", "B2"),), by_hand=True),
        ProcessStep("B4", "Ký duyệt", Work.SIGN, HEAD, 480,
                    (StepOutcome("ky", "Ký", "B5"), StepOutcome("chua", "Chưa đạt", "B2"))),
        ProcessStep("B5", "Trả kết quả", Work.RETURN, DESK, 240,
                    (StepOutcome("xong", "", ""),)),
    ),
)  # fmt: skip
"""A building permit with two opinions, a supplement, a timer, a manual step and ways back."""

_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"])
_WORDS = st.text(_LETTERS, max_size=24)
_NAMES = st.text(_LETTERS, min_size=1, max_size=24).filter(lambda text: normalise(text).strip())
_CODES = (
    st.text(_LETTERS, min_size=1, max_size=9)
    .map(str.strip)
    .filter(lambda text: normalise(text).strip())
)
_MINUTES = st.integers(0, 10_000_000)


@st.composite
def lanes(draw) -> Lane:
    """Return anybody who may do a step."""
    seat = draw(st.sampled_from(Seat))
    kind = draw(st.sampled_from(AgencyKind)) if seat is Seat.KIND else None
    return Lane(seat, draw(st.sampled_from(PostKind)), kind, draw(_WORDS))


@st.composite
def processes(draw) -> Process:
    """Return any process that a version can keep: ways back, dead ends and lost steps included."""
    codes = draw(st.lists(_CODES, min_size=1, max_size=6, unique=True))
    opinions = iter(draw(st.lists(_CODES, max_size=4, unique=True)))
    steps = tuple(draw(_steps(code, codes, opinions)) for code in codes)
    drawn = Process(
        code=draw(_CODES), name=draw(_NAMES), procedure=draw(_WORDS), steps=steps,
        limit_minutes=draw(st.none() | st.integers(1, 10_000_000)),
        level=draw(st.none() | st.sampled_from(Level)), source=draw(_WORDS),
    )  # fmt: skip
    return process_of(content_of(drawn))


@st.composite
def _steps(draw, code, codes, opinions) -> ProcessStep:
    outcomes = [
        draw(_outcomes(str(place), ["", *codes])) for place in range(draw(st.integers(0, 3)))
    ]
    asked = [one for one in [next(opinions, None) for _ in range(draw(st.integers(0, 2)))] if one]
    return ProcessStep(
        code=code, name=draw(_NAMES), work=draw(st.sampled_from(Work)), lane=draw(lanes()),
        share_minutes=draw(_MINUTES), outcomes=tuple(outcomes),
        opinions=tuple(
            OpinionBeside(
                one, draw(_NAMES), draw(st.sampled_from(AgencyKind)), draw(_CODES),
                draw(st.none() | st.integers(1, 10_000_000)), draw(st.booleans()),
            )
            for one in asked
        ),
        documents=tuple(
            StepDocument(draw(_NAMES), draw(_WORDS), draw(st.booleans())) for _ in asked
        ),
        by_hand=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def _outcomes(draw, code, targets) -> StepOutcome:
    trigger = draw(st.sampled_from(Trigger))
    after = draw(st.integers(1, 10_000_000)) if trigger is Trigger.TIME else None
    return StepOutcome(code, draw(_WORDS), draw(st.sampled_from(targets)), trigger, after)
