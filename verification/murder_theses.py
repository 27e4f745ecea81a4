"""Three theses about a murder in the leadership, set side by side on the same runs: chance, order,
neglect.

`python -m verification.murder_theses [--runs 100]`. The murder is an input, so no thesis can be run
as such; each says in which runs a murder would have been likelier, and its runs are weighted so:
  chance   every run in which the office is held the same;
  order    by what the leader has to fear of the holder: standing/10 where he does not follow the
      leader, nothing where he does;
  neglect  by 1 - zeal of the chief of the police: who guards badly.
Printed: what each expects of the years after, and how much likelier than chance it makes what is on
record (he was a follower; former opponents were blamed; some of them were shot within two years;
the chief of the police was dropped within two years, not at once), with a bootstrap over runs. A
ratio whose interval holds 1 is not distinguishable. Guarding does not act on anything else here, so
what the weights say is only what goes with a rival or a slack chief."""

from __future__ import annotations

import argparse

import numpy as np

from partystate.country.country import load
from partystate.experiments.histories import simulate
from partystate.history.leadership import together
from partystate.scenario.assemble import assemble
from partystate.scenario.parts import LEADERSHIP
from partystate.world.power import STAYS

TOP = 10.0
AFTER = 24  # months looked at
RESAMPLES = 1000
INTERVAL = (2.5, 97.5)
ON_RECORD = (
    "a follower of the leader",
    "former opponents blamed",
    "some of them shot in two years",
    "chief dropped in two years",
)


def case(scenario, seed: int, runs: range) -> tuple[dict, dict]:
    """(weights, findings) of histories of the leadership alone, each [N]."""
    kept = together([simulate(scenario, seed, run, "prior").leadership for run in runs])
    openings = [scenario.start(scenario.values("prior", seed, r), seed, r)[0] for r in runs]
    ruthlessness = np.stack([np.asarray(world.power.ruthlessness) for world in openings])
    base, n = kept.facts, np.arange(len(runs))
    at = int(np.flatnonzero(kept.murder > 0)[0])
    until = min(at + AFTER, len(kept.months) - 1)
    holder, chief = (kept.fields["holder"][:, at - 1, int(o)] for o in (base.exposed, base.police))
    leader = kept.fields["leader"][:, at - 1]
    follows = (kept.fields["principal"][n, at - 1, holder] == leader) & (leader >= 0)
    held = holder >= 0
    zeal = np.where(chief >= 0, ruthlessness[n, chief], 0)
    weights = {
        "chance": held * 1.0,
        "order": held * ~follows * kept.fields["standing"][n, at - 1, holder] / TOP,
        "neglect": held * (1 - zeal),
    }
    blamed = kept.fields["blamed"][:, at]
    shot = kept.fields["executed"][:, until] & blamed
    dropped = (kept.fields["chief_left"][:, at : until + 1] != STAYS).any(1)
    return weights, dict(
        zip(ON_RECORD, (follows, blamed.any(1), shot.any(1), dropped), strict=True)
    )


def ratios(weights: dict, happened: np.ndarray, rng) -> dict[str, tuple[float, float, float]]:
    """Thesis -> how much likelier than under chance, with its interval over runs."""
    picks = rng.integers(0, len(happened), (RESAMPLES, len(happened)))
    found = {}
    for thesis, weight in weights.items():

        def of(k, w=weight):
            return mean(w, happened, k) / max(
                mean(weights["chance"], happened, k), 1 / len(happened)
            )

        low, high = np.percentile([of(k) for k in picks], INTERVAL)
        found[thesis] = (of(slice(None)), float(low), float(high))
    return found


def mean(weight, values, which) -> float:
    """Weighted mean."""
    total = weight[which].sum()
    return float((weight[which] * values[which]).sum() / total) if total > 0 else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    runs = parser.parse_args().runs
    weights, findings = case(assemble(load("ussr"), parts=(LEADERSHIP,)), 1, range(runs))
    for name, values in findings.items():
        print(
            f"{name:32}",
            *(f"{thesis} {mean(w, values, slice(None)):.2f}" for thesis, w in weights.items()),
        )
    rng = np.random.default_rng(1)
    for what, names in (
        ("all but the first together", ON_RECORD[1:]),
        *((name, (name,)) for name in ON_RECORD),
    ):
        happened = np.all([findings[name] for name in names], axis=0)
        told = {t: r for t, r in ratios(weights, happened, rng).items() if t != "chance"}
        words = (
            f"{t} {r:.2f} ({lo:.2f} to {hi:.2f}){' not distinguishable' if lo <= 1 <= hi else ''}"
            for t, (r, lo, hi) in told.items()
        )
        print(f"against chance, {what:32}", *words)


if __name__ == "__main__":
    main()
