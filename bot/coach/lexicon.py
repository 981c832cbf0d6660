"""The words the coach knows, and how a typo finds its way back to one of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.coach.words import Spellings, tokens

# below four letters nearly every word has a neighbour one letter away
_SHORTEST = 4
_LONG = 8


class Lexicon:
    """Normalised words of a text: other spellings folded, and unknown words mended when a known one is very near."""

    def __init__(self, spellings: Spellings, texts: Iterable[str], words: Mapping[str, int] | None = None) -> None:
        """`words` are further words with how often they were seen."""
        self._spellings = spellings
        self._count: Counter[str] = Counter(words or {})
        for text in texts:
            said = tokens(text)
            self._count.update(said)
            self._count.update(spellings.fold(said))
        self._count.update(spellings.variants)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._count:
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_letter[word[0]].append(word)
        self._mended: dict[str, str] = {}

    def words(self, text: str) -> list[str]:
        """The words of a text as the coach knows them, in order."""
        return self._spellings.fold(self.mended(text))

    def mended(self, text: str) -> list[str]:
        """The words of a text with slips of the thumb put right and nothing else changed."""
        return [self._mend(word) for word in tokens(text)]

    def fold(self, words: Sequence[str]) -> list[str]:
        """Words already taken apart, folded only: for names, which are written right."""
        return self._spellings.fold(words)

    def _mend(self, word: str) -> str:
        if word in self._count or len(word) < _SHORTEST or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) > 10_000:  # a flood of nonsense must not fill the memory
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _nearest(self, word: str) -> str:
        """The known word with the same first letter one slip away (two in a long word), the commonest of several."""
        slips = 2 if len(word) >= _LONG else 1
        near = extract(word, self._by_letter[word[0]], scorer=OSA.distance, score_cutoff=slips, limit=8)
        return min(near, key=lambda hit: (hit[1], -self._count[hit[0]], hit[0]))[0] if near else word
