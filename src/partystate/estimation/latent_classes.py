"""Latent classes: cases fall into kinds that nobody has labelled, and within a kind the lists find
them apart from one another.

    class of a case ~ shares;   list j holds a case of class k with chance p[j, k]
    shares by breaking a stick:  v_k ~ Beta(1, alpha), the last one what is left
    p[j, k] ~ Beta(1, 1),   alpha ~ Gamma(.25, .25),   P(missing | observed) ~ n / (n + missing)

A Gibbs sampler draws in turn: the classes of the cases of each cell (a multinomial a cell), the
chances, the shares, the number in no list (a negative binomial, held below `MOST_TIMES` cases
observed), their classes, and alpha. As many classes are used as the data ask for, so that neither a
model nor their number is chosen. Several chains go side by side in one array.

Source: Manrique-Vallier (2016), whose LCMCR sets priors and truncation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partystate.estimation import chao
from partystate.estimation.histories import Histories, cells
from partystate.estimation.result import LEVEL, Estimate, none_of, of_draws

ASSUMES = (
    "That within some few kinds of cases lists work apart from one another; kinds that no list "
    "finds cannot be told, and dependence within a kind is taken for another kind."
)
CLASSES, CHAINS, WARM_UP, DRAWS, THINNING = 10, 16, 5000, 625, 16  # draws are of each chain
SHAPE = RATE = 0.25  # of alpha
MOST_TIMES = 20
LEAST_LISTS = 3
SETTLED, ENOUGH_DRAWS = 1.05, 200  # split R-hat at most, draws worth this many apart at least
SMALLEST = 1e-300
SWAPS = 3  # a sweep


@dataclass
class State:
    """Of every chain: `log_shares` [chains, classes], `chances` [chains, lists, classes], `alpha`
    [chains], `missing` [chains], their classes `of_missing` [chains, classes]."""

    log_shares: np.ndarray
    chances: np.ndarray
    alpha: np.ndarray
    missing: np.ndarray
    of_missing: np.ndarray


def sample(
    histories: Histories,
    rng: np.random.Generator,
    draws: int = DRAWS,
    warm_up: int = WARM_UP,
    thinning: int = THINNING,
    classes: int = CLASSES,
    chains: int = CHAINS,
) -> tuple[np.ndarray, np.ndarray]:
    """Draws of all cases [chains, draws], and how many classes each of them used [chains,
    draws]."""
    filled = np.flatnonzero(histories.counts)
    inside = cells(len(histories.lists))[filled]
    counts = np.broadcast_to(histories.counts[filled], (chains, len(filled)))
    state = _start(histories, classes, chains, rng)
    totals, used = np.zeros((chains, draws), np.int64), np.zeros((chains, draws), np.int64)
    for sweep in range(warm_up + draws * thinning):
        in_class = _sweep(state, counts, inside, rng)
        at, rest = divmod(sweep - warm_up + 1, thinning)
        if sweep >= warm_up and rest == 0:
            totals[:, at - 1] = histories.observed + state.missing
            used[:, at - 1] = (in_class > 0).sum(1)
    return totals, used


def _start(histories: Histories, classes: int, chains: int, rng: np.random.Generator) -> State:
    """A few classes that differ, and as many missing as Chao's bound has."""
    once, twice = histories.times_seen[:2]
    bound = chao.bias_corrected(histories.observed, once, twice)[0]
    found = histories.in_list / bound
    around = rng.uniform(0.3, 2.0, (chains, len(found), classes))
    shares = rng.dirichlet(0.5 ** np.arange(classes), chains)
    missing = np.full(chains, min(int(bound), MOST_TIMES * histories.observed)) - histories.observed
    return State(
        np.log(np.maximum(shares, 1e-6)),
        np.clip(found[None, :, None] * around, 1e-4, 0.95),
        np.full(chains, 1.0),
        missing,
        rng.multinomial(missing, shares),
    )


