"""The trained model at work: steady, safe between threads, and at home with knowledge that came after it."""

import hashlib
import json
import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from grounds import NOON, ROOT, KnowledgeCopy

from bot import app
from bot.coach.bank import Example
from bot.coach.coach import Coach
from bot.coach.conversation import Conversation
from bot.coach.encoder import Encoder, context
from bot.coach.library import Library, load_library
from bot.coach.reading import Reader
from bot.coach.trained import Trained, broken_files, key_of, open_trained
from bot.coach.understanding import Understanding
from bot.coach.wordreading import WordReader
from bot.errors import ModelError

MODEL = ROOT / "model"
ZUMBA = """id: calf-raise
name: Calf raise
aliases: [calf raises, heel raise, tippy toe lifts]
pattern: hip extension
muscles: {main: [calves]}
reviewed: 2026-11-22
aspects:
"""


@pytest.fixture(scope="module")
def trained() -> Trained:
    return open_trained(MODEL)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(MODEL)


def likeness(encoder: Encoder, one: tuple[str, str], other: tuple[str, str]) -> float:
    first, second = encoder.encode([one, other])
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def test_a_message_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    texts = [("how many hip thrusts", ""), ("can i train every day and if so how long should each session be", "")]
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    cosines = (together * alone).sum(1) / np.linalg.norm(together, axis=1) / np.linalg.norm(alone, axis=1)
    assert cosines.min() > 0.98  # int8 activations are scaled by batch


def test_what_was_said_before_changes_what_a_message_means(encoder: Encoder) -> None:
    plain = ("and how many?", "")
    after = ("and how many?", context("Hip thrust", "how do i hip thrust"))
    assert likeness(encoder, plain, after) < 0.95


def test_eight_threads_get_what_one_would(encoder: Encoder) -> None:
    texts = [f"how do i do {n} squats" for n in range(24)]
    alone = [encoder.encode([(text, "")])[0] for text in texts]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encoder.encode([(text, "")])[0], texts))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_a_text_of_any_length_is_read(encoder: Encoder) -> None:
    assert encoder.encode([("squat " * 4000, "bridge " * 4000), ("", "")]).shape == (2, 384)


def test_probabilities_are_probabilities(library: Library, trained: Trained) -> None:
    understood = Understanding(trained, library.examples()).understand("how many hip thrusts", "")
    shares = [share for _, share in understood.labels]
    assert shares == sorted(shares, reverse=True)
    assert 0.9 < sum(shares) <= 1.001
    assert sum(understood.aspects) == pytest.approx(1.0, abs=1e-3)


def test_the_shipped_vectors_are_those_of_the_bank(library: Library, trained: Trained) -> None:
    understanding = Understanding(trained, library.examples())
    singles = [example for example in library.examples() if not example.before]
    assert understanding.waiting < 0.05 * len(singles)


def test_capitals_and_a_full_stop_are_no_other_message() -> None:
    assert key_of("How MANY reps?") == key_of("how many reps")
    assert key_of("how many reps") != key_of("how many sets")


def test_a_topic_added_today_is_understood_from_its_examples(library: Library, trained: Trained) -> None:
    new = [
        "where do i hang my wet towel",
        "is there a peg for towels",
        "towel hooks in the changing room",
        "my towel is soaking, where does it go",
    ]
    examples = [*library.examples(), *(Example(text, "house/towels") for text in new)]
    understanding = Understanding(trained, examples)
    asked = "any hooks for a wet towel?"
    assert understanding.understand(asked, "").labels[0][0] != "house/towels"
    assert understanding.waiting >= len(new)
    understanding.learn()
    assert understanding.waiting == 0
    assert understanding.understand(asked, "").labels[0][0] == "house/towels"
    before = Understanding(trained, library.examples()).understand("how many hip thrusts should i do", "").labels[0]
    assert understanding.understand("how many hip thrusts should i do", "").labels[0][0] == before[0]


