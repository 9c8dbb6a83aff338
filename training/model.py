"""The network: a small pretrained encoder with heads: what a word tells, of whom, how surely; where a sentence has its facts from."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from training.texts import ATTRIBUTES, ROLES

PAIR = 64  # size of the vectors that are matched between an act's word and a party's
SOURCE_TYPES = ("Official", "Expert", "Witness", "News_Report", "Active_Participant", "Expert_Document", "Direct_Evidence")
ATTRIBUTE_SIZE = sum(len(values) for values in ATTRIBUTES.values())
PAGE_SIZE = 1 + 3 + len(SOURCE_TYPES)  # in the field or not; sourced, direct, indirect; the source's type; then the kinds told


@dataclass
class Heads:
    """What the network says of a batch: shapes [batch, words, ...], `page` [batch, PAGE_SIZE + kinds]; logits all."""

    acts: Tensor  # whether a word tells an act at all: learned from every kind's words together
    kinds: Tensor  # and if so, of which kind
    asks: Tensor  # an act's word looks for its parties ...
    gives: Tensor  # ... and a party's word answers
    attributes: Tensor
    page: Tensor


class Network(nn.Module):
    """The encoder with its heads."""

    def __init__(self, encoder: nn.Module, *, kinds: int) -> None:
        super().__init__()
        size = encoder.config.hidden_size
        self.encoder, self.dropout = encoder, nn.Dropout(0.1)
        self.acts = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, 1))
        self.kinds = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, kinds))
        self.asks = nn.Linear(size, len(ROLES) * PAIR)
        self.gives = nn.Linear(size, len(ROLES) * PAIR)
        self.attributes = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, ATTRIBUTE_SIZE))
        self.page = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Linear(size, PAGE_SIZE + kinds))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """The heads, in the order of Heads."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.acts(states), self.kinds(states), self.asks(states), self.gives(states), self.attributes(states), self.page(mean)
