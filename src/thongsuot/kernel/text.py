"""Vietnamese text: one form to store, one to compare, one to sort by.

Stored text keeps what the writer wrote (hòa and hoà are both right). Compared text is folded:
without accents, case and stray signs. Sorted text follows the alphabet a ă â b c d đ e ê …,
then the tones level, huyền, hỏi, ngã, sắc, nặng, as the collation ``vi`` of Unicode CLDR does.
"""

import unicodedata
from functools import lru_cache
from typing import Final

_LOOKALIKE_D: Final = str.maketrans("ðÐɖƉ", "đĐđĐ")  # what faulty keyboards and old fonts leave
_PLAIN_D: Final = str.maketrans("đðɖ", "ddd")
_LINE_ENDS: Final = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})
_KEPT: Final = frozenset("\n\t")


def normalise(text: str) -> str:
    """Return ``text`` as it is stored: NFC, trimmed, nothing invisible in it.

    Zero-width and direction marks, control characters and lone surrogates go; line feeds and
    tabs stay, and every other line end becomes a line feed.
    """
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    seen = "".join(c for c in lines if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
    return unicodedata.normalize("NFC", seen).strip()


def single_line(text: str) -> str:
    """Return ``text`` normalised, with each run of blanks as one space: names, codes, titles."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """Return ``text`` as it is compared: no accents, no case, no stray signs, single spaces.

    ``Đặng  Hoà`` and ``dang hòa`` fold alike.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain).translate(_PLAIN_D)
    return " ".join("".join(filter(_is_compared, plain)).split())


def spelled(text: str) -> tuple[tuple[str, str], ...]:
    """Return the words of ``text`` as letters and tones, wherever in the word a tone is written.

    ``HOÀ`` and ``hòa`` are spelled alike; ``Huệ`` and ``Huế`` are not.
    """
    return tuple(_spelled(word) for word in single_line(text).casefold().split())


def _spelled(word: str) -> tuple[str, str]:
    signs = unicodedata.normalize("NFD", word.translate(_LOOKALIKE_D))
    letters = unicodedata.normalize("NFC", "".join(c for c in signs if c not in _TONES))
    return letters, "".join(sorted(c for c in signs if c in _TONES))


def _is_compared(character: str) -> bool:
    if character.isspace():
        return True
    category = unicodedata.category(character)
    return category != "Mn" and category not in _UNSEEN


def name_sort_key(full_name: str) -> bytes:
    """Return the key that sorts people by given name (the last word), then by the rest.

    Source:  common practice of Vietnamese lists, not a rule of law.
    """
    *before, given = single_line(full_name).split() or [""]
    return sort_key(given) + _LEVEL + sort_key(" ".join(before))


_LEVEL: Final = b"\x00"
_BLANK: Final = b"\x02"
_SIGN, _DIGIT, _LETTER, _OTHER = b"\x03", 0x30, 0x40, b"\x70"
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTERS: Final = {letter: bytes([_LETTER + place]) for place, letter in enumerate(_ALPHABET)}
_TONES: Final = {
    mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=2)
}
_LEVEL_TONE: Final = 1


def sort_key(text: str) -> bytes:
    """Return the key that sorts ``text`` in Vietnamese order; bytes compare as they should.

    Letters decide first, then tones, then case (small before capital), then the text itself.
    Blanks come before signs, signs before digits, digits before letters.
    """
    stored = single_line(text)
    weights = [_weights(character) for character in stored]
    letters = b"".join(letter for letter, _, _ in weights)
    tones = bytes(tone for _, tone, _ in weights)
    cases = bytes(case for _, _, case in weights)
    return _LEVEL.join((letters, tones, cases, stored.encode()))


@lru_cache(maxsize=4096)
def _weights(character: str) -> tuple[bytes, int, int]:
    """Return the weights of one stored character as letter, tone and case."""
    base, *marks = list(unicodedata.normalize("NFD", character.translate(_LOOKALIKE_D)))
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), _LEVEL_TONE)
    quality = "".join(mark for mark in marks if mark not in _TONES)
    letter = unicodedata.normalize("NFC", base + quality).lower()
    case = 2 if base.isupper() else 1
    return _letter_weight(letter, base.lower()), tone, case


def _letter_weight(letter: str, base: str) -> bytes:
    if letter in _LETTERS:
        return _LETTERS[letter]
    if base in _LETTERS:
        return _LETTERS[base]  # ü, ñ and the like stand with their plain letter
    if base.isspace():
        return _BLANK
    if base in "0123456789":
        return bytes([_DIGIT + int(base)])
    kind = _OTHER if base.isalnum() else _SIGN
    return kind + ord(base[0]).to_bytes(3, "big")
