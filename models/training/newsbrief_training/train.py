"""Trains the translator inside a budget of active minutes; stopped at any time, it goes on where it was."""

from __future__ import annotations

import argparse
import signal
import time
import tomllib
from collections.abc import Iterator

import torch
from torch import Tensor

from . import checkpoint, lexical, options
from .guide import Guide
from .log import Log
from .loss import output_loss
from .marian import Marian, Shape
from .mixture import Mixture, Phase
from .muon import Muon, split
from .schedule import ActiveClock, Trapezoid
from .threads import Threads
from .tokenizer import PAD


class Run:
    """A model with its optimizers, clock and data."""

    def __init__(self, args: argparse.Namespace) -> None:
        recipe = tomllib.loads(args.recipe.read_text(encoding="utf-8"))
        self.args, self.out = args, args.out
        self.out.mkdir(parents=True, exist_ok=True)
        self.device = args.device
        torch.manual_seed(args.seed)
        self.mixture = Mixture(
            args.data,
            # The first phase, of short pairs, is for weights that know nothing.
            [Phase(**p) for p in recipe["phase"][1 if args.init else 0 :]],
            args.tokens,
            args.seed,
            args.pool,
            frozenset(recipe["one_way"]),
        )
        shape = Shape(args.vocab, args.d, args.ffn, args.heads, args.encoder, args.decoder, 512, args.dropout)
        self.model = Marian(shape)
        matrices, rest = split(self.model)
        self.model.to(self.device)
        adam = torch.optim.AdamW(rest, lr=args.lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True)
        self.optimizers: list = [Muon(matrices, args.lr), adam]
        self.schedule = Trapezoid(args.lr, args.warmup, args.decay)
        self.average = checkpoint.Average(self.model)
        self.clock, self.step, self.seen = ActiveClock(), 0, 0
        self.stopping = False
        self.guide = (
            Guide.of(args.data, self.mixture.corpora, args.vocab, args.device) if args.guide else None
        )
        if not self.resume():
            self.begin()
        self.forward = torch.compile(self.model, dynamic=True) if args.compile else self.model

    def begin(self) -> None:
        """A new run: from another run's weights, or with the embedding from word translations."""
        if self.args.init:
            weights, _ = checkpoint.read_average(self.args.init)
            self.model.load_state_dict(weights, strict=False)
        elif not self.args.random_embedding:
            shape = self.model.shape
            found = lexical.cached_translations(self.args.data, self.mixture.corpora, shape.vocab)
            rows = lexical.embedding(*found, shape.vocab, shape.d)
            with torch.no_grad():
                self.model.model.shared.weight.copy_(torch.from_numpy(rows))
        self.average = checkpoint.Average(self.model)

    def resume(self) -> bool:
        found = checkpoint.restore(self.out, self.model, self.average, self.optimizers)
        if found:
            meta, self.mixture.place = found
            self.step, self.seen = meta["step"], meta["seen"]
            self.clock = ActiveClock(meta["active_s"])
        return bool(found)

    @property
    def progress(self) -> float:
        return self.clock.spent / (60 * self.args.minutes)

    @property
    def rate(self) -> float:
        return self.schedule.at(self.step, self.progress)

    def save(self) -> None:
        meta = {
            "step": self.step,
            "seen": self.seen,
            "active_s": self.clock.spent,
            "shape": self.model.shape.as_dict(),
        }
        checkpoint.save(self.out, self.model, self.average, self.optimizers, meta, self.mixture.place)

    def tensors(self) -> Iterator[tuple[Tensor, Tensor]]:
        while True:
            for source, target in self.mixture.batches(self.progress):
                yield torch.from_numpy(source).to(self.device), torch.from_numpy(target).to(self.device)

    def learn(self, source: Tensor, target: Tensor) -> tuple[Tensor, int]:
        """One step on one batch."""
        lr = self.rate
        for optimizer, scale in zip(self.optimizers, (1.0, self.args.rest_scale), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = lr * scale
        start = torch.full_like(target[:, :1], PAD)
        h = self.forward(source, torch.cat([start, target[:, :-1]], 1))
        real = target != PAD
        weight, bias = self.model.model.shared.weight, self.model.final_logits_bias
        loss = output_loss(h[real], weight, bias, target[real], self.args.smoothing)
        total = loss
        if self.guide and self.progress < self.args.guide_until:
            scores = self.model.alignment_scores
            total = loss + self.args.guide * self.guide.loss(scores, source, target)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.average.update(self.model, self.step)
        return loss.detach(), int(real.sum())

    def stop(self, *_: object) -> None:
        """Asks the run to save and end after this step: what SIGTERM and SIGINT do."""
        self.stopping = True

    def train(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self.stop)
        log = Log(self.out / "log.csv")
        saved = self.clock.spent
        threads = Threads(torch.get_num_threads())
        last = time.perf_counter()
        for source, target in self.tensors():
            loss, tokens = self.learn(source, target)
            self.seen += tokens
            now = time.perf_counter()
            self.clock.add(now - last)
            last = now
            threads.look()
            log.add(self.step, self.clock.spent, self.progress, self.rate, loss, tokens, self.seen)
            done = self.progress >= 1 or self.step == self.args.steps or self.stopping
            if done or self.clock.spent - saved > 60 * self.args.save_minutes:
                saved = self.clock.spent
                self.save()
            if done:
                break


def main() -> None:
    args = options.parse(__doc__)
    run = Run(args)
    count = sum(p.numel() for p in run.model.parameters())
    print(f"{count / 1e6:.1f}M parameters on {args.device}, from step {run.step}", flush=True)
    run.train()


if __name__ == "__main__":
    main()
