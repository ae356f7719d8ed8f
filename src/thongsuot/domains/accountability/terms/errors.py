"""What the room of accountability refuses."""

from typing import ClassVar

from thongsuot.kernel.errors import Refused


class AccountabilityError(Refused):
    """The room of accountability refuses.

    AccountabilityError
    ├── LogUnreadable               the file is no event log, or it breaks off
    ├── HolderMissing               no event of the log has the attribute that names holders
    ├── WordsMissing                an answer without words, or with too many
    ├── NotYoursToExplain           the entry does not concern this officer
    ├── PeriodWrong                 a period that ends before it begins, or is none
    └── FiguresNotYours             the figures are for other eyes
    """

    code: ClassVar[str] = "accountability-refused"


class LogUnreadable(AccountabilityError):
    """The file is no event log, or it breaks off; ``line`` says where, when it is known."""

    code = "event-log-unreadable"


class HolderMissing(AccountabilityError):
    """No event has the attribute; ``there_are`` names those that events have."""

    code = "holder-attribute-missing"


class PeriodWrong(AccountabilityError):
    """The period ends before it begins, or its days are none."""

    code = "period-wrong"


class FiguresNotYours(AccountabilityError):
    """The figures are not for this visitor's eyes."""

    code = "figures-not-yours"


class WordsMissing(AccountabilityError):
    """An answer says something, and no more than fits.  Facts: most."""

    code = "explanation-words-missing"


class NotYoursToExplain(AccountabilityError):
    """The entry does not concern this officer, or there is no such entry."""

    code = "not-yours-to-explain"
