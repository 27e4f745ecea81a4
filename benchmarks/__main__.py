"""`make bench`: compile times, one history, bytes saved, and work done against the memory bandwidth
measured here.

Run alone on a quiet machine; the compilation cache is off while compile times are taken. Prints
JSON."""

from __future__ import annotations

import json
import resource
import tempfile
import time
from pathlib import Path

import jax
import numpy as np

from partystate.country.country import load
from partystate.engine.run import inputs_at, program
from partystate.engine.step import propose
from partystate.experiments.histories import run_and_write
from partystate.scenario.assemble import Assembled, assemble
from partystate.world import causes

REPEATS = 3
BANDWIDTH_BYTES = 1 << 28


def seconds(work) -> float:
    """Least of some timings of `work`, in seconds."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        jax.block_until_ready(work())
        best = min(best, time.perf_counter() - start)
    return best


def memory_bandwidth() -> float:
    """Bytes a second of a large copy, read and write counted."""
    source = np.ones(BANDWIDTH_BYTES // 8)
    target = np.empty_like(source)
    return 2 * BANDWIDTH_BYTES / seconds(lambda: np.copyto(target, source))


def compile_of_mechanisms(scenario, world, setting) -> dict[str, float]:
    """Seconds to trace and compile each mechanism alone."""
    inputs = inputs_at(scenario.inputs, 0)
    found = {}
    for mechanism in scenario.rules.mechanisms:
        alone = jax.jit(lambda w, i, s, m=mechanism: propose(m, scenario.rules, w, i, s).entries())
        start = time.perf_counter()
        alone.lower(world, inputs, setting).compile()
        found[mechanism.id] = round(time.perf_counter() - start, 3)
    return found


def histories(scenario: Assembled) -> dict:
    """Compile and run times of a whole history, and the work in it."""
    world, setting = scenario.start(scenario.values("central", 1, 0), 1)
    given = (world, scenario.inputs, setting)
    start = time.perf_counter()
    compiled = program(scenario.rules).lower(scenario.rules, *given).compile()
    compile_seconds = time.perf_counter() - start
    warm, months = seconds(lambda: compiled(*given)), len(scenario.months)
    found = {"compile_s": round(compile_seconds, 1), "warm_s": round(warm, 2)}
    if world.people is None:
        return found
    cells = int(world.people.persons.shape[0])
    work = cells * months * len(causes.CAUSES)
    return found | {
        "cells": cells,
        "months": months,
        "warm_s_for_440_months": round(warm * 440 / months, 2),
        "cell_causes_per_s": round(work / warm),
    }


def cases() -> dict[str, Assembled]:
    """What is timed: the whole world, counted, with a line of its own, and each part alone."""
    country = load("ussr")
    return {
        "expected": assemble(country),
        "counted": assemble(country, "counted"),
        "line of its own": assemble(country, line="endogenous"),
        "society alone": assemble(country, parts=("society",)),
        "leadership alone": assemble(country, parts=("leadership",)),
    }


def saved() -> dict[str, int]:
    """Bytes of each file of a run directory."""
    with tempfile.TemporaryDirectory() as folder:
        run_and_write(assemble(load("ussr")), 1, Path(folder) / "run")
        return {p.name: p.stat().st_size for p in sorted((Path(folder) / "run").iterdir())}


def main() -> None:
    jax.config.update("jax_enable_compilation_cache", False)
    bandwidth = memory_bandwidth()
    results: dict = {name: histories(scenario) for name, scenario in cases().items()}
    for found in (results["expected"], results["counted"]):
        # what the bandwidth allows if a hazard and a flow of eight bytes are each moved once for a
        # cell and cause
        found["share_of_bandwidth"] = round(found["cell_causes_per_s"] * 16 / bandwidth, 4)
    whole = cases()["expected"]
    opening = whole.start(whole.values("central", 1, 0), 1)
    results["per_mechanism_compile_s"] = compile_of_mechanisms(whole, *opening)
    results["memory_bandwidth_bytes_per_s"] = round(bandwidth)
    results["saved_bytes"] = saved()
    results["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
