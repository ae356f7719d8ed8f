"""The way from an empty draft to a sent dossier: its parts in order, one a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.rules.answers import all_answers, is_met
from thongsuot.domains.catalogue.terms import Form as Questions
from thongsuot.domains.catalogue.terms import Needed, Paper
from thongsuot.domains.dossiers.queries.drafts import Draft
from thongsuot.domains.dossiers.terms import DRAFT_KEPT, AnswersIncomplete
from thongsuot.kernel.clock import local_date

DESK: Final = "noi-nop"
PAPERS: Final = "giay-to"
CHECK: Final = "kiem-tra"


@dataclass(frozen=True, slots=True)
class Part:
    """One page on the way."""

    slug: str
    name: str
    address: str
    done: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """A draft with the form it answers and the parts to go through."""

    draft: Draft
    questions: Questions
    parts: Sequence[Part]

    def place(self, slug: str) -> int:
        """Return where the part stands, from 0.  Raises: KeyError."""
        for place, part in enumerate(self.parts):
            if part.slug == slug:
                return place
        raise KeyError(slug)

    def after(self, slug: str) -> str:
        """Return the address of the page that follows."""
        return self.parts[self.place(slug) + 1].address

    def before(self, slug: str) -> str:
        """Return the address of the page one comes from."""
        place = self.place(slug)
        if place:
            return self.parts[place - 1].address
        return reverse("citizen:apply", args=[self.draft.procedure_code])

    def address(self, slug: str) -> str:
        """Return the address of one part."""
        return self.parts[self.place(slug)].address

    @property
    def first_open(self) -> str:
        """The address of the first part that is not done: where to go on."""
        return next((part.address for part in self.parts if not part.done), self.parts[-1].address)

    @property
    def kept_until(self) -> date:
        """The last day on which this browser can come back."""
        return kept_until(self.draft.saved_at)


def kept_until(saved_at: datetime) -> date:
    """Return the last day on which a draft saved at that instant is kept for its browser."""
    return local_date(saved_at + DRAFT_KEPT)


def journey_of(draft: Draft, given: set[str], on: date) -> Journey:
    """Return the way of a draft to which papers of the components ``given`` were added.

    Raises:  AnswersIncomplete when the procedure has no e-form on that day.
    """
    questions = catalogue.form_of(draft.procedure_code, on)
    if questions is None:
        raise AnswersIncomplete("this procedure has no electronic form", topic="")
    done = set(draft.done_topics)
    parts = [_part(draft.pk, DESK, _("Nơi tiếp nhận"), done=bool(draft.receiving_agency))]
    parts += [
        _part(draft.pk, topic.slug, topic.title, done=topic.slug in done)
        for topic in questions.topics
    ]
    if papers_to_send(questions):
        parts.append(_part(draft.pk, PAPERS, _("Giấy tờ"), done=not missing(questions, given)))
    parts.append(_part(draft.pk, CHECK, _("Kiểm tra và gửi"), done=False))
    return Journey(draft, questions, parts)


def papers_to_send(questions: Questions) -> list[Paper]:
    """Return the papers that the applicant may or must send."""
    return [paper for paper in questions.papers if paper.needed is not Needed.HELD_BY_STATE]


def is_not_ruled_out(questions: Questions, paper: Paper, draft: Draft) -> bool:
    """Return whether the answers given so far leave the paper in."""
    return is_met(paper.shown_when, all_answers(questions, draft.answers))


def missing(questions: Questions, given: set[str]) -> list[Paper]:
    """Return the papers that must be sent and were not yet."""
    return [
        paper
        for paper in questions.papers
        if paper.needed is Needed.REQUIRED and paper.component_code not in given
    ]


def _part(draft_id: UUID, slug: str, name: str, *, done: bool) -> Part:
    if slug in {DESK, PAPERS, CHECK}:
        names = {DESK: "desk", PAPERS: "papers", CHECK: "check"}
        return Part(slug, name, reverse(f"citizen:{names[slug]}", args=[draft_id]), done)
    return Part(slug, name, reverse("citizen:topic", args=[draft_id, slug]), done)