def _sweep(
    state: State, counts: np.ndarray, inside: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """One turn of all draws, in place; cases in each class, the missing among them [chains,
    classes]."""
    log_in, log_out = np.log(state.chances), np.log1p(-state.chances)
    log = state.log_shares[:, None] + inside @ log_in + (1 - inside) @ log_out
    of_cells = rng.multinomial(counts, _chances(log))
    held = inside.T @ of_cells
    in_class = of_cells.sum(1) + state.of_missing
    state.chances = np.clip(rng.beta(1 + held, 1 + in_class[:, None] - held), SMALLEST, 1 - 1e-16)
    for _ in range(SWAPS):
        _swap(state, in_class, rng)
    _draw_shares(state, in_class, rng)
    nowhere = state.log_shares + np.log1p(-state.chances).sum(1)
    _draw_missing(state, counts.sum(1), np.exp(nowhere).sum(1), rng)
    state.of_missing = rng.multinomial(state.missing, _chances(nowhere))
    classes = state.log_shares.shape[1]
    state.alpha = rng.gamma(SHAPE + classes - 1, 1 / (RATE - state.log_shares[:, -1]))
    return in_class


def _swap(state: State, in_class: np.ndarray, rng: np.random.Generator) -> None:
    """Two classes change places on the stick, in place, where the chance of it has them do so: else
    a large class far down the stick stays there for long (Papaspiliopoulos and Roberts 2008)."""
    chains, classes = in_class.shape
    each, first = np.arange(chains), rng.integers(0, classes, chains)
    second = (first + rng.integers(1, classes, chains)) % classes
    longer = state.log_shares[each, first] - state.log_shares[each, second]
    more = in_class[each, second] - in_class[each, first]
    swapped = np.log(rng.uniform(SMALLEST, 1.0, chains)) < longer * more
    one, other, at = first[swapped], second[swapped], each[swapped]
    for values in (in_class, state.of_missing):
        values[at, one], values[at, other] = values[at, other], values[at, one]
    kept = state.chances[at, :, one].copy()
    state.chances[at, :, one] = state.chances[at, :, other]
    state.chances[at, :, other] = kept


def _chances(log: np.ndarray) -> np.ndarray:
    """Chances that sum to one over the last axis."""
    shares = np.exp(log - log.max(-1, keepdims=True))
    return shares / shares.sum(-1, keepdims=True)


def _draw_shares(state: State, in_class: np.ndarray, rng: np.random.Generator) -> None:
    """Break the stick anew, in logs: the last pieces may be too small for a double."""
    after = np.cumsum(in_class[:, ::-1], 1)[:, ::-1] - in_class
    kept = 1.0 + in_class[:, :-1]
    left = state.alpha[:, None] + after[:, :-1]
    log_kept, log_left = _log_gamma_draw(kept, rng), _log_gamma_draw(left, rng)
    both = np.logaddexp(log_kept, log_left)
    remaining = np.cumsum(log_left - both, 1)
    before = np.hstack([np.zeros((len(remaining), 1)), remaining])
    state.log_shares = before + np.hstack([log_kept - both, np.zeros((len(remaining), 1))])


def _log_gamma_draw(shape: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Log of a gamma draw, by the draw of shape + 1 where the shape is small (Marsaglia and Tsang
    2000)."""
    uniform = np.log(rng.uniform(SMALLEST, 1.0, shape.shape)) / shape
    return np.log(np.maximum(rng.gamma(shape + 1), SMALLEST)) + uniform


def _draw_missing(
    state: State, observed: np.ndarray, nowhere: np.ndarray, rng: np.random.Generator
) -> None:
    """The number in no list, drawn again where it passes the bound."""
    most = MOST_TIMES * observed
    chance = np.clip(1 - nowhere, 1e-12, 1.0)
    state.missing = rng.negative_binomial(observed, chance)
    for _ in range(100):
        too_many = state.missing > most
        if not too_many.any():
            return
        state.missing[too_many] = rng.negative_binomial(observed[too_many], chance[too_many])
    state.missing = np.minimum(state.missing, most)


def split_r_hat(draws: np.ndarray) -> float:
    """How far chains [chains, draws], each cut in two, stand apart; 1 where they do not (Gelman and
    others 2013)."""
    half = draws.shape[1] // 2
    parts = np.log(np.concatenate([draws[:, :half], draws[:, half : 2 * half]]))
    within, between = parts.var(1, ddof=1).mean(), parts.mean(1).var(ddof=1)
    return float(np.sqrt((half - 1) / half + between / within)) if within > 0 else 1.0


def effective_draws(draws: np.ndarray) -> float:
    """Draws that stand apart and are worth as much as these [chains, draws], by their
    autocorrelation up to the first pair that is not positive (Geyer 1992)."""
    values = np.log(draws) - np.log(draws).mean()
    length = values.shape[1]
    spectrum = np.abs(np.fft.rfft(values, 2 * length, axis=1)) ** 2
    correlation = np.fft.irfft(spectrum, axis=1)[:, :length].mean(0)
    if correlation[0] <= 0:
        return float(draws.size)
    correlation = correlation / correlation[0]
    paired = correlation[: 2 * (length // 2)].reshape(-1, 2).sum(1)
    positive = paired[: np.argmax(paired <= 0)] if (paired <= 0).any() else paired
    return float(draws.size / max(2 * positive.sum() - 1, 1.0))


def estimate(
    histories: Histories,
    level: float = LEVEL,
    seed: int = 1,
    draws: int = DRAWS,
    warm_up: int = WARM_UP,
    thinning: int = THINNING,
) -> Estimate:
    """Median and quantiles of the draws of all cases."""
    if len(histories.lists) < LEAST_LISTS:
        why = f"needs {LEAST_LISTS} lists"
        return none_of("latent_classes", histories.observed, ASSUMES, why)
    totals, used = sample(histories, np.random.default_rng(seed), draws, warm_up, thinning)
    middle, error, low, high = of_draws(totals.ravel(), level)
    apart, worth = split_r_hat(totals), effective_draws(totals)
    warnings = []
    if apart > SETTLED:
        warnings.append(f"the chains have not met (split R-hat {apart:.2f}): ask for more draws")
    if worth < ENOUGH_DRAWS:
        warnings.append(f"the draws are worth only {worth:.0f} apart: ask for more, or thin them")
    if high >= MOST_TIMES * histories.observed:
        warnings.append("the posterior reaches its bound: the lists hardly bound the missing")
    return Estimate(
        method="latent_classes",
        observed=histories.observed,
        assumes=ASSUMES,
        total=middle,
        error=error,
        low=low,
        high=high,
        level=level,
        interval="posterior",
        diagnostics={
            "split_r_hat": apart,
            "effective_draws": worth,
            "classes_used": float(used.mean()),
        },
        warnings=tuple(warnings),
        draws=totals.ravel().astype(float),
    )
