"""Run status: codes inside compiled code, sentences outside."""

import jax
import jax.numpy as jnp
import pytest

from partystate.core.status import RunStatus


def test_codes_against_the_stored_order():
    """Codes are kept in files: append only."""
    stored = ["FINISHED", "NOT_A_NUMBER", "NEGATIVE_STOCK"]
    assert [status.name for status in RunStatus][: len(stored)] == stored
    assert all(RunStatus.of(status.code) is status for status in RunStatus)


def test_codes_pass_through_compiled_code():
    choose = jax.jit(
        lambda good: jnp.where(good, RunStatus.FINISHED.code, RunStatus.NOT_A_NUMBER.code)
    )
    assert RunStatus.of(int(choose(False))) is RunStatus.NOT_A_NUMBER
    assert RunStatus.of(int(choose(True))).is_good


@pytest.mark.parametrize("code", [-1, len(RunStatus)])
def test_a_number_that_is_no_code(code):
    with pytest.raises(ValueError, match="no run status"):
        RunStatus.of(code)


def test_values_are_sentences():
    assert all(status.value[0].isupper() and status.value.endswith(".") for status in RunStatus)
