"""What custody refuses."""

from thongsuot.kernel.errors import Refused


class CustodyError(Refused):
    """Custody refuses.

    CustodyError
    ├── NotTheHolder           the act belongs to whoever holds the subject
    ├── OfferNotOpen           the question was answered already
    ├── NotOfferedToYou        the question was put to another post
    ├── AlreadyOffered         an earlier question about the subject still waits
    ├── OfferedToOneself       giver and receiver are the same post or person
    ├── NobodyOnPost           no enabled officer serves the post that day
    ├── GroundsMissing         a return without reason, legal basis or competent agency
    ├── BasisNamesNothing      what was written as the legal basis names no document
    ├── NothingToMove          a reassignment of no subject at all
    ├── NotYoursToMove         only a superior reassigns, within what he heads
    ├── MoveReasonMissing      a reassignment without its reason in words
    ├── HolderAlready          the receiver holds one of the subjects on that post
    ├── AnswerTooLate          the time for returning is over: silence has accepted
    ├── AnswerNotDue           silence says nothing before its time
    ├── PolicyWrong            a hand-over policy cannot be taken over
    ├── PolicyVersionTaken     another policy was published under this version
    ├── PolicyNotYours         policies are published by administrators alone
    ├── WithTheSuperior        the common superior has to decide before it is handed on
    ├── BoundByRuling          the superior decided otherwise, and that binds
    ├── NoSuperior             nobody above both agencies could decide
    ├── NotTheSuperior         the question was put to another superior, or to one of the parties
    ├── NotToBeNamed           the agency decided on is neither a party nor under the superior
    ├── DisputeNotOpen         the superior decided already, or nothing was put to him
    ├── StillHolding           an account is to end while it holds something
    ├── OpinionNotOpen         the question to another agency was answered or taken back
    ├── OpinionOfOwnAgency     an opinion is asked of another agency than one's own
    ├── NotAskedOfYou          the question was put to another post
    ├── AskedAlready           the same post was asked about the subject and has not answered
    ├── BasisUnknown           no such legal basis is in the policy of the day
    ├── ConsentNotByLaw        silence is to be consent, and the legal basis does not say so
    └── WordsMissing           a question or an opinion says too little
    """

    code = "custody-refused"


class NotTheHolder(CustodyError):
    """The visitor does not hold the subject."""

    code = "not-the-holder"


class OfferNotOpen(CustodyError):
    """The offer has been answered."""

    code = "offer-not-open"


class NotOfferedToYou(CustodyError):
    """The visitor does not serve the post the offer names."""

    code = "not-offered-to-you"


class AlreadyOffered(CustodyError):
    """Another offer of the same subject still waits for its answer."""

    code = "already-offered"


class OfferedToOneself(CustodyError):
    """A hand-over to one's own post, or accepted by the giver."""

    code = "offered-to-oneself"


class NobodyOnPost(CustodyError):
    """No enabled officer serves that post on that day."""

    code = "nobody-on-post"


class GroundsMissing(CustodyError):
    """One of the three grounds of a return is missing."""

    code = "grounds-missing"


class BasisNamesNothing(CustodyError):
    """What was written as the legal basis names no document."""

    code = "basis-names-nothing"


class NothingToMove(CustodyError):
    """No subject was chosen."""

    code = "nothing-to-move"


class NotYoursToMove(CustodyError):
    """The visitor does not head the agencies between which the subjects move."""

    code = "not-yours-to-move"


class MoveReasonMissing(CustodyError):
    """A reassignment says in words why.  Facts: least, letters."""

    code = "move-reason-missing"


class HolderAlready(CustodyError):
    """The receiver holds one of the subjects on that very post."""

    code = "holder-already"


class AnswerTooLate(CustodyError):
    """The time for returning the offer is over; silence has accepted it."""

    code = "answer-too-late"


class AnswerNotDue(CustodyError):
    """The time for answering is not over; silence says nothing yet."""

    code = "answer-not-due"


class PolicyWrong(CustodyError):
    """A hand-over policy cannot be taken over.  Facts: field, problem."""

    code = "handover-policy-wrong"


class PolicyVersionTaken(CustodyError):
    """Another hand-over policy was published under this version."""

    code = "handover-policy-version-taken"


class PolicyNotYours(CustodyError):
    """Hand-over policies are published by administrators alone."""

    code = "handover-policy-not-yours"


class WithTheSuperior(CustodyError):
    """The common superior has to decide before it is handed on.  Facts: superior."""

    code = "with-the-superior"


class BoundByRuling(CustodyError):
    """The superior decided which agency is competent.  Facts: agency, decided."""

    code = "bound-by-ruling"


class NoSuperior(CustodyError):
    """No agency above both has anybody who could decide.  Facts: first, second."""

    code = "no-common-superior"


class NotTheSuperior(CustodyError):
    """The visitor does not head the superior agency, or is one of the parties."""

    code = "not-the-superior"


class NotToBeNamed(CustodyError):
    """The agency is neither a party nor under the superior, or unstaffed.  Facts: agency."""

    code = "not-to-be-named"


class DisputeNotOpen(CustodyError):
    """The superior decided already, or nothing was put to him."""

    code = "dispute-not-open"


class StillHolding(CustodyError):
    """An account or appointment is to end while it holds something.  Facts: subjects."""

    code = "still-holding"


class OpinionNotOpen(CustodyError):
    """The question to another agency was answered or taken back."""

    code = "opinion-not-open"


class OpinionOfOwnAgency(CustodyError):
    """An opinion is asked of another agency than one's own."""

    code = "opinion-of-own-agency"


class NotAskedOfYou(CustodyError):
    """The question was put to another post."""

    code = "opinion-not-asked-of-you"


class AskedAlready(CustodyError):
    """The same post was asked about the subject and has not answered."""

    code = "opinion-asked-already"


class BasisUnknown(CustodyError):
    """No such legal basis is in the policy of the day."""

    code = "opinion-basis-unknown"


class BasisElsewhere(CustodyError):
    """The legal basis does not cover the procedure, or not at this level.  Facts: basis."""

    code = "opinion-basis-elsewhere"


class ConsentNotByLaw(CustodyError):
    """Silence is to be consent, and the legal basis does not say so."""

    code = "consent-not-by-law"


class WordsMissing(CustodyError):
    """A question or an opinion says too little.  Facts: least."""

    code = "opinion-words-missing"
