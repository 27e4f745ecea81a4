"""How a history was made: versions, digests of data and code, parameters, seed, device; and
RO-Crate metadata."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib import metadata

import jax
import jax.numpy as jnp
import numpy as np

from partystate.core import dates
from partystate.core.digests import code_digest, folder_digest
from partystate.country.country import Country
from partystate.country.put_in import put_in
from partystate.country.what_ifs import Thesis, WhatIf
from partystate.history.attributes import version
from partystate.history.own_mechanisms import OWN, require_none
from partystate.history.release import FOLDER
from partystate.scenario.assemble import COUNTED, EXPECTED, Assembled
from partystate.scenario.own_mechanism import OwnMechanism
from partystate.scenario.scenario import Scenario

PACKAGES = ("jax", "jaxlib", "equinox", "numpy", "polars", "pyarrow")


def manifest(
    scenario: Assembled,
    *,
    seed: int,
    parameters: str,
    runs: int,
    number: int | None = None,
) -> dict:
    """The manifest of a run or an ensemble; `number` of a run that an ensemble has too."""
    country = scenario.country
    enters = None if scenario.entered is None else _month(scenario.entered)
    # an editable installation keeps the version it was installed as
    ours = {"partystate": version()}
    versions = ours | {name: metadata.version(name) for name in PACKAGES}
    device = jax.devices()[0]
    at_war = scenario.onward is not None and scenario.onward.war is not None
    told = put_in(country, scenario.line, scenario.parts, enters, at_war)
    return {
        "versions": versions | {"python": platform.python_version()},
        "code": code_digest(),
        "country": {
            "id": country.id,
            "title": country.meta.title,
            "digest": folder_digest(country.path, without=FOLDER),
            "evidence_digest": folder_digest(country.path / "evidence"),
        },
        "seed": seed,
        "runs": runs,
        "counting": COUNTED if scenario.rules.counted else EXPECTED,
        "parts": list(scenario.parts),
        "line": scenario.line,
        "put_in": [given.name for given in told],
        "replay_until": scenario.replay_until,
        "enters": enters,
        "parameters": parameters,
        "number": number,
        "thesis": next((w.name for w in scenario.what_ifs if isinstance(w, Thesis)), None),
        "what_ifs": [
            w.model_dump(exclude_none=True) for w in scenario.what_ifs if not isinstance(w, Thesis)
        ],
        "months": [int(scenario.months[0]), int(scenario.months[-1])],
        "start": _month(scenario.months[0]) if len(scenario.months) else country.meta.start,
        "end": country.meta.end if not len(scenario.months) else _month(scenario.months[-1]),
        "mechanisms": [m.id for m in scenario.acting_mechanisms],
        "device": {"platform": device.platform, "kind": device.device_kind},
        "x64": bool(jnp.zeros(()).dtype == np.float64),
        **told_of(scenario.own),
    }


def told_of(own: Iterable[OwnMechanism]) -> dict[str, list[dict]]:
    """The entry of a manifest, none where there is no such mechanism: of each its class and module,
    the hash of its source (of its bytecode where it has none), whether it stands in place of one of
    the package, and the parameters that it brings, as low, middle and high."""
    told = [
        {
            "id": one.id,
            "phase": one.mechanism.phase,
            "class": one.written.name,
            "module": one.written.module,
            one.written.of: one.written.digest,
            "replaces": one.replaces,
            "parameters": {p.name: [p.low, p.central, p.high] for p in one.parameters},
        }
        for one in own
    ]
    return {OWN: told} if told else {}


def scenario_in(about: dict, country: Country) -> Scenario:
    """The scenario of a run of `country` by its manifest; a thesis that was a file is looked for by
    its name. UserError for a run with mechanisms that are not of the package, which no manifest
    holds."""
    require_none(
        about, "a scenario cannot be made again", "Build it in Python, with_mechanism and all."
    )
    return Scenario(
        country,
        what_ifs=[WhatIf.model_validate(one) for one in about["what_ifs"]],
        thesis=about["thesis"],
        line=about["line"],
        counting=about["counting"],
        parts=about["parts"],
        until=about["end"],
        replay_until=about["replay_until"],
        enters=about["enters"],
    )


def _month(number) -> str:
    return dates.month_text(int(number))


def ro_crate(title: str, files: dict[str, str]) -> dict:
    """RO-Crate 1.1 metadata of a run directory; `files` are name -> description."""
    parts = [{"@id": name} for name in files]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "hasPart": parts,
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    entries = [{"@id": name, "@type": "File", "description": text} for name, text in files.items()]
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *entries]}
