"""The story of a dossier: every recorded act with the names and words that belong to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from thongsuot.domains.custody import moves
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.moves import MoveTerms
from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers.models import (
    AgencyMove,
    Dossier,
    Ending,
    Forwarding,
    Objection,
    SupplementDraft,
    SupplementRequest,
    TurnedDraft,
)
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.terms import Act as OnDossier
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rules
from thongsuot.domains.ledger.terms import Act, Actor
from thongsuot.domains.organisation import delegations, successors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms.delegations import (
    DelegationTerms,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One act: what, when, by whom, and the words kept beside the record.

    ``words`` holds texts by role: ``reason``, ``legal_basis``, ``why``, ``papers``, ``to_agency``
    ``to_post``, ``right_agency``, ``outcome``, ``number``, ``receiver``, ``from_agency``,
    ``source``, ``superior``, ``agency``,
    ``was`` and ``due_at`` (instants, ISO 8601), ``asked_agency``, ``question``, ``opinion``,
    ``silence``, ``text``.
    """

    act: str
    at: datetime
    officer: str
    post: str
    agency: str
    hash: str
    words: dict[str, str] = field(default_factory=dict)
    recorded_at: datetime | None = None
    """The database's own clock, only where it is further from ``at`` than the limit."""
    instead_of: DelegationTerms | None = None
    """The delegation under which the officer acted, if it was in another's stead."""


def timeline_of(code: str, *, by: Actor, at: datetime) -> list[Moment]:
    """Return the story of a dossier, oldest first.  Raises: DossierUnknown."""
    dossier = get_dossier(code, by=by, at=at)
    acts = record.acts_of(dossier.subject)
    officers = organisation.officers_by_id({o for a in acts for o in _officers_of(a)})
    posts = organisation.posts_by_id({a.actor.post_id or 0 for a in acts})
    opinions = {o.id: o for o in custodies.opinions_of(dossier.subject)}
    disputes = {d.id: d for d in custodies.disputes_of(dossier.subject)}
    offers = {offer.id: offer for offer in custodies.offers_of(dossier.subject)}
    granted = delegations.delegations_by_id(_delegations(acts))
    moved = moves.moves_by_id({move for a in acts if (move := _move(a))})
    return [
        Moment(
            act=entry.act,
            at=entry.at,
            officer=_name(officers.get(entry.actor.officer_id or 0), "full_name"),
            post=_name(posts.get(entry.actor.post_id or 0), "title"),
            agency=_agency(posts.get(entry.actor.post_id or 0), entry.at),
            hash=entry.hash,
            words=_words_of_move(entry, moved, officers)
            or _words(entry, dossier, offers)
            | _receiver(entry, officers)
            | _words_of_recount(entry)
            | _dispute_words(entry, disputes)
            | _opinion_words(entry, opinions)
            | _forwarding_words(entry, dossier)
            | _words_of_money(entry),
            recorded_at=_other_clock(entry),
            instead_of=granted.get(_delegation(entry)),
        )
        for entry in acts
    ]


def _delegations(acts: Sequence[Act]) -> set[int]:
    return {_delegation(entry) for entry in acts} - {0}


def _delegation(entry: Act) -> int:
    behalf = entry.actor.on_behalf_of
    return behalf.delegation_id if behalf else 0


def _other_clock(entry: Act) -> datetime | None:
    written = entry.recorded_at
    far = written and rules.apart(entry.at, written, settings.CLOCK_LIMIT)
    return written if far else None


def _officers_of(entry: Act) -> Iterator[int]:
    """Yield who acted, and who came to hold by what the system did."""
    yield entry.actor.officer_id or 0
    for name in ("officer", "from"):
        named = entry.detail.get(name)
        if isinstance(named, int):
            yield named


def _receiver(entry: Act, officers: Mapping[int, object]) -> dict[str, str]:
    named = entry.detail.get("officer")
    row = officers.get(named) if isinstance(named, int) else None
    return {"receiver": _name(row, "full_name")} if row else {}


