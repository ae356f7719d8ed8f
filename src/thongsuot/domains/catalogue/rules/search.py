"""Finding procedures by the words citizens use: no accents, misspelt, run together, everyday.

A query becomes concepts. A concept is a word, or an everyday phrase beside what the law calls it
("sổ đỏ" beside "giấy chứng nhận quyền sử dụng đất"); it is met when either is. Rare words weigh
more than common ones. Words standing together in the query and in the name, short names, and
likeness to a plain name decide between procedures that meet the same concepts.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from thongsuot.domains.catalogue.rules.words import plain_name
from thongsuot.domains.catalogue.terms import Hit, PlainWords
from thongsuot.kernel.text import fold

_WORD = re.compile(r"[a-z0-9]+")
_FINAL_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y$")
_CODE = re.compile(r"[1-9]\.\d{6}")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure to be found."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for, and the ways of saying it."""

    ways: tuple[Words, ...]


# How much each kind of likeness adds to the share of the query that a procedure meets (0 to 1).
TOGETHER = 0.35
SHORTNESS = 0.30
PLAIN_LIKENESS = 0.80
WELL_KNOWN = 0.08
COMMUNE = 0.04
EVERYDAY = 1.6
"""An everyday phrase that we know says more about what is wanted than a word beside it."""
CONTAINED = 0.25
CONTAINED_WORD = 0.15
LEAST_MET = 0.35
"""A procedure that meets less of the query than this is no answer."""
MISSPELT = 0.7
BEGUN = 0.8
FIELD_WORD = 0.5
LIKE_ENOUGH = 72.0
"""Of 100: from here on a phrase counts as like a plain name."""
CANDIDATES = 80


@lru_cache(maxsize=50_000)
def words_of(text: str) -> Words:
    """Return the folded words of ``text``; a final y is read as i (ký, kí)."""
    return tuple(_FINAL_Y.sub("i", word) for word in _WORD.findall(fold(text)))


