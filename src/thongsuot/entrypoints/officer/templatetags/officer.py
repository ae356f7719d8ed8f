"""Words of the record in templates."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import OfferTerms, ReturnReason
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers.queries import Moment
from thongsuot.entrypoints.officer import words

register = template.Library()


@register.filter
def who(moment: Moment) -> str:
    """Return who did it: the officer by name, the citizen and the system by what they are."""
    if moment.officer:
        return moment.officer
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
    return words.act_in_words(moment.act)


@register.filter
def details(moment: Moment) -> list[str]:
    """Return the words kept beside an act, one line each."""
    said = moment.words
    lines = []
    if moment.act == "handover_offered" and said:
        lines.append(_hand_over(said))
    if moment.act == "handover_accepted_by_silence":
        lines.append(_("{name} giữ từ lúc này").format(name=said.get("receiver", "")))
    if moment.act == "handover_returned":
        lines.append(_return(said))
    if said.get("papers"):
        lines.append(said["papers"])
    if said.get("outcome"):
        lines.append(_decision(said))
    if moment.act in {"refused", "stopped", "withdrawn"}:
        lines += [said.get("reason", ""), said.get("legal_basis", "")]
    return [line for line in lines if line]


@register.filter
def return_reason(offer: OfferTerms) -> str:
    """Return why an offer was returned."""
    return str(words.RETURN_REASONS[offer.grounds.reason]).lower() if offer.grounds else ""


def _hand_over(said: dict[str, str]) -> str:
    text = _("bước {step}: tới {post}, {agency}").format(
        step=str(words.STEPS.get(said["step"], said["step"])).lower(),
        post=said["to_post"],
        agency=said["to_agency"],
    )
    return _("{text}. {why}").format(text=text, why=said["why"]) if said.get("why") else text


def _return(said: dict[str, str]) -> str:
    reason = words.RETURN_REASONS[ReturnReason(said["reason"])]
    return _("{reason}. Căn cứ: {basis}. Nơi đúng thẩm quyền: {agency}.").format(
        reason=reason, basis=said["legal_basis"], agency=said["right_agency"]
    )


def _decision(said: dict[str, str]) -> str:
    outcome = str(words.OUTCOMES.get(said["outcome"], said["outcome"]))
    if not said.get("number"):
        return outcome
    return _("{outcome}, số {number}").format(outcome=outcome, number=said["number"])
