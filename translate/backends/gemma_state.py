"""Beams over Gemma: an input's hypotheses share one buffer of keys and values, as a tree.

transformers keeps a full cache for every hypothesis and copies it at every step. Here each step
appends its nodes to the input's one buffer, and a hypothesis attends to its ancestors by a mask,
so nothing is ever reordered and the prompt is there once. Gemma's single key-value head makes all
heads of all hypotheses of an input one matrix product.

Shapes: R rows (hypotheses), S inputs, W most rows of one input, L positions in the buffers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from translate.backends.gemma import Gemma

if TYPE_CHECKING:
    from torch import Tensor

_GROW = 64  # positions by which the buffers grow


class GemmaState:
    """Rows of partial targets, each input's as a tree over one buffer (see the module).

    `_keys[i]`, `_values[i]`: layer i, (S, capacity, width); `_key_positions` (S, L), -1 for
    padding; `_sees` (R, L): which buffer places are a row's own past.
    """

    def __init__(self, gemma: Gemma, prompts: Sequence[Sequence[int]]) -> None:
        import torch

        self._gemma = gemma
        lengths = torch.tensor([len(p) for p in prompts])
        longest = int(lengths.max())
        places = torch.arange(longest)
        real = places < lengths[:, None]
        self._length = longest
        self._key_positions = torch.where(real, places, -1)
        shape = (len(prompts), longest + _GROW, gemma.width)
        self._keys = [torch.zeros(shape) for _ in gemma.layers]
        self._values = [torch.zeros(shape) for _ in gemma.layers]
        tokens = torch.tensor([t for p in prompts for t in p])
        x = self._read_prompts(tokens, real)
        last = lengths.cumsum(0) - 1
        self.logits = gemma.logits(x[last])
        self._group = torch.arange(len(prompts))
        self._positions = lengths
        self._sees = real

    logits: Tensor

    def advance(self, parents: Tensor, tokens: Tensor) -> None:
        """Replace the rows: new row i is old row `parents[i]` followed by `tokens[i]`."""
        import torch

        self._positions = self._positions[parents]
        group = self._keep(self._group[parents])
        slot, most = _slots(group, len(self._key_positions))
        self._append(most)
        sees = torch.zeros(len(parents), self._length, dtype=torch.bool)
        sees[:, : self._length - most] = self._sees[parents]
        sees[torch.arange(len(parents)), self._length - most + slot] = True
        self._sees, self._group = sees, group
        new_positions = torch.full((len(self._key_positions), most), -1)
        new_positions[group, slot] = self._positions
        self._key_positions = torch.cat((self._key_positions, new_positions), dim=1)
        self._step(tokens, group, slot, most)
        self._positions = self._positions + 1

    def _read_prompts(self, tokens: Tensor, real: Tensor) -> Tensor:
        """Run the prompts (real (S, L) marks their places in `tokens`), filling the buffers."""
        import torch

        gemma, length = self._gemma, self._length
        distance = self._key_positions[:, :, None] - self._key_positions[:, None, :]
        causal = (distance >= 0) & real[:, None, :]
        masks = _additive(causal), _additive(causal & (distance < gemma.window))

        def attend(number: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            keys, values = self._keys[number][:, :length], self._values[number][:, :length]
            keys[real] = k
            values[real] = v
            padded = q.new_zeros(*real.shape, *q.shape[1:])
            padded[real] = q
            out = torch.nn.functional.scaled_dot_product_attention(
                padded.transpose(1, 2),
                keys[:, None],
                values[:, None],
                attn_mask=masks[gemma.layers[number].sliding][:, None],
                enable_gqa=True,
                scale=gemma.width**-0.5,
            )
            return out.transpose(1, 2)[real].flatten(1)

        return gemma.run(tokens, self._key_positions[real], attend)

    def _step(self, tokens: Tensor, group: Tensor, slot: Tensor, most: int) -> None:
        """One token for every row: rows are laid out as (S, W) for attention, compact elsewhere."""
        import torch

        gemma, inputs, length = self._gemma, len(self._key_positions), self._length
        masks = self._step_masks(group, slot, most)
        place = group * most + slot
        full = torch.equal(place, torch.arange(inputs * most))
        new = slice(length - most, length)

        def attend(number: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            keys, values = self._keys[number], self._values[number]
            mask = masks[gemma.layers[number].sliding]
            q, k, v = (
                t if full else t.new_zeros(inputs * most, *t.shape[1:]).index_copy_(0, place, t)
                for t in (q.flatten(1), k, v)
            )
            keys[:, new] = k.view(inputs, most, -1)
            values[:, new] = v.view(inputs, most, -1)
            q = q.view(inputs, most * gemma.heads, gemma.width)
            scores = torch.bmm(q, keys[:, :length].transpose(1, 2)) * gemma.width**-0.5
            scores = scores.view(inputs, most, gemma.heads, length) + mask[:, :, None]
            weights = torch.softmax(scores, dim=-1).view(inputs, most * gemma.heads, length)
            out = torch.bmm(weights, values[:, :length]).view(inputs * most, -1)
            return out if full else out[place]

        self.logits = gemma.logits(gemma.run(tokens, self._positions, attend))

    def _step_masks(self, group: Tensor, slot: Tensor, most: int) -> tuple[Tensor, Tensor]:
        """Additive masks (S, W, L) of full and sliding layers."""
        import torch

        seen = torch.zeros(len(self._key_positions), most, self._length, dtype=torch.bool)
        seen[group, slot] = self._sees
        mask = _additive(seen)
        if int(self._positions.max()) < self._gemma.window:
            return mask, mask
        distance = self._positions[:, None] - self._key_positions[group]
        near = seen.clone()
        near[group, slot] &= distance < self._gemma.window
        return mask, _additive(near)

    def _keep(self, group: Tensor) -> Tensor:
        """Drop the inputs that no row of `group` belongs to; returns their new numbers."""
        import torch

        kept, numbers = torch.unique(group, return_inverse=True)
        if len(kept) < len(self._key_positions):
            self._key_positions = self._key_positions[kept]
            self._keys = [t[kept] for t in self._keys]
            self._values = [t[kept] for t in self._values]
        renumbered: Tensor = numbers
        return renumbered

    def _append(self, places: int) -> None:
        """Make room for `places` more positions."""
        import torch

        self._length += places
        if self._length > self._keys[0].shape[1]:
            more = (0, 0, 0, max(_GROW, places))
            self._keys = [torch.nn.functional.pad(t, more) for t in self._keys]
            self._values = [torch.nn.functional.pad(t, more) for t in self._values]


def _additive(allowed: Tensor) -> Tensor:
    """A mask to add to scores: 0 where allowed, a large negative number elsewhere.

    Not minus infinity: a padded row sees nothing, and softmax must not give nan.
    """
    import torch

    return torch.where(allowed, 0.0, -1e9)


def _slots(group: Tensor, inputs: int) -> tuple[Tensor, int]:
    """Each row's number among the rows of its input, and the most rows an input has."""
    import torch

    order = torch.argsort(group, stable=True)
    counts = torch.bincount(group, minlength=inputs)
    starts = counts.cumsum(0) - counts
    slot = torch.empty_like(group)
    slot[order] = torch.arange(len(group)) - starts[group[order]]
    return slot, int(counts.max())
