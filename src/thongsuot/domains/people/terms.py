"""Words about people: who they are, how they are shown, why they may be looked at."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from thongsuot.kernel.errors import Refused


class PersonKind(StrEnum):
    """What kind of applicant it is."""

    CITIZEN = "citizen"
    BUSINESS = "business"


class Sex(StrEnum):
    """Sex as civil status records it."""

    MALE = "male"
    FEMALE = "female"


class Purpose(StrEnum):
    """Why an officer needs somebody's data in full; entered in the record."""

    INTAKE = "intake"
    HANDLING = "handling"
    DECISION = "decision"
    RETURN = "return-result"
    CONTACT = "contact"
    CORRECTION = "correction"
    OWN_REQUEST = "own-request"
    """The person asked to see what is kept about them."""


class Basis(StrEnum):
    """On what ground one person acts for another."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    AUTHORISED = "authorised"
    LEGAL_REPRESENTATIVE = "legal-representative"


class Doubt(StrEnum):
    """What makes one look again at a number; never a ground to refuse it.

    Civil status is corrected while the number stays, so a true number may disagree with it.
    """

    PLACE_UNKNOWN = "place-unknown"
    BIRTH_YEAR_DIFFERS = "birth-year-differs"
    SEX_DIFFERS = "sex-differs"
    CHECK_DIGIT_DIFFERS = "check-digit-differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person is, as declared; empty text where it is not known.

    ``repr`` shows nothing, so that an identity in an error message stays private.
    """

    full_name: str
    kind: PersonKind = PersonKind.CITIZEN
    personal_id: str = ""
    enterprise_number: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    """For those whose papers give the year alone; with ``birth_on`` it is that day's year."""
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if self.birth_on is not None:
            object.__setattr__(self, "birth_year", self.birth_on.year)

    def __repr__(self) -> str:
        return f"Identity({self.kind})"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedIdentity:
    """Who a person is, as screens show it: enough to recognise, not enough to use."""

    kind: PersonKind
    full_name: str
    number: str
    """The personal number, masked, or the enterprise's public number."""
    phone: str
    email: str
    birth_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Another name under which somebody's number was put on file; ``repr`` shows nothing."""

    person_id: UUID
    masked_name: str
    since: datetime
    by_tones_alone: bool
    """The letters agree: shown in part, both look alike."""

    def __repr__(self) -> str:
        return "Claim()"


class PeopleError(Refused):
    """The room of people refuses.

    PeopleError
    ├── NameMissing                 there is no name to know the person by
    ├── PersonalIdWrong             the personal number cannot be one
    │   ├── PersonalIdLength        it does not have twelve digits
    │   └── PersonalIdPlace         its first three digits are no place of registration
    ├── SampleNumber                a number of the sample range in real service
    ├── EnterpriseNumberWrong       it does not have the form of an enterprise's number
    ├── PhoneWrong                  it cannot be dialled
    ├── EmailWrong                  it is not an address
    ├── NumberTaken                 somebody else is on file with this number and name
    ├── PersonUnknown               nobody is on file under this id
    ├── DisclosureRefused           this visitor may not see people's data in full
    ├── RepresentationUnknown       no such representation is on file
    ├── RepresentationRefused       one cannot act for oneself, or for a span that ends first
    └── KeysNotOurs                 the keys are not those that sealed this database
    """

    code = "people-refused"


class NameMissing(PeopleError):
    """There is no name to know the person by."""

    code = "name-missing"


class PersonalIdWrong(PeopleError):
    """The personal number cannot be one."""

    code = "personal-id-wrong"


class PersonalIdLength(PersonalIdWrong):
    """It does not have twelve digits; ``digits`` says how many it has."""

    code = "personal-id-length"


class PersonalIdPlace(PersonalIdWrong):
    """Its first three digits are no place of registration."""

    code = "personal-id-place"


class SampleNumber(PeopleError):
    """The number belongs to the range kept for samples, and this is real service."""

    code = "personal-id-sample"


class EnterpriseNumberWrong(PeopleError):
    """The number does not have the form of an enterprise's number."""

    code = "enterprise-number-wrong"


class PhoneWrong(PeopleError):
    """The telephone number cannot be dialled; ``digits`` says how many it has."""

    code = "phone-wrong"


class EmailWrong(PeopleError):
    """The text is not an e-mail address."""

    code = "email-wrong"


class NumberTaken(PeopleError):
    """Somebody else is on file with this number and this name."""

    code = "number-taken"


class PersonUnknown(PeopleError):
    """Nobody is on file under this id."""

    code = "person-unknown"


class DisclosureRefused(PeopleError):
    """This visitor may not see people's data in full."""

    code = "disclosure-refused"


class RepresentationUnknown(PeopleError):
    """No such representation is on file."""

    code = "representation-unknown"


class RepresentationRefused(PeopleError):
    """One cannot act for oneself, or for a span of days that ends before it begins."""

    code = "representation-refused"


class KeysNotOurs(PeopleError):
    """The keys given to this process are not those that sealed this database."""

    code = "keys-not-ours"
