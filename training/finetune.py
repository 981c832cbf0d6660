"""Fine-tunes the encoder on the bank: one head for the label, one for the aspect of an exercise."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from bot.coach.encoder import coded
from bot.coach.model import ASPECTS
from training.bert import WIDTH, SentenceEncoder
from training.rows import Row, Rows, aspect_number

BATCH = 64
_RATE, _HEAD_RATE = 1e-4, 2e-3
_SMOOTHING = 0.05
_ASPECT_WEIGHT = 0.6
_WARM_UP = 0.06


@dataclass
class Trained:
    """The encoder with its two heads; `labels` names the rows of `topics`."""

    encoder: SentenceEncoder
    topics: nn.Linear
    aspects: nn.Linear
    labels: list[str]


class Batches:
    """Rows as tensors, rows of like length together, so that little is padding."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def tensors(self, rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
        pairs = [coded(self._tokenizer, row.text, row.before) for row in rows]
        longest = max(len(ids) for ids, _ in pairs)
        ids = torch.zeros(len(rows), longest, dtype=torch.long)
        mask, segments = torch.zeros_like(ids), torch.zeros_like(ids)
        for n, (one, parts) in enumerate(pairs):
            ids[n, : len(one)] = torch.tensor(one)
            segments[n, : len(one)] = torch.tensor(parts)
            mask[n, : len(one)] = 1
        return ids, mask, segments

    def shuffled(self, rows: Sequence[Row], chance: random.Random) -> Iterator[list[Row]]:
        def length(row: Row) -> float:
            return len(coded(self._tokenizer, row.text, row.before)[0]) + chance.random() * 2

        ordered = sorted(rows, key=length)
        batches = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
        chance.shuffle(batches)
        return iter(batches)


def finetune(
    encoder: SentenceEncoder, rows: Rows, labels: list[str], tokenizer: Tokenizer, epochs: int, seed: int
) -> Trained:
    """Train for some epochs; prints the loss of each. The same seed gives the same weights on the same machine."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    number = {label: n for n, label in enumerate(labels)}
    topics, aspects = nn.Linear(WIDTH, len(labels)), nn.Linear(WIDTH, len(ASPECTS))
    heads = [*topics.parameters(), *aspects.parameters()]
    passes = [rows.epoch(chance) for _ in range(epochs)]
    steps = sum(math.ceil(len(one) / BATCH) for one in passes)
    optimizer = torch.optim.AdamW(
        [{"params": encoder.parameters(), "lr": _RATE}, {"params": heads, "lr": _HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )

    def pace(step: int) -> float:
        warm = _WARM_UP * steps
        return step / warm if step < warm else max(0.0, (steps - step) / (steps - warm))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    batches = Batches(tokenizer)
    # where the processor has no instructions for it, half precision is emulated: fifty times slower
    halved = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    began = time.perf_counter()
    for epoch, one in enumerate(passes, 1):
        encoder.train()
        total = seen = 0.0
        for batch in batches.shuffled(one, chance):
            ids, mask, segments = batches.tensors(batch)
            wanted = torch.tensor([number[row.label] for row in batch])
            sides = torch.tensor([aspect_number(row.aspect) for row in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halved):
                vectors = encoder(ids, mask, segments)
            vectors = functional.dropout(vectors.float(), 0.1)
            loss = functional.cross_entropy(topics(vectors), wanted, label_smoothing=_SMOOTHING)
            if (sides >= 0).any():
                loss = loss + _ASPECT_WEIGHT * functional.cross_entropy(
                    aspects(vectors), sides, ignore_index=-1, label_smoothing=_SMOOTHING
                )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, seen = total + loss.item() * len(batch), seen + len(batch)
        print(f"epoch {epoch}: loss {total / seen:.3f}, {time.perf_counter() - began:.0f} s", flush=True)  # noqa: T201
    encoder.eval()
    return Trained(encoder, topics.eval(), aspects.eval(), labels)


@torch.no_grad()
def vectors(encoder: SentenceEncoder, rows: Sequence[Row], tokenizer: Tokenizer) -> Tensor:
    """The vectors (rows, width) of rows as they are, in their order."""
    batches = Batches(tokenizer)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].text) + len(rows[n].before))
    found = torch.zeros(len(rows), WIDTH)
    for at in range(0, len(order), BATCH):
        chosen = order[at : at + BATCH]
        found[chosen] = encoder(*batches.tensors([rows[n] for n in chosen]))
    return found
