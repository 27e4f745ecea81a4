"""Averaging over all decomposable graphs of the lists, each a way in which they depend.

For each graph and each number of missing the chance of the data is in closed form, as the cells'
chances have a hyper-Dirichlet prior of `weight` cases a cell:

    log P(data | graph, missing) = log of the ways to order the cases
        + sum over cliques of L(clique) - sum over separators of L(separator)
    L(margin) = sum over its cells of [lgamma(count + a) - lgamma(a)]
        + lgamma(2^p weight) - lgamma(N + 2^p weight),   a = weight 2^(p - lists of the margin)

and the posterior is that over a grid of missing and all graphs, with log prior `log_prior(N)`, of
which -log N is the usual one.

Sources: Madigan and York (1997); Johndrow and Lum's dga, whose help page gives the prior as that of
the missing and whose code, followed here, takes it of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, logsumexp

from partystate.estimation.graphs import Graph, decomposable
from partystate.estimation.histories import Histories
from partystate.estimation.log_linear import words
from partystate.estimation.result import LEVEL, Estimate, none_of

ASSUMES = (
    "That the lists depend on one another as some decomposable graph has it, everybody being found "
    "with the same chances; weights of graphs come from the cells observed."
)
LEAST_LISTS, MOST_LISTS = 2, 5
GRID = 4000  # numbers of missing at which the posterior is reckoned, at most
TIMES = (8.0, 40.0, 200.0)  # cases observed, to which missing are tried, until the tail is light
LIGHT_TAIL = 1e-4  # of the posterior in the last tenth of the grid
TELLING = 0.05  # weight of the saturated graph, above which it is told
SHOWN = 5


@dataclass(frozen=True)
class Posterior:
    """`totals` [grid], chances of `graphs` and totals together [graphs, grid]."""

    graphs: tuple[Graph, ...]
    totals: np.ndarray
    chances: np.ndarray

    @property
    def of_totals(self) -> np.ndarray:
        """Chances of the totals [grid]."""
        return self.chances.sum(0)

    @property
    def of_graphs(self) -> np.ndarray:
        """Chances of the graphs [graphs]."""
        return self.chances.sum(1)


def one_over_n(totals: np.ndarray) -> np.ndarray:
    """The usual log prior of all cases [grid]."""
    return -np.log(totals)


def gamma_poisson(shape: float, rate_inverse: float) -> Callable[[np.ndarray], np.ndarray]:
    """The log prior of a Poisson number of cases whose mean is gamma (Madigan and York 1997)."""

    def log_prior(totals: np.ndarray) -> np.ndarray:
        known = totals * np.log(rate_inverse) - (totals + shape) * np.log1p(rate_inverse)
        return known + gammaln(totals + shape) - gammaln(totals + 1) - gammaln(shape)

    return log_prior


def posterior(
    histories: Histories,
    missing: np.ndarray,
    weight: float | None = None,
    log_prior: Callable[[np.ndarray], np.ndarray] = one_over_n,
) -> Posterior:
    """Posterior over graphs and numbers of `missing` [grid], evenly spaced."""
    lists, n = len(histories.lists), histories.observed
    each = 2.0**-lists if weight is None else weight
    totals = n + np.asarray(missing, float)
    graphs, cells = decomposable(lists), 2**lists
    margins = np.stack([_margin(histories, m, missing, each) for m in range(1, cells)])
    signs = np.zeros((len(graphs), cells - 1))
    for row, graph in zip(signs, graphs, strict=True):
        np.add.at(row, np.array(graph.cliques) - 1, 1.0)
        separators = [s for s in graph.separators if s]
        np.add.at(row, np.array(separators, int) - 1, -1.0)
    pieces = np.array([len(g.cliques) - sum(s > 0 for s in g.separators) for g in graphs])
    prior = gammaln(cells * each) - gammaln(totals + cells * each)
    ways = gammaln(totals + 1) - gammaln(missing + 1) - gammaln(histories.counts[1:] + 1).sum()
    log = signs @ margins + pieces[:, None] * prior + ways + log_prior(totals)
    return Posterior(graphs, totals, np.exp(log - logsumexp(log)))


def _margin(histories: Histories, lists: int, missing: np.ndarray, each: float) -> np.ndarray:
    """Log chance of the margin of some lists (bits) [grid], but for what all margins share."""
    at = np.arange(len(histories.counts)) & lists
    counts = np.bincount(at, histories.counts, lists + 1)
    a = each * 2.0 ** (len(histories.lists) - lists.bit_count())
    filled = counts[1:][counts[1:] > 0]
    rest = gammaln(filled + a) - gammaln(a)
    return gammaln(missing + counts[0] + a) - gammaln(a) + rest.sum()


def quantile(found: Posterior, share: float) -> float:
    """The first total of which the posterior reaches `share`."""
    return float(found.totals[np.searchsorted(np.cumsum(found.of_totals), share)])


def estimate(
    histories: Histories,
    level: float = LEVEL,
    weight: float | None = None,
    log_prior: Callable[[np.ndarray], np.ndarray] = one_over_n,
) -> Estimate:
    """The posterior over all graphs: its median, standard deviation and quantiles."""
    lists, n = len(histories.lists), histories.observed
    if not LEAST_LISTS <= lists <= MOST_LISTS:
        why = f"{lists} lists: graphs are tried of {LEAST_LISTS} to {MOST_LISTS} lists alone"
        return none_of("decomposable", n, ASSUMES, why)
    found, is_light = _on_a_grid(histories, weight, log_prior)
    shares, by_graph = found.of_totals, found.of_graphs
    mean = float(shares @ found.totals)
    best = np.argsort(-by_graph)[:SHOWN]
    warnings = []
    if not is_light:
        warnings.append("the posterior has no end: the lists hardly bound the missing")
    if (saturated := _saturated(found, lists)) > TELLING:
        warnings.append(
            f"{saturated:.0%} of the weight is on the graph that ties all lists, under which they "
            "tell nothing of the missing and the prior has few of them"
        )
    return Estimate(
        method="decomposable",
        observed=n,
        assumes=ASSUMES,
        total=quantile(found, 0.5),
        error=float(np.sqrt(shares @ (found.totals - mean) ** 2)),
        low=quantile(found, (1 - level) / 2),
        high=quantile(found, (1 + level) / 2),
        level=level,
        interval="posterior",
        diagnostics={
            "mean": mean,
            "mode": float(found.totals[shares.argmax()]),
            "graphs": len(found.graphs),
            "shown": [
                {"graph": words(histories, found.graphs[i].cliques), "weight": float(by_graph[i])}
                for i in best
            ],
        },
        warnings=tuple(warnings),
    )


def _saturated(found: Posterior, lists: int) -> float:
    """Chance of the graph that ties all lists."""
    full = (2**lists - 1,)
    return float(
        sum(w for g, w in zip(found.graphs, found.of_graphs, strict=True) if g.cliques == full)
    )


def _on_a_grid(
    histories: Histories,
    weight: float | None,
    log_prior: Callable[[np.ndarray], np.ndarray],
) -> tuple[Posterior, bool]:
    """The posterior on a grid that is wide enough and then as fine as it may be, and whether its
    tail is light."""
    n = histories.observed
    for times in TIMES:
        step = max(int(np.ceil(times * n / GRID)), 1)
        found = posterior(histories, np.arange(1, times * n + step, step), weight, log_prior)
        tail = found.of_totals[-len(found.totals) // 10 :].sum()
        if tail < LIGHT_TAIL:
            break
    else:
        return found, False
    end = quantile(found, 1 - LIGHT_TAIL / 10) - n
    step = max(int(np.ceil(end / GRID)), 1)
    return posterior(histories, np.arange(1, end + step, step), weight, log_prior), True
