"""The trained model at work: steady, safe between threads, and at home with knowledge that came after it."""

import hashlib
import json
import logging
import os
import subprocess
import sys
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
from bot.coach.model import ASPECTS
from bot.coach.reading import Reader
from bot.coach.trained import Trained, broken_files, key_of, open_trained, unlearned
from bot.coach.understanding import Understanding
from bot.coach.wordreading import WordReader
from bot.errors import ModelError

MODEL = ROOT / "model"
CALF_RAISE = """id: calf-raise
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
    understood = Understanding(trained, library.examples(), library.has_label).understand("how many hip thrusts", "")
    shares = [share for _, share in understood.labels]
    assert shares == sorted(shares, reverse=True)
    assert 0.9 < sum(shares) <= 1.001
    assert sum(understood.aspects) == pytest.approx(1.0, abs=1e-3)


def test_the_shipped_vectors_are_those_of_the_bank(library: Library, trained: Trained) -> None:
    understanding = Understanding(trained, library.examples(), library.has_label)
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
    understanding = Understanding(trained, examples, library.has_label)
    asked = "any hooks for a wet towel?"
    assert understanding.understand(asked, "").labels[0][0] != "house/towels"
    assert understanding.waiting >= len(new)
    understanding.learn()
    assert understanding.waiting == 0
    assert understanding.understand(asked, "").labels[0][0] == "house/towels"
    before = (
        Understanding(trained, library.examples(), library.has_label)
        .understand("how many hip thrusts should i do", "")
        .labels[0]
    )
    assert understanding.understand("how many hip thrusts should i do", "").labels[0][0] == before[0]


def test_a_topic_taken_away_is_not_offered(library: Library, trained: Trained) -> None:
    without = replace(library, topics={name: t for name, t in library.topics.items() if name != "recovery/sleep"})
    understanding = Understanding(trained, without.examples(), without.has_label)
    labels = dict(understanding.understand("how many hours of sleep do i need", "").labels)
    assert labels.get("recovery/sleep", 0.0) == 0.0


def test_a_knowledge_without_a_bank_loses_no_command_and_no_sign(
    knowledge_copy: KnowledgeCopy, trained: Trained
) -> None:
    library = load_library(knowledge_copy.folder)
    assert library.bank == {}
    understanding = Understanding(trained, library.examples(), library.has_label)
    assert understanding.understand("remind me every day at 7", "").labels[0][0] == "action/remind"
    assert (
        understanding.understand("chest pain and my left arm is numb", "").labels[0][0].startswith("safety/red-flags")
    )


def test_learning_disturbs_no_one_who_is_asking(library: Library, trained: Trained) -> None:
    new = [Example(f"where is towel number {n}", "house/towels") for n in range(64)]
    understanding = Understanding(trained, [*library.examples(), *new], library.has_label)
    texts = [f"how many hip thrusts in week {n}" for n in range(60)]

    def ask(text: str) -> str:
        return understanding.understand(text, "").labels[0][0]

    undisturbed = Understanding(trained, library.examples(), library.has_label)
    expected = [undisturbed.understand(text, "").labels[0][0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        learning = pool.submit(understanding.learn)
        asked = list(pool.map(ask, texts))
        learning.result()
    assert asked == expected == [ask(text) for text in texts]
    assert understanding.waiting == 0


def test_only_what_is_new_is_learned_for_a_single_question(library: Library, trained: Trained) -> None:
    known = Example("zebra crossing on my way to sleep", "recovery/sleep")
    examples = [*library.examples(), known, Example("where do towels go", "house/towels")]
    understanding = Understanding(trained, examples, library.has_label)
    before = understanding.waiting
    understanding.learn(only_new=True)
    assert understanding.waiting == before - 1


def test_a_question_known_word_for_word_gets_its_side_of_the_exercise(library: Library, trained: Trained) -> None:
    understanding = Understanding(trained, library.examples(), library.has_label)
    known = [e for e in library.bank if e.aspect and not e.before and "*" not in e.topic][::97]
    sides = [ASPECTS[max(range(8), key=understanding.understand(e.text, "").aspects.__getitem__)] for e in known]
    wrong = [(e.text, side) for e, side in zip(known, sides, strict=True) if side != e.aspect]
    assert len(wrong) <= 0.02 * len(known), wrong


def test_of_a_long_talk_the_latest_message_counts(encoder: Encoder) -> None:
    long = "so yesterday evening after work we all went down to the track and " * 6
    one = encoder.encode([("and how many?", context(None, f"{long} how do i do a calf stretch"))])
    other = encoder.encode([("and how many?", context(None, f"{long} how do i do a hip thrust"))])
    assert not np.allclose(one, other)


def test_an_exercise_added_today_is_answered_on_every_side(whole_copy: KnowledgeCopy, coach: Coach) -> None:
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
    whole_copy.write("exercises/calf-raise.yaml", CALF_RAISE + body)
    library = load_library(whole_copy.folder)
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
    """A model whose files may be replaced, though not written into: they are links to those that ship."""
    folder = tmp_path / "model"
    folder.mkdir()
    for file in MODEL.iterdir():
        (folder / file.name).symlink_to(file)
    return folder


def replaced(file: Path, content: str | bytes) -> None:
    """Put another file in a link's place."""
    file.unlink()
    file.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize("name", ["encoder.onnx", "vocab.txt", "heads.npz", "lexical.npz", "bank.npz", "card.json"])
