"""What a number must look like, what makes one doubt it, and how much of it a screen shows.

Source:  personal number: Law 26/2023/QH15 Art. 12, Decree 137/2015/NĐ-CP Art. 13, Circular
         07/2016/TT-BCA Art. 7; enterprise number: the ten-digit tax number with its check digit.
         See docs/law/personal-data.md.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from thongsuot.domains.people.terms import (
    Doubt,
    EmailWrong,
    EnterpriseNumberWrong,
    Identity,
    MaskedIdentity,
    NameMissing,
    PersonalIdLength,
    PersonalIdPlace,
    PersonalIdWrong,
    PersonKind,
    PhoneWrong,
    RepresentationRefused,
    Sex,
)
from thongsuot.kernel.text import fold, single_line, spelled

PERSONAL_ID_DIGITS: Final = 12
SAMPLE_PLACE: Final = "999"
"""Reserved for samples and tests: no place of registration bears it, so no person does."""

_NO_PLACE: Final = "000"
_PARTING: Final = re.compile(r"[\s.\-]")


def check_personal_id(text: str) -> str:
    """Return the twelve digits of a personal number, however they were grouped.

    Its first three digits name a province or a country of birth registration, the fourth the
    century and the sex, the next two the year of birth; there is no check digit.

    Raises:  PersonalIdLength with the number of digits; PersonalIdPlace for 000;
             PersonalIdWrong for other signs than digits.
    """
    digits = _PARTING.sub("", text)
    found = len(re.findall(r"[0-9]", digits))
    if found != PERSONAL_ID_DIGITS:
        raise PersonalIdLength("a personal number has twelve digits", digits=found)
    if len(digits) != found:
        raise PersonalIdWrong("a personal number holds digits alone", digits=found)
    if digits.startswith(_NO_PLACE):
        raise PersonalIdPlace("no place of registration has this code", place=digits[:3])
    return digits


def is_sample(personal_id: str) -> bool:
    """Return whether the number belongs to the range kept for samples."""
    return personal_id.startswith(SAMPLE_PLACE)


def birth_year_in(personal_id: str) -> int:
    """Return the year of birth that the number speaks of: 1900 to 2399."""
    century = 1900 + int(personal_id[3]) // 2 * 100
    return century + int(personal_id[4:6])


def sex_in(personal_id: str) -> Sex:
    """Return the sex that the number speaks of: even for male, odd for female."""
    return Sex.FEMALE if int(personal_id[3]) % 2 else Sex.MALE


def doubts(identity: Identity, places: Collection[str]) -> tuple[Doubt, ...]:
    """Return what does not agree in an identity; each to be looked at, none a ground to refuse.

    ``places`` are the codes known as places of birth registration.
    """
    found = []
    number = identity.personal_id
    if number and number[:3] not in places and not is_sample(number):
        found.append(Doubt.PLACE_UNKNOWN)
    if number and identity.birth_year not in (None, birth_year_in(number)):
        found.append(Doubt.BIRTH_YEAR_DIFFERS)
    if number and identity.sex not in (None, sex_in(number)):
        found.append(Doubt.SEX_DIFFERS)
    if identity.enterprise_number and not _check_digit_agrees(identity.enterprise_number):
        found.append(Doubt.CHECK_DIGIT_DIFFERS)
    return tuple(found)


_ENTERPRISE: Final = re.compile(r"(\d{10})(\d{3})?", re.ASCII)
_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def check_enterprise_number(text: str) -> str:
    """Return an enterprise's ten digits, with ``-001`` and on for a dependent unit.

    Raises:  EnterpriseNumberWrong.
    """
    found = _ENTERPRISE.fullmatch(_PARTING.sub("", text))
    if not found:
        raise EnterpriseNumberWrong("an enterprise number has ten digits, or thirteen")
    number, unit = found.groups()
    return f"{number}-{unit}" if unit else str(number)


def _check_digit_agrees(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return int(number[9]) == 10 - total % 11


_DIALLING_SIGNS: Final = re.compile(r"[\s.\-()]")
_COUNTRY: Final = re.compile(r"(?:(?:\+|00)84|84(?=\d{9,11}$))0?")
_DOMESTIC: Final = re.compile(r"0[1-9]\d{8,9}", re.ASCII)
_ABROAD: Final = re.compile(r"\+[1-9]\d{7,14}", re.ASCII)


def check_phone(text: str) -> str:
    """Return a telephone number as it is dialled here: ``0912345678``; abroad ``+1415…``.

    Raises:  PhoneWrong with the number of digits.
    """
    dialled = _DIALLING_SIGNS.sub("", text)
    national = _COUNTRY.sub("0", dialled, count=1) if _COUNTRY.match(dialled) else dialled
    if _DOMESTIC.fullmatch(national):
        return national
    if _ABROAD.fullmatch(national):
        return national
    raise PhoneWrong("this cannot be dialled", digits=sum(c.isdigit() for c in dialled))


_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_EMAIL_LENGTH: Final = 254


def check_email(text: str) -> str:
    """Return an e-mail address without blanks around it.  Raises: EmailWrong."""
    address = single_line(text)
    if len(address) > _EMAIL_LENGTH or not _EMAIL.fullmatch(address):
        raise EmailWrong("this is not an e-mail address")
    return address


def clean(identity: Identity) -> Identity:
    """Return the identity as it is stored: one form for each number, no stray signs.

    Raises:  NameMissing; PersonalIdWrong; EnterpriseNumberWrong; PhoneWrong; EmailWrong.
    """
    name = single_line(identity.full_name)
    if not comparable_name(name):
        raise NameMissing("a person is known by a name")
    return replace(
        identity,
        full_name=name,
        personal_id=identity.personal_id and check_personal_id(identity.personal_id),
        enterprise_number=identity.enterprise_number
        and check_enterprise_number(identity.enterprise_number),
        phone=identity.phone and check_phone(identity.phone),
        email=identity.email and check_email(identity.email),
        address=single_line(identity.address),
    )


def comparable_name(full_name: str) -> str:
    """Return the name as it is compared: ``NGUYỄN  VĂN MẪU`` and ``Nguyễn Văn Mẫu`` agree."""
    return fold(full_name)


def may_be_one_name(one: str, other: str) -> bool:
    """Return whether two ways of writing may be of one name, as most people write it.

    Case, blanks, where a tone stands, and accents that one of them leaves out altogether do not
    tell two people apart; two different tones do.
    """
    if fold(one) != fold(other):
        return False
    return one.isascii() or other.isascii() or spelled(one) == spelled(other)


def as_stored(identity: Identity) -> dict[str, Any]:
    """Return the fields of an identity that are known, for a sealed column."""
    fields = {
        "full_name": identity.full_name,
        "personal_id": identity.personal_id,
        "enterprise_number": identity.enterprise_number,
        "birth_on": identity.birth_on.isoformat() if identity.birth_on else "",
        "birth_year": identity.birth_year,
        "sex": identity.sex.value if identity.sex else "",
        "phone": identity.phone,
        "email": identity.email,
        "address": identity.address,
    }
    return {name: value for name, value in fields.items() if value}


def from_stored(kind: str, kept: Mapping[str, Any]) -> Identity:
    """Return the identity whose known fields ``as_stored`` gave."""
    born, sex = kept.get("birth_on"), kept.get("sex")
    return Identity(
        kind=PersonKind(kind),
        full_name=kept["full_name"],
        personal_id=kept.get("personal_id", ""),
        enterprise_number=kept.get("enterprise_number", ""),
        birth_on=date.fromisoformat(born) if born else None,
        birth_year=kept.get("birth_year"),
        sex=Sex(sex) if sex else None,
        phone=kept.get("phone", ""),
        email=kept.get("email", ""),
        address=kept.get("address", ""),
    )


def check_representation(*, themselves: bool, valid_from: date, valid_to: date | None) -> None:
    """Refuse who would act for themselves, and a span that ends before it begins.

    Raises:  RepresentationRefused.
    """
    if themselves:
        raise RepresentationRefused("nobody represents themselves")
    if valid_to is not None and valid_to <= valid_from:
        raise RepresentationRefused("the representation would end before it begins")


_DOT: Final = "•"
_SHOWN_WORDS: Final = 2
_SHOWN_SIGNS: Final = 2
HIDDEN: Final = _DOT * 3
"""What stands for words of which nothing is shown."""


def mask_name(full_name: str) -> str:
    """Return ``Nguyễn Thị V•• D•``: the first two words, but never the given name."""
    words = full_name.split()
    shown = min(_SHOWN_WORDS, len(words) - 1)
    return " ".join(words[:shown] + [_mask_word(word) for word in words[shown:]])


def _mask_word(word: str) -> str:
    return word[0] + _DOT * (len(word) - 1) if len(word) > 1 else _DOT


def mask_personal_id(personal_id: str) -> str:
    """Return ``079•••••1234``."""
    return _mask_middle(personal_id, head=3, tail=4)


def mask_phone(phone: str) -> str:
    """Return ``091••••678``."""
    return _mask_middle(phone, head=3, tail=3)


def mask_number(number: str) -> str:
    """Return ``••••56``: the end of a paper's number, two signs or fewer."""
    shown = min(_SHOWN_SIGNS, len(number) // 2)
    return _DOT * (len(number) - shown) + number[len(number) - shown :]


def mask_email(email: str) -> str:
    """Return ``m•••@example.vn``: the house, not who lives in it."""
    name, at, house = email.partition("@")
    return f"{name[:1]}{_DOT * 3}{at}{house}" if email else ""


def _mask_middle(text: str, *, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return _DOT * len(text)
    return text[:head] + _DOT * hidden + text[-tail:]


def mask(identity: Identity) -> MaskedIdentity:
    """Return what a screen shows of a person; an enterprise's name and number are public."""
    business = identity.kind is PersonKind.BUSINESS
    return MaskedIdentity(
        kind=identity.kind,
        full_name=identity.full_name if business else mask_name(identity.full_name),
        number=identity.enterprise_number or mask_personal_id(identity.personal_id),
        phone=mask_phone(identity.phone),
        email=mask_email(identity.email),
        birth_year=identity.birth_year,
    )
