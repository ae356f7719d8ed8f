"""Words of the record in templates."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django import template
from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import (
    DisputeTerms,
    MoveReason,
    OfferTerms,
    Opinion,
    OpinionTerms,
    ReturnReason,
)
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers.lateness.terms import Timing
from thongsuot.domains.dossiers.queries import Moment
from thongsuot.domains.dossiers.terms.drafts import Turned
from thongsuot.entrypoints.officer import words
from thongsuot.kernel import formats

register = template.Library()


@register.filter
def who(moment: Moment) -> str:
    """Return who did it: the officer by name, the citizen and the system by what they are."""
    if moment.officer:
        return words.in_whose_stead(moment.officer, moment.instead_of)
    return _("Người nộp") if moment.act in words.BY_THE_CITIZEN else _("Hệ thống")


@register.filter
def paper_name(paper: Any) -> str:
    """Return what a paper is called: its kind where it was made here, else as it was sent."""
    return paper.name if paper.kind == Kind.UPLOAD else str(words.PAPER_KINDS[paper.kind])


@register.filter
def what(moment: Moment) -> str:
    """Return what was done."""
    if moment.act == "submitted" and moment.officer:
        return _("nhập hồ sơ nộp tại quầy")
    return words.act_in_words(moment.act, by_officer=bool(moment.officer))


@register.filter
def turned_words(turned: Turned) -> str:
    """Return who took or sent back which draft, and why."""
    return words.turned_in_words(turned)


@register.filter
def timing_name(timing: str) -> str:
    """Return how an apology stood in time."""
    return str(words.TIMINGS[Timing(timing)]) if timing else ""


@register.filter
def details(moment: Moment) -> list[str]:
    """Return the words kept beside an act, one line each."""
    said = moment.words
    lines = [*_handed(moment.act, said)]
    if said.get("papers"):
        lines.append(said["papers"])
    if said.get("outcome"):
        lines.append(_decision(said))
    if said.get("draft"):
        lines.append(
            _("dự thảo {what}; lý do: {why}").format(
                what=words.DRAFTS[said["draft"]], why=said["why"]
            )
        )
    if said.get("new_due_at"):
        lines += _put_off(said)
    if moment.act in _OF_OBJECTIONS:
        lines.append(said.get("reason", ""))
    if moment.act in {"refused", "stopped", "withdrawn"}:
        lines += [said.get("reason", ""), said.get("legal_basis", "")]
    return [line for line in lines if line]


_OF_OBJECTIONS: Final = frozenset({"supplement_objected", "objection_upheld", "objection_rejected"})


def _put_off(said: dict[str, str]) -> Iterator[str]:
    """Yield the first date and the new one, how it stood in time, and why."""
    first, new = (datetime.fromisoformat(said[n]) for n in ("original_due_at", "new_due_at"))
    yield _("Hẹn đầu {first} (vẫn tính quá hạn theo ngày này), hẹn lại {new}").format(
        first=formats.moment(first), new=formats.moment(new)
    )
    yield timing_name(said.get("timing", ""))
    if said.get("reason"):
        yield _("Lý do: {why}").format(why=said["reason"])


def _handed(act: str, said: dict[str, str]) -> Iterator[str]:
    """Yield what belongs to a hand-over: where to, why not, by whom decided, what others say."""
    if said and act in _TOLD:
        yield _TOLD[act](said)
    if said.get("opinion"):
        yield _("{agency}: {answer}").format(
            agency=said.get("asked_agency", ""),
            answer=words.opinion(Opinion(said["opinion"]), said["silence"]),
        )
    if said.get("superior"):
        yield _("tự trình {agency} phân định").format(agency=said["superior"])


@register.filter
def return_reason(offer: OfferTerms) -> str:
    """Return why an offer was returned."""
    return words.return_reason(offer.grounds) if offer.grounds else ""


@register.filter
def opinion(asked: OpinionTerms) -> str:
    """Return what became of a question to another agency."""
    return words.opinion(asked.answer, asked.silence)


@register.filter
def dispute_cause(dispute: DisputeTerms) -> str:
    """Return what made a loop of it."""
    return str(words.CAUSES[dispute.cause])


def _hand_over(said: dict[str, str]) -> str:
    text = _("bước {step}: tới {post}, {agency}").format(
        step=str(words.STEPS.get(said["step"], said["step"])).lower(),
        post=said["to_post"],
        agency=said["to_agency"],
    )
    return _("{text}. {why}").format(text=text, why=said["why"]) if said.get("why") else text


def _moved(said: dict[str, str]) -> str:
    """Return from whom to whom, why, and that no clock was touched."""
    text = _("từ {giver} sang {receiver}, {post}: {reason}. {why}. Thời hạn không đổi.").format(
        giver=said["from"],
        receiver=said["receiver"],
        post=said["to_post"],
        reason=words.MOVE_REASONS[MoveReason(said["moved_for"])],
        why=said["why"].rstrip("."),
    )
    lapsed = _("Lời chuyển đang chờ hết hiệu lực: chỉ còn người giữ mới trả lời được.")
    return f"{text} {lapsed}" if said["lapsed"] else text


def _return(said: dict[str, str]) -> str:
    reason = said["explanation"] or words.RETURN_REASONS[ReturnReason(said["reason"])]
    return _("{reason}. Căn cứ: {basis}. Nơi đúng thẩm quyền: {agency}.").format(
        reason=reason, basis=said["legal_basis"], agency=said["right_agency"]
    )


def _ruling(said: dict[str, str]) -> str:
    return _("{agency} có thẩm quyền. Căn cứ: {basis}.").format(
        agency=said.get("agency", ""), basis=said.get("legal_basis", "")
    )


def _decision(said: dict[str, str]) -> str:
    outcome = str(words.OUTCOMES.get(said["outcome"], said["outcome"]))
    if not said.get("number"):
        return outcome
    return _("{outcome}, số {number}").format(outcome=outcome, number=said["number"])


def _taken_in_silence(said: dict[str, str]) -> str:
    return _("{name} giữ từ lúc này").format(name=said.get("receiver", ""))


def _forwarded(said: dict[str, str]) -> str:
    return _("tới {agency}. {why}").format(agency=said["to_agency"], why=said["why"])


def _recounted(said: dict[str, str]) -> str:
    was, due = (formats.moment(datetime.fromisoformat(said[name])) for name in ("was", "due_at"))
    return _("hẹn trả {was}, nay là {due}. Căn cứ: {source}").format(
        was=was, due=due, source=said["source"]
    )


_TOLD: Final[Mapping[str, Callable[[dict[str, str]], str]]] = {
    "custody_reassigned": _moved,
    "due_date_recounted": _recounted,
    "forwarded": _forwarded,
    "handover_offered": _hand_over,
    "handover_referred": _hand_over,
    "handover_accepted_by_silence": _taken_in_silence,
    "handover_returned": _return,
    "dispute_decided": _ruling,
}
