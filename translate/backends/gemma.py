"""Gemma 3's forward pass for the embedded model, with any matrix product in the place of float32's.

Architecture: Gemma 3 technical report (2025), arXiv 2503.19786. Every norm's factor, the rotary
frequencies and the fused matrices are worked out once; `gemma_state` runs it over beams.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from translate.backends.smoothing import Smoothing

if TYPE_CHECKING:
    from torch import Tensor

Linear = Callable[["Tensor"], "Tensor"]
MakeLinear = Callable[["str", "Tensor"], Linear]
Attend = Callable[[int, "Tensor", "Tensor", "Tensor"], "Tensor"]
HEAD = "head"


@dataclass(frozen=True, slots=True)
class Layer:
    """One block; norms hold the factor itself (1 + w), `qkv` and `gate_up` are fused."""

    norms: tuple[Tensor, Tensor, Tensor, Tensor]
    q_norm: Tensor
    k_norm: Tensor
    qkv: Linear
    output: Linear
    gate_up: Linear
    down: Linear
    sliding: bool


@dataclass(frozen=True)
class Gemma:
    """The weights, ready to run. `frequencies` are the rotary ones of full and sliding layers."""

    embedding: Tensor
    layers: tuple[Layer, ...]
    norm: Tensor
    head: Linear
    heads: int
    width: int
    window: int
    epsilon: float
    frequencies: tuple[Tensor, Tensor]

    @classmethod
    def of(
        cls, model: Any, linear: MakeLinear, magnitudes: Mapping[str, Tensor] | None = None
    ) -> Gemma:
        """Take over the weights of a transformers `Gemma3ForCausalLM` with one key-value head.

        `linear(name, weight)` turns a weight matrix (out, in) into the function that multiplies
        with it. Names are "3.qkv", "3.output", "3.gate_up", "3.down" and "head". With
        `magnitudes` (see `smoothing`), inputs are made even first, which changes no result.
        """
        config = model.config
        rope = config.rope_parameters
        embedding = model.model.embed_tokens.weight.detach()
        smooth = Smoothing(magnitudes)
        even, norm = smooth.after_norm(HEAD, embedding, 1 + model.model.norm.weight.detach())
        layers = []
        for number, block in enumerate(model.model.layers):
            sliding = config.layer_types[number] == "sliding_attention"
            layers.append(_layer(f"{number}.", block, sliding, linear, smooth))
        return cls(
            embedding=embedding,
            layers=tuple(layers),
            norm=norm,
            head=linear(HEAD, even),
            heads=config.num_attention_heads,
            width=config.head_dim,
            window=config.sliding_window,
            epsilon=config.rms_norm_eps,
            frequencies=(
                _frequencies(rope["full_attention"]["rope_theta"], config.head_dim),
                _frequencies(rope["sliding_attention"]["rope_theta"], config.head_dim),
            ),
        )

    def embed(self, tokens: Tensor) -> Tensor:
        """Token ids (n,) to scaled embeddings (n, hidden)."""
        return self.embedding[tokens] * math.sqrt(self.embedding.shape[1])

    def rotary(self, positions: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
        """Cosines and sines (n, width) of positions (n,), for full and for sliding layers."""
        import torch

        angles = [torch.outer(positions.float(), f) for f in self.frequencies]
        both = [torch.cat((a, a), dim=-1) for a in angles]
        return (both[0].cos(), both[0].sin()), (both[1].cos(), both[1].sin())

    def norm_of(self, x: Tensor, factor: Tensor) -> Tensor:
        """Root-mean-square norm over the last dimension, times `factor`."""
        import torch

        return torch.nn.functional.rms_norm(x, (x.shape[-1],), factor, self.epsilon)

    def run(self, tokens: Tensor, positions: Tensor, attend: Attend) -> Tensor:
        """Hidden rows (n, hidden) of tokens (n,) at positions (n,).

        `attend(layer number, q, k, v)` takes (n, heads, width), (n, width), (n, width) and
        returns (n, heads * width).
        """
        rotary = self.rotary(positions)
        x = self.embed(tokens)
        for number, layer in enumerate(self.layers):
            x = self._block(layer, x, rotary[layer.sliding], partial(attend, number))
        return x

    def _block(
        self,
        layer: Layer,
        x: Tensor,
        rotary: tuple[Tensor, Tensor],
        attend: Callable[[Tensor, Tensor, Tensor], Tensor],
    ) -> Tensor:
        """One layer over rows x (n, hidden)."""
        import torch

        first, second, third, fourth = layer.norms
        qkv = layer.qkv(self.norm_of(x, first))
        heads = self.heads * self.width
        cos, sin = rotary
        q = self.norm_of(qkv[:, :heads].view(len(x), self.heads, self.width), layer.q_norm)
        k = self.norm_of(qkv[:, heads : heads + self.width], layer.k_norm)
        q = _rotate(q, cos[:, None], sin[:, None])
        k = _rotate(k, cos, sin)
        attended = attend(q, k, qkv[:, heads + self.width :])
        x = x + self.norm_of(layer.output(attended), second)
        gate, up = layer.gate_up(self.norm_of(x, third)).chunk(2, dim=-1)
        inner = torch.nn.functional.gelu(gate, approximate="tanh") * up
        return x + self.norm_of(layer.down(inner), fourth)

    def logits(self, x: Tensor) -> Tensor:
        """Hidden rows (n, hidden) to logits (n, vocabulary)."""
        return self.head(self.norm_of(x, self.norm))


def _layer(name: str, block: Any, sliding: bool, linear: MakeLinear, smooth: Smoothing) -> Layer:
    import torch

    attention, mlp = block.self_attn, block.mlp
    first, second, third, fourth = (
        1 + norm.weight.detach()
        for norm in (
            block.input_layernorm,
            block.post_attention_layernorm,
            block.pre_feedforward_layernorm,
            block.post_feedforward_layernorm,
        )
    )
    query, key, value, output, gate, up, down = (
        part.weight.detach()
        for part in (
            attention.q_proj,
            attention.k_proj,
            attention.v_proj,
            attention.o_proj,
            mlp.gate_proj,
            mlp.up_proj,
            mlp.down_proj,
        )
    )
    output, value = smooth.after_linear(name + "output", output, value)
    down, up = smooth.after_linear(name + "down", down, up)
    qkv, first = smooth.after_norm(name + "qkv", torch.cat((query, key, value)), first)
    gate_up, third = smooth.after_norm(name + "gate_up", torch.cat((gate, up)), third)
    return Layer(
        norms=(first, second, third, fourth),
        q_norm=1 + attention.q_norm.weight.detach(),
        k_norm=1 + attention.k_norm.weight.detach(),
        qkv=linear(name + "qkv", qkv),
        output=linear(name + "output", output),
        gate_up=linear(name + "gate_up", gate_up),
        down=linear(name + "down", down),
        sliding=sliding,
    )


def _frequencies(theta: float, width: int) -> Tensor:
    import torch

    return 1.0 / theta ** (torch.arange(0, width, 2).float() / width)


def _rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021), halves paired as in GPT-NeoX."""
    import torch

    left, right = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-right, left), dim=-1) * sin
