"""One dossier as its applicant follows it: who holds it, what to do, until when, how it went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.documents.terms import FiledPaper, Kind, MediaType
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.appointments import renewed_slips
from thongsuot.domains.dossiers.queries.views import ObligationView
from thongsuot.domains.dossiers.terms import FINAL, Act, Channel, NationalState, Outcome
from thongsuot.entrypoints.citizen.clocks import ClockCard, clock_of
from thongsuot.entrypoints.citizen.hands import stops_of
from thongsuot.entrypoints.citizen.story import Told
from thongsuot.entrypoints.citizen.todos import (
    WAITING,
    Todo,
    fee_todo,
    money_on_its_way,
    notice_todo,
    refused_todo,
    registered_todo,
    sent_todo,
    stopped_todo,
)
from thongsuot.entrypoints.shared.paper_names import renewed_name
from thongsuot.entrypoints.shared.threads import Stop
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused

HASH_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Plate:
    """Who answers for the dossier now."""

    label: str
    name: str
    post: str
    since: str
    phone: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the dossier."""

    name: str
    aside: str
    address: str


@dataclass(frozen=True, slots=True)
class Tracking:
    """Everything the tracking page tells, in its order."""

    plate: Plate | None
    todo: Todo
    clock: ClockCard | None
    stops: Sequence[Stop]
    hash_groups: Sequence[str]
    papers: Sequence[PaperLine]
    can_withdraw: bool
    has_result: bool
    has_ended: bool
    apologises: bool
    apology: ExtensionView | None
    """The one re-dating with its apology, once it is signed."""


def tracking_of(
    view: DossierView, story: Sequence[Told], *, follows_only: bool, at: datetime,
    due_vnd: int = 0,
) -> Tracking:  # fmt: skip
    """Return what the page of a dossier tells at the instant ``at``; ``story`` newest first.

    Whoever ``follows_only`` learns what is to be done, not the reasons and sums of it.
    """
    papers = papers_for_applicant(view)
    signed = view.decision is not None and view.decision.signed_at is not None
    return Tracking(
        plate=_plate(view),
        todo=_todo(
            view,
            "" if follows_only else ground_of(story),
            follows_only=follows_only,
            at=at,
            due_vnd=due_vnd,
        ),
        clock=clock_of(view, at=at),
        stops=stops_of(view, at=at),
        hash_groups=_groups(view.head_hash),
        papers=paper_lines(view, papers),
        can_withdraw=view.state in rules.ALLOWED[Act.WITHDRAW] and not signed,
        has_result=newest(papers, Kind.RESULT) is not None,
        has_ended=view.state in FINAL,
        apologises=view.state not in {NationalState.WITHDRAWN, NationalState.STOPPED},
        apology=view.extension if view.extension and view.extension.signed_at else None,
    )


def papers_for_applicant(view: DossierView) -> list[FiledPaper]:
    """Return the papers the applicant may read: all, the result once it is issued."""
    issued = view.decided_at is not None
    return [paper for paper in view.papers if issued or paper.kind is not Kind.RESULT]


def newest(papers: Sequence[FiledPaper], kind: Kind) -> FiledPaper | None:
    """Return the newest paper of one kind."""
    return next((paper for paper in reversed(papers) if paper.kind is kind), None)


def _plate(view: DossierView) -> Plate | None:
    if view.holder:
        held = view.holder.holder
        return Plate(
            label=_("Đang giữ hồ sơ"),
            name=held.officer_name,
            post=f"{held.post_title}, {held.agency_name}",
            since=_("từ {moment}").format(moment=_since(view.holder.started_at)),
            phone=held.phone,
        )
    if view.received_at is None and view.ended_at is None:
        since = view.guided.asked_at if view.guided else view.sent_at
        return Plate(
            label=_("Nơi chờ ông/bà bổ sung") if view.guided else _("Đang chờ tiếp nhận tại"),
            name=view.receiving_agency,
            post="",
            since=_("từ {moment}").format(moment=_since(since)),
            phone=view.receiving_phone,
        )
    return None


def _since(at: datetime) -> str:
    day = local_date(at)
    return f"{formats.time(at)} {formats.weekday(day)} {formats.date(day)}"


def ground_of(story: Sequence[Told]) -> str:
    """Return why it ended, in the words of the newest act that gives a reason."""
    act = next((act for act in story if act.reason), None)
    if act is None:
        return ""
    reason = _("Lý do: {reason}").format(reason=act.reason.rstrip("."))
    basis = (
        _("Căn cứ: {basis}").format(basis=act.legal_basis.rstrip(".")) if act.legal_basis else ""
    )
    return ". ".join(filter(None, (reason, basis))) + "."


