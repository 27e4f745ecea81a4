"""How many are in no list: published data, and what the estimators of `partystate.estimation` make
of them.

Sources: beside each case; the estimators' own files cite the papers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from partystate.estimation import (
    bootstrap,
    chao,
    decomposable,
    existence,
    graphs,
    heterogeneity,
    hierarchical,
    latent_classes,
    lincoln_petersen,
    log_linear,
    profile,
    sample_coverage,
    sparse,
    stepwise,
)
from partystate.estimation.histories import Histories, list_bits, of_rows
from partystate.estimation.log_linear import Fitted, Terms, main_effects
from partystate.published.model import Inputs, Outputs, Published

ENDS = {"q025": 0.025, "med": 0.5, "q975": 0.975}


def histories_of(rows: list[list[int]]) -> Histories:
    """Rows of zeros and ones with a count last; lists are named by their number."""
    return of_rows([str(i) for i in range(len(rows[0]) - 1)], rows)


def terms_of(histories: Histories, pairs: list[list[int]]) -> Terms:
    """Main effects, and terms of the numbered pairs of lists."""
    bits = list_bits(len(histories.lists))
    added = (int(bits[list(pair)].sum()) for pair in pairs)
    return tuple(sorted((*main_effects(len(histories.lists)), *added)))


def lists_of(histories: Histories, term: int) -> list[int]:
    """Numbers of the lists of a term."""
    return [i for i, bit in enumerate(list_bits(len(histories.lists))) if term & bit]


def of_fit(histories: Histories, found: Fitted) -> Outputs:
    """What papers print of a log-linear model."""
    return {
        "n": histories.observed,
        "N": found.total,
        "se": found.error,
        "deviance": found.deviance,
        "df": found.free,
        "aic": found.aic,
        "bic": found.bic,
        "profile_N_lo_hi": list(profile.profile(histories, found.terms)),
    }


def two_lists(inputs: Inputs) -> Outputs:
    counts = inputs["n1"], inputs["n2"], inputs["m"]
    total, variance = lincoln_petersen.chapman(*counts)
    found = lincoln_petersen.lincoln_petersen(*counts)
    return {"LP": found, "chapman": total, "chapman_var": variance}


def integrity(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["counts_EXH_ABA_OSCE_HRW"])
    return {
        "n": histories.observed,
        "list_totals": histories.in_list,
        "f": histories.times_seen,
    }


def lower_bound(inputs: Inputs) -> Outputs:
    counts = inputs["n"], inputs["f1"], inputs["f2"]
    return {"chao": chao.lower_bound(*counts), "chao_bc": chao.bias_corrected(*counts)[0]}


def bound_of_few_lists(inputs: Inputs) -> Outputs:
    seen = histories_of(inputs["data"]).times_seen if "data" in inputs else inputs["frequencies"]
    return {"chao": chao.lower_bound(sum(seen), seen[0], seen[1], 1 - 1 / len(seen))}


def independent(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    terms = main_effects(len(histories.lists))
    return of_fit(histories, log_linear.fit(histories, terms))


def with_pairs(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    return of_fit(histories, log_linear.fit(histories, terms_of(histories, inputs["pairs"])))


def forward(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    found, chosen = stepwise.choose(histories)
    return of_fit(histories, found) | {"pairs": [lists_of(histories, term) for term in chosen]}


def lowest_bic(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    found = hierarchical.search(histories)
    best = log_linear.fit(histories, found.models[0])
    highest = [t for t in best.terms if not any(t != o and t & o == t for o in best.terms)]
    return of_fit(histories, best) | {
        "models": len(found.models),
        "best": sorted(lists_of(histories, term) for term in highest),
    }


def number_of_models(inputs: Inputs) -> Outputs:
    return {
        name: [len(hierarchical.models(lists, main)) for lists in inputs["lists"]]
        for name, main in (("with_main_effects", True), ("all", False))
    }


def curves(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    fits = {name: heterogeneity.fit(histories, name) for name in heterogeneity.CURVES}
    return {name: [found.total, found.error] for name, found in fits.items()}


def hares(inputs: Inputs) -> Outputs:
    """Three models: times, times and a curve, times without those caught each time."""
    seen = inputs["nonzero_histories"]
    histories = histories_of([[*map(int, name), count] for name, count in seen.items()])
    terms = main_effects(len(histories.lists))
    always = np.zeros((len(histories.counts) - 1, 1))
    always[-1] = 1.0
    fits = {
        "Mt": log_linear.fit(histories, terms),
        "Mth_Poisson2": heterogeneity.fit(histories, "poisson2"),
        "Mt_minus_111111": log_linear.fit(histories, terms, always),
    }
    return {name: [found.total, found.error, found.aic] for name, found in fits.items()}


def coverage(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    independent_, enough, one_step = sample_coverage.three_estimates(histories)
    return {
        "M": histories.observed,
        "D": histories.observed - histories.alone.mean(),
        "C": sample_coverage.coverage(histories),
        "N0": independent_,
        "N": enough,
        "N1": one_step,
    }


def of_posterior(totals: np.ndarray, chances: np.ndarray) -> Outputs:
    """Mean, quantiles and mode of chances of totals [grid]."""
    summed = np.cumsum(chances)
    ends = {name: float(totals[np.searchsorted(summed, at)]) for name, at in ENDS.items()}
    return {"mean": float(chances @ totals), **ends, "mode": float(totals[chances.argmax()])}


def spina_bifida(inputs: Inputs) -> Outputs:
    counts = np.array(inputs["Y_lex_000_to_111"])
    histories = Histories(lists=("1", "2", "3"), counts=counts)
    prior = decomposable.gamma_poisson(13.14, 55.17)
    found = decomposable.posterior(histories, np.arange(1, 301), float(inputs["delta"]), prior)
    best = int(found.of_graphs.argmax())
    weight = float(found.of_graphs[best])
    names = ("[" + histories.name_of(c).replace(":", ",") + "]" for c in found.graphs[best].cliques)
    of_best = of_posterior(found.totals, found.chances[best] / weight)
    return {
        "n": histories.observed,
        "bma": of_posterior(found.totals, found.of_totals),
        "best_weight": weight,
        "best_model": {"cliques": "".join(names), **of_best},
    }


def averaged_graphs(inputs: Inputs) -> Outputs:
    missing = np.arange(1, int(inputs["Nmissing"].split("..")[1]) + 1)
    found = decomposable.posterior(histories_of(inputs["data"]), missing)
    return {"n_graphs": len(found.graphs), **of_posterior(found.totals, found.of_totals)}


def number_of_graphs(inputs: Inputs) -> Outputs:
    return {"count": [len(graphs.decomposable(lists)) for lists in inputs["p"]]}


def sparse_lists(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    found = sparse.choose(histories)
    among = list(combinations(range(len(histories.lists)), 2))
    bits = list_bits(len(histories.lists))

    def total(drawn: Histories) -> float:
        return sparse.choose(drawn).total

    skew = (
        {"acceleration": bootstrap.acceleration(*bootstrap.left_out(histories, total))}
        if inputs.get("acceleration")
        else {}
    )
    return skew | {
        "N": found.total,
        "pairs": [[i, j] for i, j in among if bits[i] | bits[j] in found.terms],
        "without_overlap": [[i, j] for i, j in among if bits[i] | bits[j] in found.impossible],
    }


def exists(inputs: Inputs) -> Outputs:
    histories = histories_of(inputs["data"])
    codes = [existence.check(histories, terms_of(histories, pairs)) for pairs in inputs["models"]]
    return {"codes": codes}


def classes(inputs: Inputs) -> Outputs:
    chain = (inputs[name] for name in ("draws", "warm_up", "thinning"))
    rng = np.random.default_rng(inputs["seed"])
    totals, _ = latent_classes.sample(histories_of(inputs["data"]), rng, *chain)
    low, middle, high = np.quantile(totals, [0.025, 0.5, 0.975])
    return {"q025": low, "median": middle, "q975": high}


def _of(answer: Callable[[Inputs], Outputs], *files: str) -> Published:
    """A model whose functions the named files of `estimation` hold."""
    return Published(answer=answer, used_by=tuple(f"estimation.{name}" for name in files))


LOG_LINEAR = ("histories", "log_linear", "profile")
MODELS = {
    "Lincoln-Petersen / Chapman": _of(two_lists, "lincoln_petersen"),
    "Kosovo four lists: data integrity": _of(integrity, "histories"),
    "Chao lower bound": _of(lower_bound, "chao"),
    "Chao lower bound of few lists (Mh)": _of(bound_of_few_lists, "chao", "histories"),
    "Poisson log-linear, main effects only": _of(independent, *LOG_LINEAR),
    "Poisson log-linear main effects": _of(independent, *LOG_LINEAR),
    "Poisson log-linear with chosen pairs": _of(with_pairs, *LOG_LINEAR),
    "BHS forward stepwise (AIC, then p<0.05)": _of(forward, *LOG_LINEAR, "stepwise"),
    "BHS forward stepwise (AIC, p<0.05)": _of(forward, *LOG_LINEAR, "stepwise"),
    "All hierarchical log-linear models, lowest BIC": _of(lowest_bic, *LOG_LINEAR, "hierarchical"),
    "Number of hierarchical log-linear models": _of(number_of_models, "hierarchical"),
    "Log-linear with a curve of catchability (Mth)": _of(curves, "histories", "heterogeneity"),
    "Snowshoe hares: Mt, Mth Poisson2, Mt without 111111": _of(
        hares, "histories", "heterogeneity", "log_linear"
    ),
    "Sample coverage, three estimators": _of(coverage, "histories", "sample_coverage"),
    "Madigan-York BMA, spina bifida 3 lists (dga example)": _of(
        spina_bifida, "histories", "decomposable"
    ),
    "dga BMA on Kosovo aggregate": _of(averaged_graphs, "histories", "decomposable"),
    "Number of labelled decomposable graphs": _of(number_of_graphs, "graphs"),
    "Sparse lists, stepwise pairs": _of(sparse_lists, "histories", "sparse", "bootstrap"),
    "Existence and identifiability of the estimate": _of(
        exists, "histories", "log_linear", "existence"
    ),
    "Latent classes, Gibbs sampler": _of(classes, "histories", "latent_classes"),
}
