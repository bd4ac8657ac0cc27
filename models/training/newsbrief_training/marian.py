"""The Marian architecture in plain PyTorch, with the parameter names of transformers' MarianMTModel."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .dropout import Dropout


@dataclass(frozen=True)
class Shape:
    """The size of a model."""

    vocab: int = 12000
    d: int = 256
    ffn: int = 1024
    heads: int = 4
    encoder: int = 6
    decoder: int = 2
    positions: int = 512
    dropout: float = 0.1

    def as_dict(self) -> dict:
        return asdict(self)


def sinusoids(positions: int, d: int) -> Tensor:
    """Marian's position table: all sines first, then all cosines."""
    rates = torch.exp(torch.arange(0, d, 2, dtype=torch.float64) * (-math.log(10000.0) / d))
    angles = torch.arange(positions, dtype=torch.float64)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], dim=1).float()


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool) -> Tensor:
    """Scaled dot-product attention; on a CPU the fused kernel's backward is several times slower than the plain one."""
    if q.is_cuda:
        return functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
    scores = torch.matmul(q, k.transpose(-1, -2)) * q.shape[-1] ** -0.5
    if causal:
        mask = torch.ones(q.shape[2], k.shape[2], dtype=torch.bool, device=q.device).tril()
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e4)
    return torch.matmul(torch.softmax(scores, -1), v)


class Linear(nn.Linear):
    """A linear layer kept in fp32 and computed in the type of its input."""

    def forward(self, x: Tensor) -> Tensor:
        return functional.linear(x, self.weight.to(x.dtype), self.bias.to(x.dtype))


class LayerNorm(nn.LayerNorm):
    def forward(self, x: Tensor) -> Tensor:
        return functional.layer_norm(
            x, self.normalized_shape, self.weight.to(x.dtype), self.bias.to(x.dtype), self.eps
        )


class Attention(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.keep_scores = False
        self.scores: Tensor | None = None
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            setattr(self, name, Linear(shape.d, shape.d))

    def _joined(self, x: Tensor, *layers: Linear) -> list[Tensor]:
        """Several projections of one input as one product, cut into heads."""
        weight = torch.cat([layer.weight for layer in layers]).to(x.dtype)
        bias = torch.cat([layer.bias for layer in layers]).to(x.dtype)
        batch, length, d = x.shape
        y = functional.linear(x, weight, bias).view(batch, length, len(layers), self.heads, d // self.heads)
        return [y[:, :, i].transpose(1, 2) for i in range(len(layers))]

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor | None, causal: bool = False) -> Tensor:
        if memory is None:
            q, k, v = self._joined(x, self.q_proj, self.k_proj, self.v_proj)
        else:
            (q,) = self._joined(x, self.q_proj)
            k, v = self._joined(memory, self.k_proj, self.v_proj)
        if self.keep_scores:
            self.scores = torch.matmul(q[:, 0], k[:, 0].transpose(-1, -2)) * q.shape[-1] ** -0.5
            if mask is not None:
                self.scores = self.scores.masked_fill(~mask[:, 0], -1e4)
        y = attend(q, k, v, mask, causal)
        return self.out_proj(y.transpose(1, 2).reshape(x.shape))


class EncoderLayer(nn.Module):
    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.self_attn = Attention(shape)
        self.self_attn_layer_norm = LayerNorm(shape.d)
        self.fc1 = Linear(shape.d, shape.ffn)
        self.fc2 = Linear(shape.ffn, shape.d)
        self.final_layer_norm = LayerNorm(shape.d)
        self.dropout = dropout

    def drop(self, x: Tensor) -> Tensor:
        return self.dropout(x, self.training)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.self_attn_layer_norm(x + self.drop(self.self_attn(x, None, mask)))
        return self.final_layer_norm(x + self.drop(self.fc2(functional.silu(self.fc1(x)))))


class DecoderLayer(EncoderLayer):
    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__(shape, dropout)
        self.encoder_attn = Attention(shape)
        self.encoder_attn_layer_norm = LayerNorm(shape.d)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:  # type: ignore[override]
        x = self.self_attn_layer_norm(x + self.drop(self.self_attn(x, None, None, causal=True)))
        x = self.encoder_attn_layer_norm(x + self.drop(self.encoder_attn(x, memory, mask)))
        return self.final_layer_norm(x + self.drop(self.fc2(functional.silu(self.fc1(x)))))


class Stack(nn.Module):
    def __init__(self, layer: type[EncoderLayer], count: int, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layer(shape, dropout) for _ in range(count))


class Core(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shared = nn.Embedding(shape.vocab, shape.d)
        self.dropout = Dropout(shape.dropout)
        self.encoder = Stack(EncoderLayer, shape.encoder, shape, self.dropout)
        self.decoder = Stack(DecoderLayer, shape.decoder, shape, self.dropout)


class Marian(nn.Module):
    """Source and decoder-input ids in, decoder states out; the loss multiplies by the shared embedding itself."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.model = Core(shape)
        self.register_buffer("final_logits_bias", torch.zeros(1, shape.vocab))
        self.register_buffer("positions", sinusoids(shape.positions, shape.d), persistent=False)
        self.compute = torch.bfloat16
        self.model.decoder.layers[-1].encoder_attn.keep_scores = True
        self.initialise()

    def initialise(self) -> None:
        """Residual branches start small and cross-attention passes its values through: see the README."""
        for name, p in self.named_parameters():
            if p.dim() == 2 and "shared" not in name and "bias" not in name:
                small = name.endswith(("out_proj.weight", "fc2.weight")) and "encoder_attn" not in name
                nn.init.xavier_uniform_(p, gain=0.4 if small else 1.0)
            elif name.endswith("bias"):
                nn.init.zeros_(p)
        nn.init.normal_(self.model.shared.weight, std=self.shape.d**-0.5)
        for layer in self.model.decoder.layers:
            for part in (layer.encoder_attn.v_proj, layer.encoder_attn.out_proj):
                with torch.no_grad():
                    part.weight.mul_(0.3).add_(torch.eye(self.shape.d))

    def embed(self, ids: Tensor) -> Tensor:
        x = functional.embedding(ids, self.model.shared.weight) * math.sqrt(self.shape.d)
        x = (x + self.positions[: ids.shape[1]]).to(self.compute)
        return self.model.dropout(x, self.training)

    @property
    def alignment_scores(self) -> Tensor:
        """The first head's scores in the last cross-attention of the latest pass, for the guide."""
        return self.model.decoder.layers[-1].encoder_attn.scores

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        mask = (source != 0)[:, None, None, :]
        x = self.embed(source)
        for layer in self.model.encoder.layers:
            x = layer(x, mask)
        return x, mask

    def forward(self, source: Tensor, target_in: Tensor) -> Tensor:
        memory, mask = self.encode(source)
        x = self.embed(target_in)
        for layer in self.model.decoder.layers:
            x = layer(x, memory, mask)
        return x
