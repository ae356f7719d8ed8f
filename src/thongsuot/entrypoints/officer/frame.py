"""What every page of one dossier shows around its own part: facts, clock, plate, tabs, bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from thongsuot.domains.accountability import queries as accountability
from thongsuot.domains.accountability.terms import Split
from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.custody import policy as custody_policy
from thongsuot.domains.custody.terms import Answer, NamePlate, OfferTerms, OpinionTerms
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.answering.terms import AnswerDue, WaitsFor
from thongsuot.domains.dossiers.queries import DossierView, Moment
from thongsuot.domains.dossiers.queries.views import DueView
from thongsuot.domains.dossiers.supplements import queries as supplements
from thongsuot.domains.dossiers.terms import Act, NationalState
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import policy as payments_policy
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.people import policy as people_policy
from thongsuot.entrypoints.officer import clocks, custody_story
from thongsuot.entrypoints.officer.bar import Bar, bar_of
from thongsuot.entrypoints.officer.clocks import Times
from thongsuot.entrypoints.officer.custody_story import Story
from thongsuot.entrypoints.officer.rows import powers_of
from thongsuot.entrypoints.officer.situation import Powers, Situation
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import CHANNELS, limit_in_words
from thongsuot.entrypoints.shared.charges import Charge, charges_of
from thongsuot.entrypoints.shared.threads import Clock
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local
from thongsuot.kernel.errors import Refused

RUNNING = rules.ALLOWED[Act.SIGN_EXTENSION]


@dataclass(frozen=True, slots=True)
class Plate:
    """The name-plate: who answers for the dossier now."""

    label: str
    name: str
    post: str
    since: str
    note: str
    phone: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, a link to a page of its own."""

    name: str
    address: str
    count: int | None
    is_current: bool


class Frame:
    """One dossier as the visitor sees it; each part is worked out when a page asks for it."""

    def __init__(self, code: str, visitor: Visitor) -> None:
        """Read the dossier.  Raises: DossierUnknown."""
        self.visitor = visitor
        self.view = dossiers.view_for(code, by=visitor.by, at=visitor.at)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The calendar that tells the time now, by the hours of who settles it."""
        return dossiers.calendar_of(self.view, self.visitor.at).for_telling

    @property
    def uncounted_since(self) -> datetime | None:
        """Since when no working time is counted, in a year whose calendar is not published."""
        return self.calendar.uncounted_since(self.visitor.at)

    @cached_property
    def situation(self) -> Situation:
        """What decides which acts are open."""
        return situation_of(self.view, self.visitor)

    @property
    def opens_papers(self) -> bool:
        """Whether the visitor works on dossiers, and so may open their papers."""
        return people_policy.works(self.situation.powers.roles)

    @cached_property
    def bar(self) -> Bar:
        """The open acts."""
        preview = ""
        if self.view.state == NationalState.REGISTERED:
            preview = promise_of(self.view, self.visitor.at)
        return bar_of(self.situation, due_preview=preview)

    @cached_property
    def clock(self) -> Clock:
        """The clock chip."""
        view = self.view
        pause = view.open_pause
        since = view.guided.asked_at if view.guided else None
        owed = self.answer_due
        times = Times(
            state=view.state,
            submitted_at=view.sent_at,
            due_at=view.due.due_at if view.due else None,
            paused_since=pause.started_at if pause else since,
            decided_at=view.decided_at,
            answer_by=owed.answer_by if owed else None,
            waits_for_fee=owed is not None and owed.waits_for is WaitsFor.FEE,
            by_hour=view.due is not None and view.due.by_hour,
        )
        return clocks.chip(times, at=self.visitor.at, calendar=self._answering)

    @property
    def _answering(self) -> WorkingCalendar:
        """The calendar of whoever has to act: before it is received, the desk's."""
        if self.view.received_at is not None:
            return self.calendar
        return self.calendar.of(self.view.receiving_agency_code)

    @cached_property
    def answer_due(self) -> AnswerDue | None:
        """By when the desk answers what it has not received."""
        if self.view.state is not NationalState.REGISTERED:
            return None
        return answering.answer_due(self.view.code)

    @property
    def decide_by(self) -> Clock | None:
        """By when the superior is to decide on what is before him."""
        dispute = self.view.dispute
        if dispute is None or not dispute.is_open:
            return None
        return clocks.ruling(dispute, self.visitor.at)

    @cached_property
    def story(self) -> Story:
        """Who held it, how long."""
        return custody_story.story_of(
            self.view, self.charges, at=self.visitor.at, calendar=self.calendar
        )

    @cached_property
    def split(self) -> Split | None:
        """Who answers for which of its time; None where nobody held it yet."""
        if not self.view.spans:
            return None
        return accountability.split_dossier(
            self.view.code, at=self.visitor.at, calendar=self.calendar
        )

    @cached_property
    def charges(self) -> list[Charge]:
        """What each span of custody counts for."""
        return charges_of(self.view, self.split)

    @cached_property
    def moments(self) -> list[Moment]:
        """Every recorded act, newest first."""
        told = dossiers.timeline_of(self.view.code, by=self.visitor.by, at=self.visitor.at)
        return told[::-1]

    @cached_property
    def plate(self) -> Plate:
        """The name-plate."""
        return plate_of(self.view, self.story)

    @property
    def channel(self) -> str:
        """How the dossier came, in words."""
        return str(CHANNELS.get(self.view.channel, self.view.channel))

    @property
    def limit(self) -> str:
        """The time limit in force, in words."""
        due = self.view.due
        return limit_in_words(due.quantity, due.unit) if due else ""

    @property
    def earlier_dues(self) -> list[DueView]:
        """The promises that no longer hold; one for the same day as the newest is none."""
        dues = self.view.due_dates
        return [due for due in dues[:-1] if due.due_on != dues[-1].due_on]

    @property
    def returns(self) -> int:
        """How often a hand-over of the dossier was returned."""
        return sum(1 for offer in self.view.offers if offer.answer is Answer.RETURNED)

    @property
    def returned(self) -> OfferTerms | None:
        """The last offer, when it was returned and the holder has not handed it on since."""
        last = self.view.offers[-1] if self.view.offers and self.view.holder else None
        return last if last is not None and last.answer is Answer.RETURNED else None

    @property
    def paused_days(self) -> str:
        """How long the clock stood, in working days; empty when it never did."""
        pauses = custody_story.pauses_of(self.view, self.visitor.at)
        minutes = [clocks.minutes_between(*pause, self.calendar) or 0 for pause in pauses]
        if not minutes:
            return ""
        return clocks.days_in_words(sum(minutes), self.story.day_minutes)

    def tabs(self, current: str) -> list[Tab]:
        """Return the tabs with ``current`` (a name of urls) marked."""
        code, papers = self.view.code, len(self.view.papers)
        named = (
            ("officer:dossier", _("Tóm tắt"), None),
            ("officer:papers", _("Thành phần"), papers),
            ("officer:custody", _("Dòng giữ"), len(self.view.spans)),
            ("officer:route", _("Lộ trình"), None),
            ("officer:decision", _("Quyết định"), None),
        )
        return [
            Tab(name, reverse(url, args=[code]), count, url == current)
            for url, name, count in named
        ]

    def crumbs(self, *more: str) -> Sequence[tuple[str, str]]:
        """Return the way from the inbox to this page."""
        inbox = (_("Hồ sơ"), reverse("officer:inbox"))
        if not more:
            return [inbox, (self.view.code, "")]
        here = (self.view.code, reverse("officer:dossier", args=[self.view.code]))
        return [inbox, here, *((name, "") for name in more)]


