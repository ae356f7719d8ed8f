"""One dossier in play: the acts that people do on it, each by whoever sits there that day."""

import io
from datetime import datetime
from random import Random
from typing import Any

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import Channel, Needed
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Grounds, Opinion, ReturnReason
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Channel as DossierChannel
from thongsuot.domains.dossiers.terms import (
    HandedTo,
    MissingPaper,
    Outcome,
    PayeeSide,
    PaymentNotice,
    Step,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import PostKind
from thongsuot.entrypoints.cli.demo import money, people
from thongsuot.entrypoints.cli.demo.answers import Declarant
from thongsuot.entrypoints.cli.demo.pictures import photograph
from thongsuot.entrypoints.cli.demo.province import sample
from thongsuot.entrypoints.cli.demo.stories import Story
from thongsuot.entrypoints.cli.demo.world import NobodyThere, Seat, Service, World
from thongsuot.entrypoints.shared.process_words import PAPERS_CAME
from thongsuot.kernel.clock import local_date

PICTURES = 2
LEAST_SHARE_MINUTES = 30
FIRST_NUMBER = 1
ONE_TRANSFER_IN = 5


class Case:
    """A dossier, the people around it, and the dice that its story's seed throws."""

    def __init__(self, story: Story, service: Service, world: World, signer: Signer) -> None:
        self.story, self.service, self.world, self.signer = story, service, world, signer
        self.rng = Random(f"{story.seed}/played")  # noqa: S311 - sample data must be repeatable
        self.words: dict[str, Any] = sample("words")
        self.code = ""
        self.desk_officer = ""
        self.handler = ""
        self.head = ""
        self.begun: datetime
        self.total = 0

    # --- instants ---------------------------------------------------------------------------

    def after(self, at: datetime, least: int, most: int) -> datetime:
        """Return an instant some minutes of working time after ``at``."""
        minutes = self.rng.randint(least, most)
        return deadline_rules.add_working_minutes(at, minutes, self.world.calendar)

    def at_share(self, at: datetime, share: float) -> datetime:
        """Return when this share of the work is done at the case's own pace, soon after ``at``."""
        minutes = max(1, int(self.total * self.story.pace * share))
        wanted = deadline_rules.add_working_minutes(self.begun, minutes, self.world.calendar)
        return max(wanted, self.after(at, 5, 20))

    def _count_from(self, at: datetime, due_at: datetime | None) -> None:
        self.begun = at
        if due_at is not None:
            self.total = deadline_rules.working_minutes(at, due_at, self.world.calendar)

    # --- people -----------------------------------------------------------------------------

    def _newest(self, agency: str, kind: PostKind, at: datetime) -> Seat:
        on = local_date(at)
        seats = self.world.seats_of(agency, kind, on)
        if not seats:
            raise NobodyThere(agency)
        newest = [seat for seat in seats if seat.first == seats[0].first]
        return newest[self.story.number % len(newest)]

    def _seat(self, officer: str, kind: PostKind, at: datetime) -> Seat:
        return self.world.seat_of(officer, kind, local_date(at))

    def _say(self, key: str) -> Any:
        return self.rng.choice(self.words[key])

    # --- the citizen ------------------------------------------------------------------------

    def submit(self, at: datetime) -> None:
        """File it: through a draft with photographs, or as a whole."""
        commune = people.home(self.rng, local_date(at))
        identity = people.invent(self.rng, FIRST_NUMBER + self.story.number, commune)
        answers: dict[str, dict[str, str]] = {}
        form = catalogue.form_of(self.story.procedure, local_date(at))
        if form and self.story.channel is Channel.ONLINE:
            answers = Declarant(identity, self.rng, local_date(at)).fill(form)
        if self.story.files:
            self._submit_draft(answers, at)
            return
        online = self.story.channel is Channel.ONLINE
        by = Actor.citizen() if online else self._desk(at).actor()
        self.code = dossiers.register(
            procedure_code=self.story.procedure,
            receiving_agency=self.story.desk,
            channel=DossierChannel(self.story.channel.value),
            identity=identity,
            answers=answers,
            by=by,
            at=at,
        ).code

    def _submit_draft(self, answers: dict[str, dict[str, str]], at: datetime) -> None:
        by = Actor.citizen()
        draft = dossiers.begin_draft(procedure_code=self.story.procedure, at=at)
        for topic, given in answers.items():
            dossiers.save_answers(draft_id=draft.pk, topic=topic, answers=given, done=True, at=at)
        dossiers.choose_agency(draft_id=draft.pk, agency=self.story.desk, at=at)
        form = catalogue.form_of(self.story.procedure, local_date(at))
        for paper in form.papers if form else ():
            if paper.needed is Needed.REQUIRED:
                dossiers.attach_paper(
                    draft_id=draft.pk, component_code=paper.component_code, name="anh-mau.jpg",
                    stream=self._photograph(), by=by, at=at,
                )  # fmt: skip
        self.code = dossiers.submit(draft_id=draft.pk, by=by, at=at).code

    def _photograph(self) -> io.BytesIO:
        return io.BytesIO(photograph(self._say("files"), self.rng.randrange(PICTURES)))

    def supply(self, at: datetime) -> None:
        """Bring what was asked for; the clock starts anew."""
        by, (component, _name) = Actor.citizen(dossier=self.code), self.service.component
        dossiers.attach_supplement(
            code=self.code, component_code=component, name="bo-sung.jpg",
            stream=self._photograph(), by=by, at=at,
        )  # fmt: skip
        supplied = dossiers.supply(code=self.code, by=by, at=at, why=PAPERS_CAME)
        self._count_from(at, supplied.due_at)

    def withdraw(self, at: datetime) -> None:
        """Take it back."""
        by = Actor.citizen(dossier=self.code)
        dossiers.withdraw(code=self.code, reason=self._say("withdrawals"), by=by, at=at)

    # --- the desk ---------------------------------------------------------------------------

    def _desk(self, at: datetime) -> Seat:
        if not self.desk_officer:
            self.desk_officer = self._newest(self.story.desk, PostKind.DESK, at).officer
        return self._seat(self.desk_officer, PostKind.DESK, at)

    def receive(self, at: datetime) -> None:
        """Receive it; the clock starts."""
        received = dossiers.receive(code=self.code, by=self._desk(at).actor(), at=at)
        self._count_from(at, received.due_at)

    def owes(self) -> bool:
        """Return whether a fee waits to be paid."""
        return money.owes(self.code)

    def transfers(self) -> bool:
        """Return whether the applicant pays by a transfer that the bank's statement shows."""
        return self.story.channel is Channel.ONLINE and self.story.number % ONE_TRANSFER_IN == 0

    def say_transferred(self, at: datetime) -> None:
        """Say that the money was sent, with a picture of the bank's screen."""
        money.claim_transfer(self.code, self._photograph(), at)

    def bring_statement(self, at: datetime) -> None:
        """Take the bank's statement in; a line of it is for no dossier."""
        money.bring_statement(self.code, self.story.number, self._desk(at).actor(), at)

    def pay_fee(self, at: datetime) -> None:
        """Pay the fee: online as it came, or in cash at the desk."""
        if self.story.channel is Channel.ONLINE:
            money.pay_online(self.code, at)
        else:
            money.pay_at_the_counter(self.code, self._desk(at).actor(), at)

    def has_paid(self) -> bool:
        """Return whether a fee was paid that could go back."""
        return money.has_paid(self.code)

    def proposes_refund(self, at: datetime) -> None:
        """The desk proposes to give the fee back; the head has not looked at it yet."""
        money.propose_refund(self.code, self._desk(at).actor(), at)

    def make_papers(self, at: datetime) -> None:
        """Do what the background worker does a moment after receipt."""
        dossiers.prepare_papers(code=self.code, at=at)

    def refuse(self, at: datetime) -> None:
        """Refuse to receive it."""
        reason, basis, ground = self._say("refusals")
        dossiers.refuse(
            code=self.code, ground=RefusalGround(ground), reason=reason, legal_basis=basis,
            signer=self.signer, by=self._desk(at).actor(), at=at,
        )  # fmt: skip

    def return_result(self, at: datetime) -> None:
        """Hand the result out."""
        online = self.story.channel is Channel.ONLINE
        to = HandedTo.ELECTRONIC if online else HandedTo.APPLICANT
        dossiers.return_result(code=self.code, to=to, by=self._desk(at).actor(), at=at)

    # --- hand-overs -------------------------------------------------------------------------

    def offer(self, giver: Seat, to: Seat, step: Step, why: str, at: datetime) -> None:
        """Put the question to a post."""
        share = max(LEAST_SHARE_MINUTES, self.total // 2)
        dossiers.offer_handover(
            code=self.code, to_post=to.post_id, step=step, limit_minutes=share, why=why,
            by=giver.actor(), at=at,
        )  # fmt: skip

    def accept(self, taker: Seat, at: datetime) -> None:
        """Take it over."""
        dossiers.accept_handover(offer_id=self._open_offer(), by=taker.actor(), at=at)

    def send_back(self, taker: Seat, right_agency: str, at: datetime) -> None:
        """Return the question with its three grounds."""
        grounds = Grounds(ReturnReason.WRONG_COMPETENCE, self._say("wrong_basis"), right_agency)
        dossiers.return_handover(
            offer_id=self._open_offer(), grounds=grounds, by=taker.actor(), at=at
        )

    def answer_by(self) -> datetime:
        """Return when silence accepts what waits for an answer."""
        subject = subject_of(self.code)
        offer = custodies.open_offers_of([subject])[subject]
        return offer.answer_by or offer.offered_at

    def taken_in_silence(self, at: datetime) -> None:
        """Nobody answered: do what the background worker does within a minute."""
        dossiers.accept_by_silence(offer_id=self._open_offer(), at=at)

    def _open_offer(self) -> int:
        return custodies.waiting_offer(subject_of(self.code))

    def desk_offers_to(self, agency: str, why: str, at: datetime) -> None:
        """The desk offers it to the handlers of an agency."""
        self.offer(self._desk(at), self._handler_of(agency, at), Step.VERIFY, why, at)

    def returned_by(self, agency: str, right_agency: str, at: datetime) -> None:
        """An agency that was asked returns the question."""
        right = self.world.agency_on(right_agency, local_date(at))
        self.send_back(self._handler_of(agency, at), right, at)

    def superior_decides(self, agency: str, at: datetime) -> None:
        """The province's chairman says whose it is."""
        top = self._newest(sample("province")["committee"]["code"], PostKind.HEAD, at)
        subject = subject_of(self.code)
        found = custodies.open_disputes_of([subject], local_date(at))[subject]
        dossiers.decide_dispute(
            dispute_id=found.id, agency=self.world.agency_on(agency, local_date(at)),
            legal_basis=self._say("wrong_basis"), by=top.actor(), at=at,
        )  # fmt: skip

    def handler_accepts(self, at: datetime) -> None:
        """The competent agency's handler takes it."""
        seat = self._handler_of(self.story.settler, at)
        self.handler = seat.officer
        self.accept(seat, at)

    def held_by(self) -> str:
        """Return the username of who holds it now.  Raises: NobodyThere."""
        held = custodies.holder_of(subject_of(self.code))
        if held is None:
            raise NobodyThere(self.story.settler)
        return self.world.officer_named(held.holder.officer_id)

    def _handler_of(self, agency: str, at: datetime) -> Seat:
        return self._newest(agency, PostKind.HANDLER, at)

    def handler_seat(self, at: datetime) -> Seat:
        """Return where this case's handler sits now."""
        return self._seat(self.handler, PostKind.HANDLER, at)

    def head_seat(self, at: datetime) -> Seat:
        """Return where the head who signs this case sits now."""
        if not self.head:
            self.head = self._newest(self.story.settler, PostKind.HEAD, at).officer
        return self._seat(self.head, PostKind.HEAD, at)

    def crosses_to_other(self, at: datetime) -> None:
        """The handler asks another agency to take it for its part."""
        other = self._handler_of(self.story.crosses, at)
        self.offer(self.handler_seat(at), other, Step.VERIFY, self._say("why_opinion"), at)

    def other_accepts(self, at: datetime) -> None:
        """The other agency takes it."""
        self.accept(self._handler_of(self.story.crosses, at), at)

    def other_gives_back(self, at: datetime) -> None:
        """The other agency has done its part and offers it back."""
        other = self._handler_of(self.story.crosses, at)
        self.offer(other, self.handler_seat(at), Step.VERIFY, self._say("why_back"), at)

    def handler_takes_back(self, at: datetime) -> None:
        """The competent agency's handler holds it again."""
        self.accept(self.handler_seat(at), at)

    # --- the decision -----------------------------------------------------------------------

    def draft_request(self, at: datetime) -> None:
        """The handler writes, once and completely, what is missing."""
        component, name = self.service.component
        paper = MissingPaper(component=component, name=name, problem=self._say("problems"))
        dossiers.draft_supplement(
            code=self.code, papers=[paper], by=self.handler_seat(at).actor(), at=at
        )

    def sign_request(self, at: datetime) -> None:
        """The head signs the request, and it goes out."""
        dossiers.sign_supplement(
            code=self.code, signer=self.signer, by=self.head_seat(at).actor(), at=at
        )

    def request_payment(self, at: datetime) -> None:
        """Pass on what the tax office asks for."""
        basis, least = self._say("payments")
        notice = PaymentNotice(
            issuer=PayeeSide.TAX_OFFICE,
            number=f"{self.rng.randint(100, 9999)}/TB-CT",
            issued_on=local_date(at),
            amount_vnd=least * self.rng.randint(1, 40),
            legal_basis=basis,
        )
        dossiers.request_payment(
            code=self.code, notice=notice, name="thong-bao.jpg", stream=self._photograph(),
            by=self.handler_seat(at).actor(), at=at,
        )  # fmt: skip

    def confirm_payment(self, at: datetime) -> None:
        """Record the receipt the citizen brings; the clock runs on."""
        receipt = f"BL-{self.rng.randint(10_000, 99_999)}"
        paid = dossiers.confirm_payment(
            code=self.code, receipt=receipt, by=self.handler_seat(at).actor(), at=at
        )
        if paid.due_at is not None:
            self.total = deadline_rules.working_minutes(
                self.begun, paid.due_at, self.world.calendar
            )

    def stop(self, at: datetime) -> None:
        """Stop on a legal ground."""
        reason, basis = self._say("stops")
        by = self.handler_seat(at).actor()
        dossiers.stop(
            code=self.code, reason=reason, legal_basis=basis, signer=self.signer, by=by, at=at
        )

    def does_linked_parts(self, at: datetime) -> bool:
        """The agencies that have parts of a linked procedure do theirs; return whether any has."""
        waiting = [one for one in custodies.opinions_of(subject_of(self.code)) if one.is_open]
        for part in waiting:
            dossiers.give_opinion(
                opinion_id=part.id, answer=Opinion.AGREE, text=self.words["part_done"],
                by=self._handler_of(part.to_agency_code, at).actor(), at=at,
            )  # fmt: skip
        return bool(waiting)

    def draft(self, outcome: Outcome, at: datetime) -> None:
        """Draft the decision."""
        grounds = self._say("granted" if outcome is Outcome.GRANTED else "turned_down")
        by = self.handler_seat(at).actor()
        dossiers.draft_decision(code=self.code, outcome=outcome, grounds=grounds, by=by, at=at)

    def offer_for_signature(self, at: datetime) -> None:
        """The handler puts it before the head."""
        self.offer(self.handler_seat(at), self.head_seat(at), Step.SIGN, self._say("why_sign"), at)

    def head_accepts(self, at: datetime) -> None:
        """The head takes it to sign."""
        self.accept(self.head_seat(at), at)

    def sign(self, at: datetime) -> None:
        """The head signs: number, final text and signature."""
        by = self.head_seat(at).actor()
        dossiers.sign_decision(code=self.code, signer=self.signer, by=by, at=at)

    def issue(self, at: datetime) -> None:
        """The clerk issues it."""
        clerk = self._newest(self.story.settler, PostKind.CLERK, at)
        dossiers.issue_decision(code=self.code, by=clerk.actor(), at=at)

    def offer_to_desk(self, at: datetime) -> None:
        """The head gives the result to the desk that received."""
        self.offer(self.head_seat(at), self._desk(at), Step.RETURN, "", at)

    def desk_accepts(self, at: datetime) -> None:
        """The desk takes the result."""
        self.accept(self._desk(at), at)
