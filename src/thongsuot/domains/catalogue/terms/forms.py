"""E-forms: topics one a page, fields, papers, and what is wrong with an answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FieldKind(StrEnum):
    """What an answer is."""

    TEXT = "text"
    LONGTEXT = "longtext"
    DATE = "date"
    PERSONAL_ID = "personal_id"
    PHONE = "phone"
    EMAIL = "email"
    CHOICE = "choice"
    NUMBER = "number"
    ADDRESS = "address"


class Mask(StrEnum):
    """How much of an answer in free words an officer's screen shows before it is disclosed.

    Without one, a line of text is masked like a name, and longer words not shown at all.
    """

    PLAIN = "plain"
    """It tells nobody apart: a nationality, who issued a paper, what an extract is for."""
    NUMBER = "number"
    HIDDEN = "hidden"
    """Sensitive, and guessed from its first letters: ethnicity, the cause of a death."""


class Needed(StrEnum):
    """Whether the applicant brings a paper, may bring it, or need not: the State holds it."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HELD_BY_STATE = "held_by_state"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownWhen:
    """A field is asked only when an earlier field of its topic has one of these answers."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that is already known: of another field, or as it is written here.

    ``when`` is an answer of any earlier topic without which it is not known after all.
    """

    when: ShownWhen | None
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    ``missing`` is what to say when no answer was given. ``not_before`` and ``not_after`` name other
    dates of the form; ``usual_years`` ago is as far back as an answer goes without being confirmed.

    Units:  ``max_length`` in characters; ``minimum`` and ``maximum`` for numbers;
            ``each_vnd`` is the fee in đồng for each of the number answered.
    """

    name: str
    label: str
    kind: FieldKind
    required: bool
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 200
    autocomplete: str = ""
    shown_when: ShownWhen | None = None
    not_future: bool = False
    year_only: bool = False
    minimum: int | None = None
    maximum: int | None = None
    missing: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    usual_years: int | None = None
    known: tuple[Known, ...] = ()
    each_vnd: int | None = None
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of a form: a heading in the form of a question, and its fields."""

    slug: str
    title: str
    hint: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that goes with a form; ``shown_when`` is an answer of any topic that calls for it."""

    component_code: str
    name: str
    needed: Needed
    hint: str = ""
    shown_when: ShownWhen | None = None


@dataclass(frozen=True, slots=True)
class StatedLine:
    """One answer as the result states it, under the result's own label."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class StatedPart:
    """One part of a result: whom or what its lines are about."""

    title: str
    lines: tuple[StatedLine, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An interactive e-form: its topics, one a page, and its papers.

    ``valid_to`` is the first day on which it no longer holds. ``result`` names the answers that
    the result states, and no other answer is ever printed on it.
    """

    code: str
    title: str
    valid_from: date
    valid_to: date | None
    source: str
    minutes: int
    topics: tuple[Topic, ...]
    papers: tuple[Paper, ...]
    promise: str
    result: tuple[StatedPart, ...] = ()

    def topic(self, slug: str) -> Topic:
        """Return the topic ``slug``. Raises KeyError when the form has none such."""
        for topic in self.topics:
            if topic.slug == slug:
                return topic
        raise KeyError(slug)


@dataclass(frozen=True, slots=True)
class AnswerError:
    """Why one answer cannot stand; ``code`` is stable, ``facts`` fill the sentence.

    Codes:  required, too-long, personal-id-wrong, phone-wrong, email-wrong, choice-wrong,
            number-wrong, number-too-small, number-too-large; of dates: date-incomplete,
            date-not-digits, date-year-digits, date-no-such-month, date-no-such-day,
            date-too-old, date-wrong, date-in-future, date-before, date-after, date-doubtful.
    """

    field: str
    code: str
    facts: dict[str, str | int]