def situation_of(view: DossierView, visitor: Visitor) -> Situation:
    """Return what decides which acts are open to the visitor."""
    on, decision = local_date(visitor.at), view.decision
    powers, decision_turned = powers_of(visitor), view.turned_of(DraftKind.DECISION)
    request = None if view.turned_of(DraftKind.REQUEST) else view.supplement_draft
    competent = organisation.is_competent(
        view.procedure_code, visitor.by.agency, on, view.receiving_area_id
    )
    money = payments.standing_of(rules.subject_of(view.code))
    return Situation(
        code=view.code,
        state=view.state,
        holder=view.holder,
        offer=view.open_offer,
        dispute=view.dispute,
        opinion=_asked_here(view, visitor),
        questions=sum(1 for asked in view.opinions if asked.is_open),
        receiving_agency=view.receiving_agency_code,
        competent=competent,
        powers=powers,
        policy=supplements.policy_of(view.procedure_code, on),
        supplements=len(view.requests),
        guidances=len(view.guidances),
        window_ended_at=view.guided.window_ended_at if view.guided else None,
        drafted_by=decision.drafted_by_id if decision and not decision_turned else None,
        signed_at=decision.signed_at if decision else None,
        issued_at=decision.issued_at if decision else None,
        money=money,
        approves=bool(money.refund_asked_by)
        and payments_policy.may_approve_refunds(visitor.by, view.receiving_agency_code, on),
        decides=_decides(view, visitor),
        asked=view.open_supplement,
        answers_objection=_answers_objection(view, visitor),
        extension=None if view.turned_of(DraftKind.APOLOGY) else view.extension,
        apologises=competent and _apologises(view, visitor, powers),
        request_drafted_by=None if request is None else request.drafted_by_id,
        signer=_signer(view, visitor, powers),
    )