def _todo(
    view: DossierView, ground: str, *, follows_only: bool, at: datetime, due_vnd: int
) -> Todo:
    if due_vnd and view.state in WAITING:
        on_its_way = money_on_its_way(view.subject)
        return fee_todo(view, due_vnd, follows_only=follows_only, on_its_way=on_its_way)
    told = _told_todo(view, ground, follows_only=follows_only, at=at)
    has_result = view.state is NationalState.RETURNED
    if has_result or not may_be_filed_again(view, at):
        return told
    return replace(
        told, address=reverse("citizen:again", args=[view.code]),
        button=_("Nộp lại với thông tin đã khai"),
    )  # fmt: skip


def may_be_filed_again(view: DossierView, at: datetime) -> bool:
    """Whether it ended without what was applied for and is filed online today by an e-form."""
    if not rules.may_begin_again(view.state, view.outcome):
        return False
    on = local_date(at)
    try:
        catalogue.receivable(view.procedure_code, Channel.ONLINE, on)
    except Refused:
        return False
    return catalogue.form_of(view.procedure_code, on) is not None


def _told_todo(view: DossierView, ground: str, *, follows_only: bool, at: datetime) -> Todo:
    if view.open_supplement:
        return _supplement_todo(view, len(view.open_supplement.papers))
    if view.open_obligation:
        if money_on_its_way(view.subject):
            return sent_todo(view)
        return _payment_todo(view, view.open_obligation, follows_only=follows_only)
    if view.state is NationalState.REGISTERED:
        return registered_todo(view, at)
    makers = {
        NationalState.NOT_RECEIVED: refused_todo,
        NationalState.RESOLVED: _result_todo,
        NationalState.RETURNED: _result_todo,
        NationalState.WITHDRAWN: _withdrawn_todo,
        NationalState.STOPPED: stopped_todo,
    }
    make = makers.get(view.state)
    if make:
        return make(view, ground)
    note = _("Trang này luôn ghi ai đang giữ hồ sơ; không cần đến cơ quan để hỏi.")
    return Todo(_("Hiện ông/bà chưa phải làm gì."), note)


def _supplement_todo(view: DossierView, count: int) -> Todo:
    note = _(
        "Thời gian giải quyết đang tạm dừng để chờ. Gửi đủ thì đồng hồ chạy tiếp và ngày hẹn "
        "mới hiện ở đây."
    )
    if view.guided:
        note = _(
            "Hồ sơ chưa được tiếp nhận, chưa có ngày hẹn. Gửi đủ thì nơi tiếp nhận xem lại và trả "
            "lời; giờ trả lời hiện ở đây."
        )
    return Todo(
        title=_("Cần ông/bà bổ sung {n} giấy tờ").format(n=count),
        note=_after_objecting(view) or note,
        act=True,
        address=reverse("citizen:supplement", args=[view.code]),
        button=_("Bổ sung giấy tờ"),
    )


def _after_objecting(view: DossierView) -> str:
    """Return who answers the applicant's objection and by when, or that it was answered."""
    objection = view.open_supplement.objection if view.open_supplement else None
    if objection is None:
        return ""
    if not objection.is_open:
        return _(
            "Ý kiến không đồng ý của ông/bà đã được trả lời: yêu cầu giữ nguyên, lý do ở phần bổ "
            "sung giấy tờ."
        )
    if objection.answer_by is None:
        text = _("Ông/bà không đồng ý; người đứng đầu {agency} phải trả lời.")
        return text.format(agency=objection.agency_name)
    return _(
        "Ông/bà không đồng ý; người đứng đầu {agency} phải trả lời trước {when}. Vẫn gửi được giấy "
        "tờ trong lúc chờ."
    ).format(agency=objection.agency_name, when=formats.moment(objection.answer_by))


def _payment_todo(view: DossierView, owed: ObligationView, *, follows_only: bool) -> Todo:
    if settings.PAYMENT_PLATFORM_URL and not follows_only:
        return notice_todo(view, owed)
    address = reverse("citizen:paper", args=[view.code, owed.paper])
    if follows_only:
        note = _("Số tiền và căn cứ ghi trong thông báo; cần mã PIN để xem.")
        return Todo(_("Cần ông/bà nộp tiền"), note, True, address, _("Xem thông báo nộp tiền"))
    note = _(
        "Theo thông báo {number} ngày {day}. Căn cứ: {basis}. Nộp theo chỉ dẫn trong thông báo, "
        "rồi gửi biên lai cho người đang giữ hồ sơ. Thời gian giải quyết đang tạm dừng để chờ."
    )
    notice = owed.notice
    facts = {"number": notice.number, "day": formats.date(notice.issued_on)}
    return Todo(
        title=_("Cần ông/bà nộp {sum}").format(sum=formats.dong(notice.amount_vnd)),
        note=note.format(basis=notice.legal_basis, **facts),
        act=True,
        address=address,
        button=_("Xem thông báo nộp tiền"),
    )


