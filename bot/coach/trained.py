"""What training left behind, read from the folder `model/`: the encoder, its heads, the lexical classifier, the bank's
vectors.

Every part knows what it was made from. Whatever is missing or broken is told as one `ModelError`; nothing is half used.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.coach.bank import ANY_EXERCISE, Example
from bot.coach.encoder import Encoder, Vector
from bot.coach.lexical import Lexical, Weighting
from bot.coach.words import plain
from bot.errors import ModelError

CARD = "card.json"
# the weights of the votes, which the card gives
MIX = ("encoder", "lexical", "lexical_in_talk", "nearest", "new")
NAMES = ("encoder.onnx", "vocab.txt", "heads.npz", "lexical.npz", "bank.npz")


@dataclass(frozen=True, slots=True)
class Heads:
    """Linear heads on the encoder's vector, over `labels` and over the aspects, and the projection for the bank."""

    labels: tuple[str, ...]
    topics: NDArray[np.float32]
    topics_bias: NDArray[np.float32]
    aspects: NDArray[np.float32]
    aspects_bias: NDArray[np.float32]
    projection: NDArray[np.float32]

    def projected(self, vectors: Vector) -> Vector:
        """Vectors (n, width) in the bank's space (n, smaller), each of length one: likeness is their product."""
        small = vectors @ self.projection
        return small / np.maximum(np.linalg.norm(small, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model ready to use; `vectors` (n, small) are the bank's in int8 of which 127 is 1, in the order of `keys`,
    which are those of `key_of` and ascend. `words` are the bank's, with how often each stands there.
    """

    encoder: Encoder
    heads: Heads
    lexical: Lexical
    keys: NDArray[np.int64]
    vectors: NDArray[np.int8]
    words: dict[str, int]
    bank: str
    mix: dict[str, float]


def key_of(text: str) -> int:
    """The number under which a message's vector is kept: 63 bits of its hash; capitals, accents and end marks aside."""
    said = plain(text).strip(" .!?").encode("utf-8", "ignore")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") >> 1


def places_of(keys: NDArray[np.int64], wanted: Sequence[int]) -> NDArray[np.int64]:
    """Where each wanted key stands among ascending keys, -1 where it does not."""
    numbers = np.array(wanted, np.int64)
    if not len(keys):
        return np.full(len(numbers), -1)
    places = np.minimum(np.searchsorted(keys, numbers), len(keys) - 1)
    return np.where(keys[places] == numbers, places, -1)


def unlearned(folder: Path, examples: Iterable[Example]) -> int:
    """How many single messages of the bank a model was not trained on; raises `ModelError` when that cannot be told."""
    singles = {key_of(e.text) for e in examples if not e.before and e.topic != ANY_EXERCISE}
    try:
        with np.load(folder / "bank.npz") as kept:
            places = places_of(kept["keys"], list(singles))
    except (OSError, ValueError, KeyError):
        raise ModelError(
            f"The model file {folder.name}/bank.npz is missing or broken. Install Backline again."
        ) from None
    return int((places < 0).sum())


def bank_hash(examples: Iterable[Example]) -> str:
    """What tells whether a model was trained on this bank: a hash over all examples with their labels."""
    lines = sorted("\t".join((e.label, e.aspect or "", *e.before, e.text)) for e in examples)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "ignore")).hexdigest()


def read_card(folder: Path) -> dict[str, object]:
    """The model card; raises `ModelError` when there is none that can be read."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ModelError(f"The model card {folder.name}/{CARD} is missing or broken. Install Backline again.") from None
    if not isinstance(card, dict):
        raise ModelError(f"The model card {folder.name}/{CARD} is broken. Install Backline again.")
    return card  # pyright: ignore[reportUnknownVariableType]


def broken_files(folder: Path) -> list[str]:
    """The files of a model that are missing, or other than its card says."""
    known: Any = read_card(folder).get("files") or {}
    wrong: list[str] = []
    for name in NAMES:
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != known.get(name):
            wrong.append(name)
    return wrong


def open_trained(folder: Path) -> Trained:
    """Read a model; raises `ModelError`, with the file's name, when a part of it cannot be used."""
    card = read_card(folder)
    if wrong := broken_files(folder):
        raise ModelError(f"The model file {folder.name}/{wrong[0]} is missing or broken. Install Backline again.")
    part = "encoder.onnx"
    try:
        encoder = Encoder(folder)
        part = "heads.npz"
        heads = _heads(folder / part)
        part = "lexical.npz"
        lexical, words = _lexical(folder / part)
        part = "bank.npz"
        with np.load(folder / part) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
        part = CARD
        given: Any = card["mix"]
        mix = {name: float(given[name]) for name in MIX}
        return Trained(encoder, heads, lexical, keys, vectors, words, str(card["bank"]), mix)
    except Exception as error:  # onnxruntime and tokenizers raise their own kinds, without a common base
        what = f"cannot be used ({type(error).__name__})"
        raise ModelError(f"The model file {folder.name}/{part} {what}. Install Backline again.") from None


def _heads(path: Path) -> Heads:
    with np.load(path) as kept:
        names = ("topics", "topics_bias", "aspects", "aspects_bias", "projection")
        return Heads(tuple(map(str, kept["labels"])), *(kept[name].astype(np.float32) for name in names))


def _lexical(path: Path) -> tuple[Lexical, dict[str, int]]:
    with np.load(path) as kept:
        weighting = Weighting(kept["rarity"].astype(np.float32))
        words = dict(zip(map(str, kept["words"]), map(int, kept["counts"]), strict=True))
        return Lexical(weighting, *(kept[n] for n in ("starts", "columns", "weights", "scales", "bias"))), words