def test_a_topic_taken_away_is_not_offered(library: Library, trained: Trained) -> None:
    left = [example for example in library.examples() if example.topic != "recovery/sleep"]
    labels = dict(Understanding(trained, left).understand("how many hours of sleep do i need", "").labels)
    assert labels.get("recovery/sleep", 0.0) == 0.0


def test_an_exercise_added_today_is_answered_on_every_side(knowledge_copy: KnowledgeCopy, coach: Coach) -> None:
    aspects = {
        "what": ("A calf raise lifts you onto your toes.", "what is a calf raise"),
        "how-to": ("Stand tall and rise onto the balls of your feet.", "how do i do calf raises"),
        "dose": ("Start with 2 × 10–15.", "how many calf raises"),
        "muscles": ("The two calf muscles.", "what do calf raises work"),
        "equipment": ("Nothing; a step gives more range.", "do i need a step for calf raises"),
        "benefits": ("Stronger calves help you push off.", "what are calf raises good for"),
        "tips": ("Keep the weight over the big toe.", "calf raise mistakes"),
        "progression": ("Harder: one leg.", "calf raises are too easy"),
    }
    body = "".join(
        f'  {name}: {{short: "{short}", sources: [backline], questions: ["{question}"]}}\n'
        for name, (short, question) in aspects.items()
    )
    knowledge_copy.write("exercises/calf-raise.yaml", ZUMBA + body)
    library = load_library(knowledge_copy.folder)
    reader = app.open_reader(library)
    assert isinstance(reader, Reader)
    reader.understanding.learn()
    tomorrow = replace(coach, library=library, reader=reader)
    for text, aspect in (
        ("tippy toe lifts, how many sets?", "dose"),
        ("how should i do heel raises properly", "how-to"),
        ("which muscles do calf raises train", "muscles"),
    ):
        reply, _ = tomorrow.reply(text, Conversation(), NOON)
        assert (reply.topic, reply.aspect) == ("exercise/calf-raise", aspect), text


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    return folder


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt", "heads.npz", "lexical.npz", "bank.npz", "card.json"])
@pytest.mark.parametrize("how", ["missing", "cut off"])
def test_a_file_that_cannot_be_used_is_named(model: Path, name: str, how: str) -> None:
    file = model / name
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(ModelError, match=name.replace(".", r"\.")):
        open_trained(model)


def test_a_whole_file_that_is_no_model_is_named(model: Path) -> None:
    (model / "encoder.onnx").write_bytes(b"not a model")
    card = json.loads((model / "card.json").read_text(encoding="utf-8"))
    card["files"]["encoder.onnx"] = hashlib.sha256(b"not a model").hexdigest()
    (model / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match=r"encoder\.onnx cannot be used"):
        open_trained(model)


def test_a_file_changed_on_the_way_is_found_by_the_check(model: Path) -> None:
    assert broken_files(model) == []
    with (model / "vocab.txt").open("a", encoding="utf-8") as vocabulary:
        vocabulary.write("x\n")
    assert broken_files(model) == ["vocab.txt"]


def test_a_card_that_is_no_object_is_told(model: Path) -> None:
    (model / "card.json").write_text(json.dumps([1]), encoding="utf-8")
    with pytest.raises(ModelError, match="broken"):
        open_trained(model)


def test_without_a_model_the_words_are_read_and_the_operator_is_told_once(
    library: Library, coach: Coach, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(app, "supplied", lambda name: tmp_path / name)
    with caplog.at_level(logging.WARNING):
        reader = app.open_reader(library)
    assert isinstance(reader, WordReader)
    (told,) = [record.getMessage() for record in caplog.records]
    assert "card.json is missing" in told
    reply, _ = replace(coach, reader=reader).reply("how do I do a hip thrust?", Conversation(), NOON)
    assert (reply.topic, reply.aspect) == ("exercise/hip-thrust", "how-to")


def test_a_check_without_a_model_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(app, "supplied", lambda name: tmp_path / name)
    assert ["card.json" in str(fault) for fault in app.model_faults()] == [True]