def _result_todo(view: DossierView, _ground: str) -> Todo:
    handed = view.state is NationalState.RETURNED
    return Todo(
        title=_("Đã trả kết quả.") if handed else _("Kết quả đã có."),
        note=_result_note(view),
        act=not handed,
        address=reverse("citizen:result", args=[view.code]),
        button=_("Tải kết quả (PDF)"),
    )


def _result_note(view: DossierView) -> str:
    where = _("Ông/bà tải về, hoặc nhận bản giấy tại {agency}.")
    note = where.format(agency=view.receiving_agency)
    if view.outcome == Outcome.REFUSED:
        refused = _(
            "Cơ quan không giải quyết theo đề nghị; lý do và cách khiếu nại ghi trong văn bản."
        )
        return f"{refused} {note}"
    return note


def _withdrawn_todo(_view: DossierView, _ground: str) -> Todo:
    return Todo(_("Ông/bà đã rút hồ sơ này."), _("Muốn làm lại việc này, ông/bà nộp hồ sơ mới."))


def _groups(hash_: str) -> list[str]:
    return [hash_[at : at + HASH_GROUP] for at in range(0, len(hash_), HASH_GROUP)]


def paper_lines(view: DossierView, papers: Sequence[FiledPaper]) -> list[PaperLine]:
    """Return a line for each of the papers."""
    known = component_names(view)
    renewed = renewed_slips(view)
    names = _told_apart(
        [
            renewed_name(paper_kind(paper.kind), renewed[paper.id])
            if paper.id in renewed
            else _paper_name(paper, known, view.submitted_at)
            for paper in papers
        ]
    )
    return [
        PaperLine(
            name=name,
            aside=file_in_words(paper),
            address=reverse("citizen:paper", args=[view.code, paper.id]),
        )
        for name, paper in zip(names, papers, strict=True)
    ]


def _told_apart(names: Sequence[str]) -> list[str]:
    """Return the names, those that occur more than once with their number."""
    many, seen = Counter(names), Counter[str]()
    told = []
    for name in names:
        seen[name] += 1
        told.append(f"{name} ({seen[name]}/{many[name]})" if many[name] > 1 else name)
    return told


def component_names(view: DossierView) -> dict[str, str]:
    """Return the names of the papers that go with the form, and of those asked for later."""
    form = catalogue.form_of(view.procedure_code, local_date(view.submitted_at))
    names = {paper.component_code: paper.name for paper in form.papers} if form else {}
    for asked in view.supplements:
        names |= {paper.component: paper.name for paper in asked.papers}
    return names


def _paper_name(paper: FiledPaper, names: dict[str, str], submitted_at: datetime) -> str:
    if paper.kind is not Kind.UPLOAD:
        return paper_kind(paper.kind)
    name = names.get(paper.component_code, paper.name)
    if paper.attached_at <= submitted_at:
        return name
    added = formats.date(local_date(paper.attached_at))[:5]
    return _("{name} (bổ sung {day})").format(name=name, day=added)


def paper_kind(kind: Kind) -> str:
    """Return what a paper of ours is called."""
    names = {
        Kind.DECLARATION: _("Tờ khai"),
        Kind.INTAKE_SLIP: _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        Kind.SUPPLEMENT_REQUEST: _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        Kind.REFUSAL_TO_RECEIVE: _("Phiếu từ chối tiếp nhận hồ sơ"),
        Kind.APOLOGY: _("Văn bản xin lỗi và hẹn lại ngày trả kết quả"),
        Kind.STOP_NOTICE: _("Thông báo dừng giải quyết"),
        Kind.PAYMENT_NOTICE: _("Thông báo nghĩa vụ tài chính"),
        Kind.TRANSFER_PROOF: _("Chứng từ chuyển khoản"),
        Kind.WITHDRAWAL_REQUEST: _("Đề nghị rút hồ sơ"),
        Kind.OBJECTION: _("Ý kiến không đồng ý với yêu cầu bổ sung"),
        Kind.RESULT: _("Kết quả giải quyết"),
    }
    return names.get(kind, _("Giấy tờ"))


_SENT_AS_FILES = {
    Kind.UPLOAD, Kind.PAYMENT_NOTICE, Kind.TRANSFER_PROOF, Kind.WITHDRAWAL_REQUEST,
    Kind.OBJECTION,
}  # fmt: skip


def file_in_words(paper: FiledPaper) -> str:
    """Return what kind of file it is and how many pages it has: "ảnh, 1 trang"."""
    if paper.kind not in _SENT_AS_FILES:
        form = _("điện tử")
    else:
        form = _("tệp PDF") if paper.media_type is MediaType.PDF else _("ảnh")
    return _("{form}, {n} trang").format(form=form, n=paper.pages)
