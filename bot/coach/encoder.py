"""The sentence encoder: a message, with what was said before it, as one vector.

A small BERT fine-tuned on the bank (`training/`), in int8, run by onnxruntime. The only module that knows onnxruntime
and tokenizers; both are imported when an encoder is opened, so that whoever needs none waits for none.
"""

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.coach.words import plain

WIDTH = 384
LONGEST, LONGEST_BEFORE = 192, 56
_CLS, _SEP = 101, 102
_QUIET = ("ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED")
_BATCH = 16  # more at once is hardly faster and holds far more memory
_LETTERS_A_TOKEN = 12

Vector = NDArray[np.float32]


def context(title: str | None, message: str) -> str:
    """What was said before a message, in one line: the exercise spoken of, and the last messages."""
    return " | ".join(filter(None, (plain(title or ""), plain(message))))


def open_tokenizer(folder: Path) -> Any:
    """The tokenizer of `vocab.txt`: WordPiece over lower-case words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    pieces: Any = models.WordPiece
    tokenizer: Any = Tokenizer(pieces.from_file(str(folder / "vocab.txt"), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def coded(tokenizer: Any, message: str, before: str) -> tuple[list[int], list[int]]:
    """Token ids and segments: `[CLS] message [SEP]`, or `[CLS] before [SEP] message [SEP]`, the message second."""

    def ids(text: str) -> list[int]:
        return tokenizer.encode(text, add_special_tokens=False).ids

    said = ids(plain(message)[: LONGEST * _LETTERS_A_TOKEN])[:LONGEST]
    if not before:
        return [_CLS, *said, _SEP], [0] * (len(said) + 2)
    told = ids(before[-LONGEST_BEFORE * _LETTERS_A_TOKEN :])[-LONGEST_BEFORE:]  # the latest message stands last
    return [_CLS, *told, _SEP, *said, _SEP], [0] * (len(told) + 2) + [1] * (len(said) + 1)


class Encoder:
    """Opened from a folder with `encoder.onnx` and `vocab.txt`; safe to use from several threads at once.

    Raises what onnxruntime, tokenizers or the file system raise when a file is missing or broken.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        for name in _QUIET:  # whoever puts a newer onnxruntime here: this bot contacts Discord and nobody else
            os.environ.setdefault(name, "1")
        onnxruntime: Any = import_module("onnxruntime")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = open_tokenizer(folder)

    def encode(self, messages: Sequence[tuple[str, str]]) -> Vector:
        """One row of `WIDTH` for each (message, context); context is "" at the start of a talk."""
        parts = [self._run(messages[at : at + _BATCH]) for at in range(0, len(messages), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, WIDTH), np.float32)

    def _run(self, messages: Sequence[tuple[str, str]]) -> Vector:
        rows = [coded(self._tokenizer, message, before) for message, before in messages]
        longest = max(len(ids) for ids, _ in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        mask, segments = np.zeros_like(ids), np.zeros_like(ids)
        for row, (said, parts) in enumerate(rows):
            ids[row, : len(said)], segments[row, : len(said)], mask[row, : len(said)] = said, parts, 1
        return self._session.run(None, {"ids": ids, "mask": mask, "segments": segments})[0]
