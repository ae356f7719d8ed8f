"""What the catalogue refuses."""

from thongsuot.kernel.errors import Refused


class CatalogueError(Refused):
    """The catalogue refuses.

    CatalogueError
    ├── ProcedureUnknown      no procedure has this code
    ├── ProcedureNotInForce   it exists, but not on that day
    ├── VersionHolds          it has begun: it is ended, not withdrawn
    ├── ChannelNotOffered     its published methods do not name this channel
    ├── LimitNotSettled       its limit has no unit, or no single value; a person must say
    ├── LimitAlreadyKnown     the published limit is clear; nobody may put another in its place
    ├── SettlementIncomplete  a settlement without a source, or with a limit under 1
    ├── NotYoursToChange      the visitor may not change the catalogue
    ├── FileNotReadable       the file is not what its name says
    ├── FormWrong             a form definition contradicts itself
    ├── ProcessUnknown        no process has this code, or no such version
    ├── ProcessWrong          a process cannot be read, or does not stand up to its checks
    ├── ProcessBackDated      a process would hold for dossiers received before
    ├── ProcessDraftChanged   somebody saved the process since it was read
    ├── ProcessNotDraft       what was published is never changed
    ├── StepNotInProcess      the process does not lead from here to there
    ├── SignerNotOfStep       the process names another post to sign
    ├── OpinionMissing        the process wants an opinion before anybody signs
    └── PaperNotMade          the process lets nobody leave the step without a paper
    """

    code = "catalogue-refused"


class ProcedureUnknown(CatalogueError):
    """No procedure has this code."""

    code = "procedure-unknown"


class ProcedureNotInForce(CatalogueError):
    """The procedure has no version that holds on that day."""

    code = "procedure-not-in-force"


class VersionHolds(CatalogueError):
    """The version has begun to hold, or has its end set; only what is to come is withdrawn.

    Facts: procedure, version (number).
    """

    code = "version-holds"


class ChannelNotOffered(CatalogueError):
    """The published methods of the procedure do not name this channel."""

    code = "channel-not-offered"


class LimitNotSettled(CatalogueError):
    """The time limit is not known for certain, so no dossier may be received under it."""

    code = "limit-not-settled"


class LimitAlreadyKnown(CatalogueError):
    """The published limit is clear and may not be replaced by hand."""

    code = "limit-already-known"


class SettlementIncomplete(CatalogueError):
    """A settlement needs a limit of 1 or more and a source."""

    code = "settlement-incomplete"


class NotYoursToChange(CatalogueError):
    """Only the system and officers with the right role change the catalogue."""

    code = "catalogue-not-yours-to-change"


class FileNotReadable(CatalogueError):
    """The file cannot be read as what its name says it is."""

    code = "file-not-readable"


class FormWrong(CatalogueError):
    """A form definition contradicts itself."""

    code = "form-wrong"


class ProcessUnknown(CatalogueError):
    """No process has this code, or it has no such version."""

    code = "process-unknown"


class ProcessWrong(CatalogueError):
    """A process cannot be read or does not stand up to its checks.  Facts: step, field."""

    code = "process-wrong"


class ProcessBackDated(CatalogueError):
    """A process holds from the day after its publication at the earliest.  Facts: valid_from."""

    code = "process-back-dated"


class ProcessNotDraft(CatalogueError):
    """A published version is never changed; a new draft is made from it."""

    code = "process-not-draft"


class ProcessDraftChanged(CatalogueError):
    """Somebody else saved, published or dropped the draft since the visitor read it."""

    code = "process-draft-changed"


class StepNotInProcess(CatalogueError):
    """The process does not lead from this step to that one.  Facts: step, next."""

    code = "step-not-in-process"


class SignerNotOfStep(CatalogueError):
    """The process names another post to sign than the visitor's.  Facts: step, post."""

    code = "signer-not-of-step"


class OpinionMissing(CatalogueError):
    """The process wants an opinion before anybody signs.  Facts: opinions."""

    code = "process-opinion-missing"


class PaperNotMade(CatalogueError):
    """A step is not left before a paper that it must make is made.  Facts: step, papers."""

    code = "process-paper-not-made"
