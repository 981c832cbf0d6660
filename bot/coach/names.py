"""Names and nicknames found in a text, longest first, so that "single-leg RDL" is not read as "RDL"."""

from collections.abc import Mapping, Sequence

from bot.coach.lexicon import Lexicon
from bot.coach.words import stem, tokens


class Names:
    """Items by everything they are called."""

    def __init__(self, names: Mapping[str, Sequence[str]], lexicon: Lexicon) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        for item, spoken in names.items():
            for name in spoken:
                self._known.setdefault(tuple(map(stem, lexicon.fold(tokens(name)))), item)
        self._longest = max(map(len, self._known), default=1)

    def found(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """The items named by these words, in order, each once; and the words that are left."""
        keys = tuple(map(stem, words))
        items: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(keys):
            for size in range(min(self._longest, len(keys) - at), 0, -1):
                if item := self._known.get(keys[at : at + size]):
                    items.append(item)
                    at += size
                    break
            else:
                rest.append(words[at])
                at += 1
        return list(dict.fromkeys(items)), rest