def _asked_here(view: DossierView, visitor: Visitor) -> OpinionTerms | None:
    """Return what the visitor's post is asked about the dossier and has not answered."""
    waiting = (asked for asked in view.opinions if asked.is_open)
    return next((asked for asked in waiting if asked.to_post_id == visitor.by.place), None)


def _apologises(view: DossierView, visitor: Visitor, powers: Powers) -> bool:
    """Return whether the visitor of the competent agency may begin and sign its apology."""
    if Role.SIGN not in powers.roles or view.state not in RUNNING:
        return False
    return dossiers.speaks_as_head(by=visitor.by, at=visitor.at)


def _signer(view: DossierView, visitor: Visitor, powers: Powers) -> Refused | None:
    """Return why the process does not let the visitor sign; asked where there is a draft."""
    decision = view.decision
    if Role.SIGN not in powers.roles or decision is None or decision.signed_at:
        return None
    return dossiers.signer_refused(view, by=visitor.by, at=visitor.at)


def _decides(view: DossierView, visitor: Visitor) -> bool:
    """Return whether the visitor may decide what is before a superior."""
    if view.dispute is None:
        return False
    try:
        custody_policy.check_may_decide(view.dispute, by=visitor.by, at=visitor.at)
    except Refused:
        return False
    return True


def _answers_objection(view: DossierView, visitor: Visitor) -> bool:
    """Return whether the visitor is to answer a citizen who disagrees with the open request."""
    asked = view.open_supplement
    waits = asked.objection if asked else None
    if waits is None or not waits.is_open or waits.agency_code != visitor.by.agency:
        return False
    is_another = waits.asked_by_ids.isdisjoint(visitor.by.persons)
    return is_another and dossiers.speaks_as_head(by=visitor.by, at=visitor.at)


def promise_of(view: DossierView, at: datetime) -> str:
    """Return what a receipt now would promise, in words; empty where it would be refused.

    Counted as the receipt counts it: by the hours of the agency that would settle it.
    """
    on = local_date(at)
    try:
        version = catalogue.current_version(view.procedure_code, on)
        limit = catalogue.limit_of(version, view.channel)
        desk = organisation.get_desk(view.receiving_agency_code, on)
        settler = organisation.competent_for(view.procedure_code, desk, on)
        if settler is None:
            return ""
        due = deadline_rules.due_after(at, limit, deadlines.calendar_at(at, settler.code))
    except Refused:
        return ""
    return _("{limit}, hẹn trả {day}").format(
        limit=limit_in_words(limit.quantity, limit.unit), day=formats.date(due.due_on)
    )


def plate_of(view: DossierView, story: Story) -> Plate:
    """Return the plate of the holder, of who must answer, or of who held it last."""
    if view.holder:
        row = story.rows[-1]
        share = _(" · được {n} ngày").format(n=row.share) if row.share != "–" else ""
        used = _(", đã dùng {used}").format(used=row.used) if row.used != "0" else ""
        since = _("từ {when}{share}{used}").format(
            when=f"{to_local(view.holder.started_at):%H:%M %d/%m}", share=share, used=used
        )
        return _plate(_("Đang giữ"), view.holder.holder, since, note=_waiting(view))
    if view.received_at is None and view.ended_at is None:
        return _unreceived(view)
    ended = _("kết thúc lúc {when}").format(when=formats.moment(view.ended_at or view.submitted_at))
    if not view.spans:
        return Plate(_("Đã kết thúc, nơi trả lời"), view.receiving_agency, "", ended, "", "")
    return _plate(_("Đã kết thúc, người giữ cuối"), view.spans[-1].holder, ended, note="")


def _unreceived(view: DossierView) -> Plate:
    """Return the plate of the desk, which answers for it or waits for what it asked for."""
    label, since = _("Chưa tiếp nhận, nơi phải trả lời"), view.sent_at
    if view.guided:
        label, since = _("Chưa tiếp nhận, chờ người nộp bổ sung"), view.guided.asked_at
    return Plate(
        label=label,
        name=view.receiving_agency,
        post="",
        since=_("từ {when}").format(when=f"{to_local(since):%H:%M %d/%m}"),
        note="",
        phone=view.receiving_phone,
    )


def _plate(label: str, holder: NamePlate, since: str, *, note: str) -> Plate:
    post = _("{post}, {agency}").format(post=holder.post_title, agency=holder.agency_name)
    return Plate(label, holder.officer_name, post, since, note, holder.phone)


def _waiting(view: DossierView) -> str:
    if view.dispute and view.dispute.is_open:
        return _("{agency} đang phân định, vẫn giữ").format(agency=view.dispute.superior_name)
    if view.open_offer is None:
        return ""
    return _("đang chờ {agency} trả lời, vẫn giữ").format(agency=view.open_offer.to_agency_name)
