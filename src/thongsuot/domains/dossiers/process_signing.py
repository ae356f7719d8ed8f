"""What the process of a dossier says of its signature: whose it is, which opinions come first."""

from datetime import date

from thongsuot.domains.catalogue import processes
from thongsuot.domains.catalogue.rules.process_signing import (
    opinions_missing,
    signing_step,
    still_to_ask,
)
from thongsuot.domains.catalogue.terms import (
    OpinionBeside,
    OpinionMissing,
    Outside,
    SignerNotOfStep,
    StepNotInProcess,
    Work,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import TAKEN_OVER, Opinion, OpinionTerms
from thongsuot.domains.dossiers.lane_posts import is_of
from thongsuot.domains.dossiers.models import (
    Dossier,
    ProcessHop,
    ProcessOpinion,
    ProcessSupplement,
    ProcessTimer,
)
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import queries as organisation

_NOT_HAD = frozenset({Opinion.WAITING, Opinion.RECALLED})


def check_signing(dossier: Dossier, by: Actor, on: date) -> dict[str, DetailValue]:
    """Refuse to sign past the process; return what the record says of signing by it.

    Raises:  StepNotInProcess where the dossier is at no step that signs; SignerNotOfStep for
             another post than the step names, where nobody of that post is stood in for;
             OpinionMissing.
    Source:  TT 01/2018/TT-VPCP Art. 8; docs/law/processes.md, "What a process binds to".
    """
    if dossier.process_version_id is None:
        return {}
    outside = check_signer(dossier, by, on)
    missing = missing_opinions(dossier)
    owed = custodies.owed_bases(on) if missing else frozenset()
    musts = [one.code for one in missing if one.must or one.basis in owed]
    if musts:
        raise OpinionMissing(
            "the process wants opinions before the signature", opinions=", ".join(musts)
        )
    said: dict[str, DetailValue] = {"process_step": dossier.process_step}
    if outside:
        said["outside_process"] = True
    if missing:
        said["without_opinions"] = [one.code for one in missing]
    return said


def check_signer(dossier: Dossier, by: Actor, on: date) -> bool:
    """Refuse who is not on the post that signs; return whether the process is left all the same.

    A process in which no step signs says nothing of the signature: the roles alone decide.
    Raises:  StepNotInProcess; SignerNotOfStep.
    """
    if dossier.process_version_id is None:
        return False
    process = processes.process_by_id(dossier.process_version_id).process
    if all(one.work is not Work.SIGN for one in process.steps):
        return False
    step = signing_step(process, dossier.process_step)
    policy = processes.outside_policy(on)
    if step is None:
        if policy.another_step is Outside.REFUSE:
            raise StepNotInProcess(
                "nobody signs in this step", step=dossier.process_step, next=Act.SIGN.value
            )
        return True
    if by.place is not None and is_of(step.lane, dossier, by.place, on):
        return False
    if policy.another_signer is Outside.REFUSE:
        raise SignerNotOfStep(
            "the process names another post to sign", step=step.code, post=step.lane.post.value
        )
    return True


def missing_opinions(dossier: Dossier) -> list[OpinionBeside]:
    """Return the opinions that the steps passed want, neither given nor fallen silent so far."""
    if dossier.process_version_id is None:
        return []
    process = processes.process_by_id(dossier.process_version_id).process
    hops = ProcessHop.objects.filter(dossier=dossier, offer__answer__in=sorted(TAKEN_OVER))
    timed = ProcessTimer.objects.filter(dossier=dossier, fired=True)
    came = ProcessSupplement.objects.filter(dossier=dossier, left_at__isnull=False)
    left = hops.values_list("from_step", flat=True).union(
        timed.values_list("step", flat=True), came.values_list("step", flat=True)
    )
    passed = [*left, dossier.process_step]
    wanted = opinions_missing(process, passed, ())
    return list(opinions_missing(process, passed, _had(dossier))) if wanted else []


def _had(dossier: Dossier) -> set[str]:
    answers = {one.id: one.answer for one in custodies.opinions_of(dossier.subject)}
    rows = ProcessOpinion.objects.filter(dossier=dossier).values_list("opinion", "request_id")
    return {code for code, request in rows if answers.get(request) not in _NOT_HAD}


def asked_codes(dossier: Dossier, opinions: list[OpinionTerms]) -> set[str]:
    """Return which opinions of the process were asked for and not taken back."""
    kept = {one.id for one in opinions if one.answer is not Opinion.RECALLED}
    rows = ProcessOpinion.objects.filter(dossier=dossier).values_list("opinion", "request_id")
    return {code for code, request in rows if request in kept}


def opinion_meant(
    dossier: Dossier, *, named: str, to_post: int, basis: str
) -> OpinionBeside | None:
    """Return the opinion of the process that a question asks for, None for one of one's own.

    It asks for one that stands open, of this step or left by an earlier one, on its basis, from
    an agency of its kind; of several the one ``named``, else the first.
    """
    if dossier.process_version_id is None:
        return None
    process = processes.process_by_id(dossier.process_version_id).process
    if not any(step.opinions for step in process.steps):
        return None
    asked = asked_codes(dossier, custodies.opinions_of(dossier.subject))
    wanted = still_to_ask(process, dossier.process_step, asked, missing_opinions(dossier))
    post = organisation.posts_by_id([to_post]).get(to_post)
    fitting = [
        one
        for one in wanted
        if post is not None and post.agency.kind == one.agency_kind.value and one.basis == basis
    ]
    return next((one for one in fitting if one.code == named), next(iter(fitting), None))


@bookkeeping("the question that it belongs to is the entry")
def keep_opinion(dossier: Dossier, meant: OpinionBeside | None, request_id: int) -> None:
    """Keep for which opinion of the process a question asked."""
    if meant is not None:
        ProcessOpinion.objects.create(
            dossier=dossier, request_id=request_id, version_id=dossier.process_version_id or 0,
            step=dossier.process_step, opinion=meant.code,
        )  # fmt: skip
