"""A grievance against a risk: who rises where police are in sight. An exact case beside the
thresholds, not a rule of the model.

Grievance H (1 - L) of hardship H and legitimacy L; chance of arrest 1 - exp(-k C / A) with C police
and A active in sight; a person of risk aversion R rises when grievance less R times that chance
exceeds a threshold.

Sources: Epstein (2002)."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from partystate.published.model import Inputs, Number, Outputs, Published

# chance of arrest with one policeman to one active, from which Epstein sets the steepness
RISK_OF_ONE = 0.9


def chance_of_arrest(police: Number, active: Number, steepness: Number) -> Float[Array, "..."]:
    """Chance of arrest as a person in sight of `police` and `active` sees it."""
    return -jnp.expm1(-steepness * police / active)


def net_grievance(hardship: Number, aversion: Number, legitimacy: Number, chance: Number) -> Number:
    """Grievance less the risk as it is felt."""
    return hardship * (1 - legitimacy) - aversion * chance


def share_active(legitimacy: Number, threshold: Number) -> Float[Array, "..."]:
    """Share who rise with no police in sight, hardship uniform on 0..1."""
    return jnp.clip(1 - threshold / (1 - legitimacy), 0, 1)


def rising(inputs: Inputs) -> Outputs:
    """Who rises, row by row."""
    hardship, aversion, police, active = (
        jnp.asarray([row[name] for row in inputs["rows"]], float) for name in "HRCA"
    )
    chance = chance_of_arrest(police, active, -np.log1p(-RISK_OF_ONE))
    net = net_grievance(hardship, aversion, inputs["L"], chance)
    return {"P": chance, "net": net, "active": net > inputs["T"]}


def without_police(inputs: Inputs) -> Outputs:
    return {"P_active": share_active(jnp.asarray(inputs["L"]), inputs["T"])}


MODELS = {
    "Epstein decision rule": Published(answer=rising),
    "Epstein: share active with no police in view": Published(answer=without_police),
}
