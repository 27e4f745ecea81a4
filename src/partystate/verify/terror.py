"""Published cases of detection, denunciation, thresholds and fear, recomputed by the model's own
functions."""

from __future__ import annotations

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np

from partystate.published import civil_violence, denunciation, detection, loyalty, thresholds

PER_CENT = 100
# chance of arrest with one policeman to one active, from which Epstein sets the steepness
RISK_OF_ONE = 0.9


def noisy_detection(inputs: dict) -> dict:
    """Cut that costs least, errors of both kinds, and who is arrested."""
    prior, separation = inputs["prior_enemy"], inputs["dprime"]
    cut = detection.cheapest_cut(prior, separation, inputs["C_FP_over_C_FN"])
    hit, false_alarm = detection.rates(cut, separation)
    rate, innocent = detection.arrested(prior, hit, false_alarm)
    names = ("cut", "hit", "false_alarm", "arrest_rate", "innocent_share")
    return {
        name: float(value)
        for name, value in zip(names, (cut, hit, false_alarm, rate, innocent), strict=True)
    }


def quota(inputs: dict) -> dict:
    """Cut that fills a quota, and who is in it."""
    prior, separation = inputs["prior_enemy"], inputs["dprime"]
    cut = detection.quota_cut(prior, separation, inputs["quota_share"])
    hit, false_alarm = detection.rates(cut, separation)
    return {
        "cut": float(cut),
        "hit": float(hit),
        "innocent_share": float(detection.arrested(prior, hit, false_alarm)[1]),
    }


def eliminated(inputs: dict) -> dict:
    """Least share removed so that enemies are no majority."""
    removed, innocent = detection.eliminations(
        inputs["enemy_share"], jnp.asarray(inputs["precision"])
    )
    return {
        "min_share_eliminated": removed.tolist(),
        "innocents_share_of_population": innocent.tolist(),
    }


def chain(inputs: dict) -> dict:
    """Mean, variance and law of the total of a chain."""
    given, totals = inputs["R"], ("1", "2", "3", "5", "10")
    law = {n: float(denunciation.total_law(given, float(n))) for n in totals}
    return {
        "mean_total": denunciation.multiplier(given),
        "var_total": denunciation.variance(given),
        "P_total": _Close(law),
    }


class _Close(dict):
    """A table of numbers that agrees with another within a part in ten to the twelfth."""

    def __eq__(self, other) -> bool:
        return self.keys() == other.keys() and np.allclose(
            [self[k] for k in other], list(other.values()), rtol=0, atol=1e-12
        )


def extinction(inputs: dict) -> dict:
    """Chance that a chain ends, and the share reached if it does not."""
    end = float(denunciation.dies_out(inputs["R"]))
    return {"extinction": end, "final_size_fraction": 1 - end}


def two_rulers(inputs: dict) -> dict:
    """Repression and loyalty at each price of loyalty."""
    prices = (float(inputs["pR"]), jnp.asarray(inputs["pL"], float))

    def rows(names, found):
        return [
            dict(zip(names, map(float, row), strict=True))
            for row in np.stack([np.broadcast_to(v, prices[1].shape) for v in found], 1)
        ]

    return {
        "totalitarian": _Rows(
            rows(("R", "L", "power"), loyalty.totalitarian(inputs["budget"], *prices))
        ),
        "tinpot": _Rows(rows(("R", "L", "cost"), loyalty.tinpot(inputs["tinpot_power"], *prices))),
    }


class _Rows(list):
    """A list of tables compared as `_Close`."""

    def __eq__(self, other) -> bool:
        return len(self) == len(other) and all(
            _Close(a) == b for a, b in zip(self, other, strict=True)
        )


def falsification(inputs: dict) -> dict:
    """Opposition in per cent under listed thresholds."""
    given = jnp.asarray(inputs["thresholds_percent"], float)
    return {
        "equilibrium_percent": float(thresholds.cascade(given * len(given) / PER_CENT))
        * PER_CENT
        / len(given)
    }


def listed(inputs: dict) -> dict:
    """Rioters under thresholds written as `0,2,2,3,...,99`."""
    start, last = inputs["thresholds"].split(",...,")
    first = [int(x) for x in start.split(",")]
    return {
        "equilibrium": float(
            thresholds.cascade(jnp.asarray([*first, *range(first[-1] + 1, int(last) + 1)], float))
        )
    }


def normal_thresholds(inputs: dict) -> dict:
    """The lowest root by spread, and where it vanishes."""
    persons = inputs["N"]
    mean = inputs["mean"] / persons
    spread, share = thresholds.critical(mean)
    spreads = ("5.0", "10.0", "12.0", "12.2", "13.0", "20.0", "30.0")
    roots = {s: float(thresholds.lowest_root(mean, float(s) / persons)) * persons for s in spreads}
    return {
        "critical_sigma": float(spread) * persons,
        "r_at_critical": float(share) * persons,
        "lowest_eq": _Near(roots),
    }


class _Near(_Close):
    """As `_Close`, within a part in ten thousand, the tolerance of the case."""

    def __eq__(self, other) -> bool:
        return self.keys() == other.keys() and np.allclose(
            [self[k] for k in other], list(other.values()), rtol=0, atol=1e-4
        )


def rising(inputs: dict) -> dict:
    """Who rises, row by row."""
    steepness = -np.log1p(-RISK_OF_ONE)

    def of(name):
        return jnp.asarray([row[name] for row in inputs["rows"]], float)

    chance = civil_violence.chance_of_arrest(of("C"), of("A"), steepness)
    net = civil_violence.net_grievance(of("H"), of("R"), inputs["L"], chance)
    return {"P": chance.tolist(), "net": net.tolist(), "active": (net > inputs["T"]).tolist()}


def no_police(inputs: dict) -> dict:
    """Share who rise with no police in sight."""
    return {"P_active": civil_violence.share_active(jnp.asarray(inputs["L"]), inputs["T"]).tolist()}


TERROR: dict[str, Callable[[dict], dict]] = {
    "Signal-detection repression (equal-variance Gaussian)": noisy_detection,
    "Quota-filling from ranked signals": quota,
    "Eliminations to shift the median citizen": eliminated,
    "Denunciation branching process, Poisson offspring": chain,
    "Denunciation branching: extinction probability": extinction,
    "Wintrobe totalitarian vs tinpot, Cobb-Douglas instance": two_rulers,
    "Preference-falsification cascade": falsification,
    "Granovetter": listed,
    "Granovetter normal thresholds, continuum": normal_thresholds,
    "Epstein decision rule": rising,
    "Epstein: share active with no police in view": no_police,
}