def _forwarding_words(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return from which desk it was sent on, to which, and why."""
    if entry.act != OnDossier.FORWARD:
        return {}
    found = Forwarding.objects.select_related("move__was", "move__now")
    row = found.filter(move__dossier=dossier, move__at=entry.at).first()
    if row is None:
        return {}
    return {
        "from_agency": row.move.was.name, "to_agency": row.move.now.name, "why": row.why,
    }  # fmt: skip


def _opinion_words(entry: Act, opinions: Mapping[int, OpinionTerms]) -> dict[str, str]:
    """Return who was asked, and the answer where the act gave or marked one."""
    named = entry.detail.get("opinion")
    asked = opinions.get(named) if isinstance(named, int) else None
    if asked is None:
        return {}
    words = {"asked_agency": asked.to_agency_name, "question": asked.question}
    if entry.act in {"opinion_given", "opinion_unanswered"}:
        words |= {
            "opinion": asked.answer.value, "silence": asked.silence.value, "text": asked.text,
        }  # fmt: skip
    return words


def _dispute_words(entry: Act, disputes: Mapping[int, DisputeTerms]) -> dict[str, str]:
    """Return to whom an act put a question of competence, or how it was decided."""
    named = entry.detail.get("dispute")
    dispute = disputes.get(named) if isinstance(named, int) else None
    if dispute is None:
        return {}
    if entry.act == "dispute_decided" and dispute.ruling:
        return {"agency": dispute.ruling.agency_name, "legal_basis": dispute.ruling.legal_basis}
    names = {stretch.code: stretch.name for stretch in dispute.put_up}
    return {"superior": names.get(str(entry.detail.get("superior")), dispute.superior_name)}


def _name(row: object | None, of: str) -> str:
    return str(getattr(row, of)) if row else ""


def _agency(post: Any, at: datetime) -> str:
    """Return the agency's name of the time of the act; history keeps old names."""
    return str(post.agency.name_then(at)) if post else ""


def _words(entry: Act, dossier: Dossier, offers: dict[int, OfferTerms]) -> dict[str, str]:
    """Return the words that belong to one act, from the rows that keep them."""
    named = entry.detail.get("offer")
    offer = offers.get(named) if isinstance(named, int) else None
    if offer:
        return _words_of_offer(offer)
    teller = _WORDS_OF.get(entry.act)
    return teller(entry, dossier) if teller else {}


def _words_of_supplement(entry: Act, dossier: Dossier) -> dict[str, str]:
    asked = SupplementRequest.objects.filter(dossier=dossier, asked_at=entry.at).first()
    return {"papers": _said_of(asked.papers if asked else [])}


def _said_of(papers: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(f"{p['name']}: {p['problem']}" for p in papers)


def _words_of_drafted_request(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return what the draft that stands asks for; an earlier one was written over."""
    drafted = SupplementDraft.objects.filter(dossier=dossier, drafted_at=entry.at).first()
    return {"papers": _said_of(drafted.papers if drafted else [])}


def _words_of_objection(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return what the citizen said and whose head answers, or what was answered."""
    of = Objection.objects.select_related("agency").filter(request__dossier=dossier)
    row = of.filter(Q(made_at=entry.at) | Q(answered_at=entry.at)).first()
    if row is None:
        return {}
    if entry.act == OnDossier.OBJECT:
        return {
            "reason": row.words, "to_agency": row.agency.name_then(entry.at),
            "bringer": str(entry.detail.get("bringer", "")),
        }  # fmt: skip
    return {"reason": row.answer}


def _words_of_turned(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return which draft was taken or sent back, and why."""
    turned = TurnedDraft.objects.filter(dossier=dossier, at=entry.at).first()
    return {"draft": turned.draft, "why": turned.why} if turned else {}


def _words_of_return(entry: Act, dossier: Dossier) -> dict[str, str]:
    ending = Ending.objects.filter(dossier=dossier).first()
    return {"to": str(entry.detail["to"]), "taken_by": ending.reason if ending else ""}


def _words_of_ending(_entry: Act, dossier: Dossier) -> dict[str, str]:
    ending = Ending.objects.filter(dossier=dossier).first()
    return {"reason": ending.reason, "legal_basis": ending.legal_basis} if ending else {}


def _words_of_withdrawal(entry: Act, dossier: Dossier) -> dict[str, str]:
    return _words_of_ending(entry, dossier) | {"bringer": str(entry.detail.get("bringer", ""))}


def _codes(*names: str) -> Callable[[Act, Dossier], dict[str, str]]:
    """Return what reads these codes from the entry itself."""
    return lambda entry, _dossier: {name: str(entry.detail.get(name, "")) for name in names}


def _words_of_recount(entry: Act) -> dict[str, str]:
    """Return the promise before and after a calendar came late, and what the calendar rests on."""
    if entry.act != OnDossier.RECOUNT:
        return {}
    version = str(entry.detail.get("calendar", ""))
    dates = {name: str(entry.detail.get(name, "")) for name in ("was", "due_at")}
    return dates | {"source": deadlines.source_of(version)}


def _move(entry: Act) -> int:
    named = entry.detail.get("move")
    return named if isinstance(named, int) else 0


def _words_of_move(
    entry: Act, moved: Mapping[int, MoveTerms], officers: Mapping[int, object]
) -> dict[str, str]:
    made = moved.get(_move(entry))
    if made is None:
        return {}
    giver = entry.detail.get("from")
    return {
        "moved_for": made.reason.value,
        "why": made.why,
        "from": _name(officers.get(giver) if isinstance(giver, int) else None, "full_name"),
        "receiver": made.to_name,
        "to_post": made.to_post_title,
        "to_agency": made.to_agency_name,
        "lapsed": "1" if entry.detail.get("offer_lapsed") else "",
    }


def _words_of_payment(entry: Act, dossier: Dossier) -> dict[str, str]:
    asked = entry.act == "payment_requested"
    owed = dossier.obligations.filter(**{"requested_at" if asked else "met_at": entry.at}).first()
    if owed is None:
        return {}
    return {
        "issuer": owed.issuer,
        "number": owed.number,
        "amount_vnd": str(owed.amount_vnd),
        "legal_basis": owed.legal_basis,
        "receipt": owed.receipt,
    }


def _words_of_extension(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return the dates of a draft or signature; the reason of the draft that stands alone."""
    names = ("original_due_at", "new_due_at", "timing")
    words = {name: str(entry.detail.get(name, "")) for name in names}
    stands = dossier.extension
    if entry.at in {stands.drafted_at, stands.signed_at}:
        words |= {"reason": stands.reason, "legal_basis": stands.legal_basis}
    return words


MONEY: Final = frozenset(
    {
        OnDossier.CORRECT_FEE,
        OnDossier.COLLECT_FEE,
        OnDossier.PAY_FEE,
        OnDossier.MISMATCH,
        OnDossier.CLAIM_TRANSFER,
        OnDossier.ANSWER_CLAIM,
        OnDossier.PROPOSE_REFUND,
        OnDossier.DECLINE_REFUND,
        OnDossier.REFUND,
        OnDossier.REPLACE_RECEIPT,
    }
)


def _words_of_money(entry: Act) -> dict[str, str]:
    """Return the sum and the numbers of receipts, as the entry itself holds them."""
    if entry.act not in MONEY:
        return {}
    receipts = entry.detail.get("receipts", [])
    money = entry.detail.get("amount_vnd", entry.detail.get("fee_vnd", 0))
    return {
        "money_vnd": str(money),
        "receipts": ", ".join(map(str, receipts)) if isinstance(receipts, list) else "",
    }


def _words_of_succession(entry: Act, dossier: Dossier) -> dict[str, str]:
    """Return who answers for it since a reorganisation, for whom, and the document behind it."""
    plan = str(entry.detail.get("plan", ""))
    moves = AgencyMove.objects.filter(dossier=dossier, plan=plan).select_related("was", "now")
    rows = list(moves.order_by("part"))
    return {
        "from_agency": "; ".join(dict.fromkeys(row.was.name for row in rows)),
        "to_agency": "; ".join(dict.fromkeys(row.now.name for row in rows)),
        "source": successors.source_of(plan),
    }


def _words_of_offer(offer: OfferTerms) -> dict[str, str]:
    words = {
        "to_agency": offer.to_agency_name,
        "to_post": offer.to_post_title,
        "from": offer.giver.officer_name,
        "step": offer.step,
        "why": offer.why,
        **({"overruns": "1"} if offer.overruns else {}),
    }
    if offer.grounds:
        words |= {
            "reason": offer.grounds.reason.value,
            "explanation": offer.grounds.explanation,
            "legal_basis": offer.grounds.legal_basis,
            "right_agency": offer.right_agency_name,
        }
    return words


_WORDS_OF: Final[Mapping[str, Callable[[Act, Dossier], dict[str, str]]]] = {
    OnDossier.SUCCEED: _words_of_succession,
    OnDossier.GUIDE: _words_of_supplement,
    OnDossier.DRAFT_SUPPLEMENT: _words_of_drafted_request,
    OnDossier.REQUEST_SUPPLEMENT: _words_of_supplement,
    OnDossier.OBJECT: _words_of_objection,
    OnDossier.UPHOLD_OBJECTION: _words_of_objection,
    OnDossier.REJECT_OBJECTION: _words_of_objection,
    OnDossier.TAKE_BACK_DRAFT: _words_of_turned,
    OnDossier.SEND_BACK_DRAFT: _words_of_turned,
    OnDossier.DRAFT: _codes("outcome", "number"),
    OnDossier.SIGN: _codes("outcome", "number"),
    OnDossier.ISSUE: _codes("outcome", "number"),
    OnDossier.REQUEST_PAYMENT: _words_of_payment,
    OnDossier.CONFIRM_PAYMENT: _words_of_payment,
    OnDossier.PROPOSE_EXTENSION: _words_of_extension,
    OnDossier.SIGN_EXTENSION: _words_of_extension,
    OnDossier.ESCALATE: _codes("rung", "to", "due_at"),
    OnDossier.RETURN_RESULT: _words_of_return,
    OnDossier.REFUSE: _words_of_ending,
    OnDossier.SUPPLY: _codes("bringer"),
    OnDossier.COMPLETE: _codes("bringer"),
    OnDossier.WITHDRAW: _words_of_withdrawal,
    OnDossier.STOP: _words_of_ending,
}
"""Where the words of an act are kept that is no hand-over."""
