"""A grievance against a risk: who rises where police are in sight. An exact case beside the
thresholds, not a rule of the model.

Grievance H (1 - L) of hardship H and legitimacy L; chance of arrest 1 - exp(-k C / A) with C police
and A active in sight; a person of risk aversion R rises when grievance less R times that chance
exceeds a threshold.

Sources: Epstein (2002)."""

from __future__ import annotations

import jax.numpy as jnp


def chance_of_arrest(police, active, steepness):
    """Chance of arrest as a person in sight of `police` and `active` sees it."""
    return -jnp.expm1(-steepness * police / active)


def net_grievance(hardship, aversion, legitimacy, chance):
    """Grievance less the risk as it is felt."""
    return hardship * (1 - legitimacy) - aversion * chance


def share_active(legitimacy, threshold):
    """Share who rise with no police in sight, hardship uniform on 0..1."""
    return jnp.clip(1 - threshold / (1 - legitimacy), 0, 1)