class SearchIndex:
    """All procedures of one day, ready to be asked; built in memory, never changed."""

    def __init__(self, entries: Iterable[Entry], plain: PlainWords) -> None:
        self._entries = {entry.code: entry for entry in entries}
        self._plain = plain
        self._texts: dict[str, list[Words]] = {}
        self._places: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._phrases: dict[str, str] = {}
        for entry in self._entries.values():
            self._add(entry)
        self._weight = self._weights()
        self._glued = self._runs_together()
        self._official_pairs = {
            pair
            for texts in self._texts.values()
            for pair in zip(texts[0], texts[0][1:], strict=False)
        }
        self._synonyms = sorted(
            (
                (words_of(say), words_of(known.means))
                for known in plain.synonyms
                for say in known.says
            ),
            key=lambda pair: -len(pair[0]),
        )
        self._fillers = {words_of(filler) for filler in plain.fillers}

    def search(self, query: str, limit: int = 20) -> list[Hit]:
        """Return at most ``limit`` procedures, best first; nothing for an empty query."""
        code = _CODE.search(query)
        if code and code.group() in self._entries:
            return [self._hit(code.group(), 2.0)]
        asked = words_of(query[:LONGEST_QUERY])
        scores = self._scores(asked)
        best = sorted(scores, key=lambda code: (-scores[code], code))[:limit]
        return [self._hit(code, scores[code]) for code in best]

    def hit(self, code: str) -> Hit | None:
        """Return the procedure ``code`` as a hit, or None when it is not in the index."""
        return self._hit(code, 1.0) if code in self._entries else None

    def _hit(self, code: str, score: float) -> Hit:
        entry = self._entries[code]
        called = plain_name(self._plain, code, entry.name)
        return Hit(code, entry.name, called, entry.field, entry.levels, round(score, 4))

    def _add(self, entry: Entry) -> None:
        known = self._plain.names.get(entry.code)
        says = [known.name, *known.also] if known else []
        texts = [words_of(text) for text in (entry.name, *says)]
        self._texts[entry.code] = texts
        self._phrases |= {" ".join(words): entry.code for words in texts[1:]}
        for word in words_of(entry.field):
            self._places[word][entry.code] = FIELD_WORD
        for words in texts:
            for word in words:
                self._places[word][entry.code] = 1.0

    def _weights(self) -> dict[str, float]:
        total = len(self._entries) or 1
        return {word: math.log(1 + total / len(at)) for word, at in self._places.items()}

    def _runs_together(self) -> dict[str, Words]:
        pairs = Counter(
            pair for texts in self._texts.values() for words in texts for pair in pairwise(words)
        )
        return {"".join(pair): pair for pair, _ in reversed(pairs.most_common())}

    def _scores(self, asked: Words) -> dict[str, float]:
        asked = self._corrected(self._separate(asked))
        concepts = self._concepts(asked)
        if not concepts:
            return {}
        met = self._met(concepts)
        likeness = self._likeness(asked)
        for code in likeness:
            met.setdefault(code, 0.0)
        candidates = sorted(met, key=lambda code: -(met[code] + likeness.get(code, 0)))
        heard = [way for concept in concepts for way in concept.ways]
        return {
            code: met[code] + self._extra(code, asked, heard) + likeness.get(code, 0.0)
            for code in candidates[:CANDIDATES]
            if met[code] >= LEAST_MET or code in likeness
        }

    def _separate(self, asked: Words) -> Words:
        """Split words that were run together: ``khaisinh``."""
        return tuple(
            part
            for word in asked
            for part in (self._glued.get(word, (word,)) if word not in self._places else (word,))
        )

    def _corrected(self, asked: Words) -> Words:
        """Put the word that was meant where a slip of the finger made one that nobody knows.

        Only a word that stands beside its neighbour in some name is put in its place.
        """
        words = list(asked)
        for place, word in enumerate(words):
            if word in self._places:
                continue
            neighbours = {*words[max(place - 1, 0) : place], *words[place + 1 : place + 2]}
            meant = [w for w in self._near(word, last=False) if self._stands_beside(w, neighbours)]
            if meant:
                words[place] = max(meant, key=lambda w: (len(self._places[w]), w))
        return tuple(words)

    def _stands_beside(self, word: str, neighbours: set[str]) -> bool:
        return any(f"{a}{b}" in self._glued for n in neighbours for a, b in ((word, n), (n, word)))

    def _concepts(self, asked: Words) -> list[Concept]:
        concepts = []
        place = 0
        while place < len(asked):
            said, means = self._synonym_at(asked, place)
            if said:
                concepts.append(Concept((said, *means)))
                place += len(said)
            elif skipped := self._filler_at(asked, place):
                place += skipped
            else:
                concepts.append(Concept((asked[place : place + 1],)))
                place += 1
        return concepts or [Concept(((word,),)) for word in asked]

    def _synonym_at(self, asked: Words, place: int) -> tuple[Words, list[Words]]:
        """Return the longest everyday phrase that starts here, with all it can mean."""
        for said, _ in self._synonyms:
            if asked[place : place + len(said)] == said:
                return said, [means for other, means in self._synonyms if other == said]
        return (), []

    def _filler_at(self, asked: Words, place: int) -> int:
        lengths = (n for n in (3, 2, 1) if self._is_filler(asked, place, n))
        return next(lengths, 0)

    def _is_filler(self, asked: Words, place: int, length: int) -> bool:
        """Tell whether words only hold the question together; "can" of "căn cước" does not."""
        if asked[place : place + length] not in self._fillers:
            return False
        if length > 1:
            return True
        beside = {asked[place - 1 : place + 1] if place else (), asked[place : place + 2]}
        return not any(pair in self._official_pairs for pair in beside)

    def _met(self, concepts: Sequence[Concept]) -> dict[str, float]:
        """Return for each procedure the share of the concepts it meets, 0 to 1."""
        met: defaultdict[str, float] = defaultdict(float)
        total = 0.0
        for place, concept in enumerate(concepts):
            ways = [self._way(way, last=place == len(concepts) - 1) for way in concept.ways]
            weight = max(weight for _, weight in ways) * (EVERYDAY if len(ways) > 1 else 1)
            total += weight
            best: defaultdict[str, float] = defaultdict(float)
            for shares, _ in ways:
                for code, share in shares.items():
                    best[code] = max(best[code], share)
            for code, share in best.items():
                met[code] += weight * share
        return {code: value / total for code, value in met.items()} if total else {}

    def _way(self, way: Words, *, last: bool) -> tuple[dict[str, float], float]:
        """Return who has how much of one way of saying something, and what it weighs."""
        shares: defaultdict[str, float] = defaultdict(float)
        total = 0.0
        for place, word in enumerate(way):
            found, weight = self._occurrences(word, last=last and place == len(way) - 1)
            total += weight
            for code, share in found.items():
                shares[code] += weight * share
        return {code: value / total for code, value in shares.items()}, total

    def _occurrences(self, word: str, *, last: bool) -> tuple[dict[str, float], float]:
        if word in self._places:
            return self._places[word], self._weight[word]
        near = self._near(word, last=last)
        found: defaultdict[str, float] = defaultdict(float)
        for other, likeness in near.items():
            for code, share in self._places[other].items():
                found[code] = max(found[code], share * likeness)
        weight = max((self._weight[other] for other in near), default=UNKNOWN_WORD)
        return found, weight

    def _near(self, word: str, *, last: bool) -> dict[str, float]:
        """Return words one slip away, and, for the word still being typed, its endings."""
        near: dict[str, float] = {}
        for other in self._places:
            if last and len(word) >= 2 and other.startswith(word):
                near[other] = BEGUN
            elif _one_slip_away(word, other):
                near[other] = MISSPELT
        return near

    def _likeness(self, asked: Words) -> dict[str, float]:
        """Return the procedures one of whose plain names is like the query, 0 to 1."""
        bare = [word for word in asked if (word,) not in self._fillers] or asked
        found: dict[str, float] = {}
        for query in {" ".join(asked), " ".join(bare)}:
            for phrase, score, _ in process.extract(
                query,
                self._phrases.keys(),
                scorer=fuzz.token_sort_ratio,
                score_cutoff=LIKE_ENOUGH,
                limit=CANDIDATES,
            ):
                code = self._phrases[phrase]
                share = (score - LIKE_ENOUGH / 2) / (100 - LIKE_ENOUGH / 2)
                found[code] = max(found.get(code, 0.0), PLAIN_LIKENESS * share)
        for phrase, code in self._said_within(asked):
            share = CONTAINED + CONTAINED_WORD * (phrase.count(" ") + 1)
            found[code] = max(found.get(code, 0.0), min(share, PLAIN_LIKENESS))
        return found

    def _said_within(self, asked: Words) -> list[tuple[str, str]]:
        """Return the plain names that stand word for word within the query."""
        query = f" {' '.join(asked)} "
        return [pair for pair in self._phrases.items() if f" {pair[0]} " in query]

    def _extra(self, code: str, asked: Words, heard: Sequence[Words]) -> float:
        pairs = {pair for words in (asked, *heard) for pair in pairwise(words)}
        words_heard = {word for words in (asked, *heard) for word in words}
        texts = self._texts[code]
        together = max((_share_of_pairs(pairs, words) for words in texts), default=0.0)
        short = max((self._share_heard(words, words_heard) for words in texts), default=0.0)
        entry = self._entries[code]
        known = WELL_KNOWN if code in self._plain.names else 0.0
        near = COMMUNE if "commune" in entry.levels else 0.0
        return TOGETHER * together + SHORTNESS * short + known + near

    def _share_heard(self, words: Words, heard: set[str]) -> float:
        """Return how much of a name the query has said."""
        total = sum(self._weight[word] for word in words)
        said = sum(self._weight[word] for word in words if word in heard)
        return said / total if total else 0.0


def _one_slip_away(word: str, other: str) -> bool:
    """Tell whether a letter is wrong, missing, doubled or swapped; short words are left alone."""
    if max(len(word), len(other)) < SHORTEST_MISSPELT or not other[:1].isalpha():
        return False
    return DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1


def _share_of_pairs(pairs: set[tuple[str, str]], words: Words) -> float:
    if not pairs:
        return 0.0
    present = set(pairwise(words))
    return len(pairs & present) / len(pairs)


LONGEST_QUERY = 200
"""Characters of a query that are read."""
SHORTEST_MISSPELT = 4
UNKNOWN_WORD = 1.0
"""What a word weighs that no procedure has: it lowers every share alike."""
