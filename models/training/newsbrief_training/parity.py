"""Checks that this Marian computes what the Marian of transformers computes."""

from __future__ import annotations

import torch
from transformers import MarianConfig, MarianMTModel

from .marian import Marian, Shape
from .tokenizer import EOS, PAD


def reference(shape: Shape) -> MarianMTModel:
    """A transformers model of the shape."""
    return MarianMTModel(
        MarianConfig(
            vocab_size=shape.vocab,
            d_model=shape.d,
            encoder_layers=shape.encoder,
            decoder_layers=shape.decoder,
            encoder_attention_heads=shape.heads,
            decoder_attention_heads=shape.heads,
            encoder_ffn_dim=shape.ffn,
            decoder_ffn_dim=shape.ffn,
            activation_function="swish",
            max_position_embeddings=shape.positions,
            pad_token_id=PAD,
            eos_token_id=EOS,
            decoder_start_token_id=PAD,
            forced_eos_token_id=EOS,
            scale_embedding=True,
            share_encoder_decoder_embeddings=True,
            tie_word_embeddings=True,
        )
    )


def greatest_difference(shape: Shape) -> float:
    """The greatest difference of any logit between the two on random, padded input, in fp32."""
    torch.manual_seed(0)
    ours = Marian(shape).eval()
    ours.compute = torch.float32
    theirs = reference(shape).eval()
    missing = theirs.load_state_dict(ours.state_dict(), strict=False).missing_keys
    tied = ("embed_positions.weight", "embed_tokens.weight", "lm_head.weight")
    if any(not name.endswith(tied) for name in missing):
        raise ValueError(f"weights without a counterpart: {missing}")
    theirs.tie_weights()
    source, target = torch.randint(3, shape.vocab, (2, 3, 17))
    source[1, 9:] = PAD
    with torch.no_grad():
        a = ours(source, target) @ ours.model.shared.weight.T + ours.final_logits_bias
        mask = (source != PAD).long()
        b = theirs(input_ids=source, attention_mask=mask, decoder_input_ids=target).logits
    return float((a - b).abs().max())


def main() -> None:
    difference = greatest_difference(Shape(vocab=500, d=64, ffn=128, heads=4, encoder=3, decoder=2))
    print(f"greatest difference of a logit: {difference:.2e}")
    if difference > 1e-4:
        raise SystemExit("the two architectures differ")


if __name__ == "__main__":
    main()
