"""The draft as it will be sent: each answer, what is still wrong with it, and where to mend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.telling import told
from thongsuot.domains.catalogue.terms import Topic
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.desks import served_desks
from thongsuot.entrypoints.citizen.answers import TopicForm, as_typed
from thongsuot.entrypoints.citizen.journey import DESK, PAPERS, Journey, missing
from thongsuot.entrypoints.shared.forms import ErrorItem, target_of

MENDING = "?sua=1"
SHOWING_ERRORS = "?sua=1&loi=1"


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer; ``problem`` says what to do where there is something."""

    label: str
    text: str
    problem: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what will be sent, and where to correct it."""

    name: str
    address: str
    lines: Sequence[Line]
    left_out: Sequence[str] = ()


def sections_of(way: Journey, on: date) -> list[Section]:
    """Return the parts but the papers: the desk, then the topics."""
    kept = way.draft.answers
    return [_desk(way, on), *(_topic(way, topic, kept, on) for topic in way.questions.topics)]


def faults_of(sections: Sequence[Section], way: Journey, given: set[str]) -> list[ErrorItem]:
    """Return everything that must be mended before sending, each leading to its field."""
    faults = [
        ErrorItem(line.problem, line.address)
        for section in sections
        for line in section.lines
        if line.problem
    ]
    sentence = _("Chụp hoặc chọn tệp cho giấy tờ “{name}”")
    return faults + [
        ErrorItem(
            sentence.format(name=paper.name),
            f"{way.address(PAPERS)}{MENDING}#giay-{paper.component_code}",
        )
        for paper in missing(way.questions, given)
    ]


def _desk(way: Journey, on: date) -> Section:
    address = way.address(DESK) + MENDING
    desk = organisation.find_agency(way.draft.receiving_agency, on)
    is_served = desk is not None and desk.code in served_desks(on)
    problem = "" if is_served else _("Chọn nơi tiếp nhận hồ sơ")
    chosen = Line(_("Nơi tiếp nhận"), desk.name if desk else "", problem, address)
    return Section(_("Nơi tiếp nhận"), address, [chosen])


def _topic(way: Journey, topic: Topic, kept: Mapping[str, Mapping[str, str]], on: date) -> Section:
    given = kept.get(topic.slug, {})
    form = TopicForm(way.questions, topic, as_typed(topic, given), kept=kept, on=on)
    problems = {name: str(errors[0]) for name, errors in form.errors.items()}
    address = way.address(topic.slug)
    lines, left_out = [], []
    for answer in told(topic, given):
        problem = problems.get(answer.name)
        if problem:
            to = f"{address}{SHOWING_ERRORS}#{target_of(form[answer.name])}"
            lines.append(Line(answer.label, answer.text, problem, to))
        elif answer.text:
            lines.append(Line(answer.label, answer.text))
        else:
            left_out.append(answer.label)
    return Section(topic.title, address + MENDING, lines, left_out)
