"""The encoder as a PyTorch module: BERT as MiniLM has it, with the mean of its last layer as the sentence's vector.

Devlin et al. 2018 (BERT); Wang et al. 2020 (MiniLM); Reimers and Gurevych 2019 (mean pooling).
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

VOCABULARY, POSITIONS, SEGMENTS = 30522, 512, 2
WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
_EPSILON = 1e-12


class Attention(nn.Module):
    """Multi-head self-attention with its output projection and residual norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.output = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)

    def forward(self, states: Tensor, bias: Tensor, dropout: float) -> Tensor:
        """`states` (batch, length, width); `bias` (batch, 1, 1, length) is 0 for tokens, very negative for padding."""
        batch, length, _ = states.shape

        def split(projected: Tensor) -> Tensor:
            return projected.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        weights = functional.softmax(query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias, dim=-1)
        weights = functional.dropout(weights, dropout, self.training)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        return self.norm(states + functional.dropout(self.output(mixed), dropout, self.training))


class Layer(nn.Module):
    """One layer: attention, then the two-layer feed-forward network."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = Attention()
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)

    def forward(self, states: Tensor, bias: Tensor, dropout: float) -> Tensor:
        states = self.attention(states, bias, dropout)
        return self.norm(
            states + functional.dropout(self.down(functional.gelu(self.up(states))), dropout, self.training)
        )


class SentenceEncoder(nn.Module):
    """Token ids to one vector of `WIDTH` a sentence, not normalised."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segments = nn.Embedding(SEGMENTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, _EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = dropout

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """`ids`, `mask` and `segments` are (batch, length) integers; `mask` is 1 for tokens and 0 for padding."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places)[None] + self.segments(segments))
        states = functional.dropout(states, self.dropout, self.training)
        held = mask[:, :, None].to(states.dtype)
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -10000.0
        for layer in self.layers:
            states = layer(states, bias, self.dropout)
        return (states * held).sum(1) / held.sum(1)


def pretrained(weights: Path) -> SentenceEncoder:
    """The encoder with the published weights of all-MiniLM-L6-v2 (Apache-2.0)."""
    given = load_file(weights)
    model = SentenceEncoder()
    model.load_state_dict({_renamed(name): value for name, value in given.items() if _is_used(name)})
    return model


def _is_used(name: str) -> bool:
    return not name.startswith("pooler.") and not name.endswith("position_ids")


def _renamed(name: str) -> str:
    for old, new in (
        ("embeddings.word_embeddings", "words"),
        ("embeddings.position_embeddings", "positions"),
        ("embeddings.token_type_embeddings", "segments"),
        ("embeddings.LayerNorm", "norm"),
        ("encoder.layer", "layers"),
        ("attention.self.", "attention."),
        ("attention.output.dense", "attention.output"),
        ("attention.output.LayerNorm", "attention.norm"),
        ("intermediate.dense", "up"),
        ("output.dense", "down"),
        ("output.LayerNorm", "norm"),
    ):
        if new == "down" and ".attention." in name:
            continue
        if new == "norm" and old == "output.LayerNorm" and ".attention." in name:
            continue
        name = name.replace(old, new)
    return name