@pytest.mark.parametrize("how", ["missing", "cut off"])
def test_a_file_that_cannot_be_used_is_named(model: Path, name: str, how: str) -> None:
    file = model / name
    if how == "missing":
        file.unlink()
    else:
        replaced(file, file.read_bytes()[:100])
    with pytest.raises(ModelError, match=name.replace(".", r"\.")):
        open_trained(model)


def test_a_whole_file_that_is_no_model_is_named(model: Path) -> None:
    replaced(model / "encoder.onnx", b"not a model")
    card = json.loads((model / "card.json").read_text(encoding="utf-8"))
    card["files"]["encoder.onnx"] = hashlib.sha256(b"not a model").hexdigest()
    replaced(model / "card.json", json.dumps(card))
    with pytest.raises(ModelError, match=r"encoder\.onnx cannot be used"):
        open_trained(model)


def test_a_file_changed_on_the_way_is_found_by_the_check(model: Path) -> None:
    assert broken_files(model) == []
    replaced(model / "vocab.txt", (model / "vocab.txt").read_bytes() + b"x\n")
    assert broken_files(model) == ["vocab.txt"]


def test_a_card_that_is_no_object_is_told(model: Path) -> None:
    replaced(model / "card.json", "[1]")
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


def test_how_many_questions_a_model_never_saw_is_told(library: Library) -> None:
    new = [Example("zebras on the towpath", "recovery/sleep"), Example("and towels", "faq/soreness", None, ("hm",))]
    assert unlearned(MODEL, [*library.examples(), *new]) == unlearned(MODEL, library.examples()) + 1


def test_opening_the_encoder_leaves_nothing_in_the_home_of_whoever_runs_it(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from bot.coach.encoder import Encoder; Encoder(Path({str(MODEL)!r}))"
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}  # no CI, no opt-out
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


def test_a_card_without_its_weights_is_found_by_the_check(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = json.loads((model / "card.json").read_text(encoding="utf-8"))
    del card["mix"]
    replaced(model / "card.json", json.dumps(card))
    monkeypatch.setattr(app, "supplied", lambda name: tmp_path / name)
    (fault,) = app.model_faults()
    assert "card.json cannot be used" in str(fault)


def test_a_check_without_a_model_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(app, "supplied", lambda name: tmp_path / name)
    assert ["card.json" in str(fault) for fault in app.model_faults()] == [True]
