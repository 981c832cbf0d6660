"""Whether a text holds sentences of the guides. Of the guides only hashes are kept, so that none of their text is here.

`python -m bot.coach.copied FOLDER` writes the hashes anew from a folder of guides, each a `.txt` file.
"""

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path

RUN = 7  # this many words in a row are a sentence of somebody's; fewer are how everybody says it
HASHES = Path(__file__).with_name("copied.bin")

_WORD = re.compile(r"[a-z0-9]+")
_PULL_UP = re.compile(r"\bpull(ups?)\b")
_APOSTROPHES = str.maketrans("", "", "'’")
# nobody owns a list of names and figures: a run of nothing else is let through
_UNOWNED = (
    # muscles and parts of the body
    "gluteus maximus medius minimus glute glutes hamstring hamstrings biceps femoris semitendinosus semimembranosus "
    "erector erectors spinae spinal lower middle back lats latissimus dorsi traps trapezius rhomboids posterior "
    "deltoids calves gastrocnemius soleus quads abs chest hip hips flexors shoulder blades leg legs face "
    # movements
    "deadlift deadlifts romanian rdl rdls thrust thrusts nordic curl curls bulgarian split squat squats bridge bridges "
    "lunge lunges swing swings good morning mornings pull through throughs kickback kickbacks step steps row rows up "
    "ups superman hold holds wall sit sits bird dog dogs hinge hinges stretch pigeon pose figure four raise walk walks "
    # how and with what
    "single walking reverse lateral side sides bent over bodyweight banded barbell dumbbell kettlebell cable ball "
    "machine set sets rep reps repetitions second seconds x per each and or of the in to a"
)
_NAMES = frozenset(_UNOWNED.split())


@dataclass(frozen=True, slots=True)
class Copy:
    """A run of words that a guide has too, and the line on which it begins."""

    line: int
    words: tuple[str, ...]


def normal(text: str) -> list[str]:
    """The words of a text without capitals, apostrophes and punctuation; a hyphen parts two words."""
    return _WORD.findall(_PULL_UP.sub(r"pull \1", text.lower().translate(_APOSTROPHES)))


def hashes(text: str) -> set[int]:
    """A hash of 64 bits for every run of seven words."""
    return {number for _, number in _runs(normal(text))}


def copies(text: str, known: frozenset[int]) -> Iterator[Copy]:
    """Every run of a text whose hashes are known, unless it is only names and figures."""
    words = normal(text)
    found = [start for start, number in _runs(words) if number in known]
    if not found:
        return
    lines = [number for number, line in enumerate(text.split("\n"), 1) for _ in normal(line)]
    # starts that follow each other belong to one run
    for _, group in groupby(enumerate(found), lambda pair: pair[1] - pair[0]):
        starts = [start for _, start in group]
        run = tuple(words[starts[0] : starts[-1] + RUN])
        if not all(word in _NAMES or word.isdigit() for word in run):
            yield Copy(lines[starts[0]], run)


@lru_cache(maxsize=1)
def known_hashes() -> frozenset[int]:
    """The hashes of the guides, as they came with this installation."""
    numbers = array("Q")
    numbers.frombytes(HASHES.read_bytes())
    if sys.byteorder == "big":
        numbers.byteswap()
    return frozenset(numbers)


def packed(texts: Iterable[str]) -> bytes:
    """The hashes of these texts as they are kept: sorted, so that no order of words is left, eight bytes each."""
    every = sorted(set[int]().union(*map(hashes, texts)))
    return b"".join(number.to_bytes(8, "little") for number in every)


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN]).encode()
        yield start, int.from_bytes(blake2b(run, digest_size=8).digest(), "little")


def main(folder: Path) -> str:
    """Write the hashes of a folder of guides; what was done, in words."""
    guides = sorted(folder.glob("*.txt"))
    if not guides:
        return f"There are no guides (*.txt) in {folder}; nothing was written."
    data = packed(guide.read_text(encoding="utf-8") for guide in guides)
    HASHES.write_bytes(data)
    return f"{len(data) // 8} hashes of {len(guides)} guides are in {HASHES}."


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m bot.coach.copied FOLDER")
    sys.stdout.write(main(Path(sys.argv[1])) + "\n")
