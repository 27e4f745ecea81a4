"""How many are missing from every list: multiple systems estimation, and demography beside it.

    from partystate import estimation
    answer = estimation.estimate("lists.csv", strata=["region"])
    for one in answer.estimates:
        print(one.method, one.total, one.low, one.high, one.assumes)

It stands on `core` alone and knows nothing of the model. A file holds an estimator with its
equations; `side_by_side` asks several at once, since no single one can be trusted."""

from partystate.estimation.histories import Histories
from partystate.estimation.lists import Lists, read_lists
from partystate.estimation.result import Estimate
from partystate.estimation.side_by_side import METHODS, Answer, estimate

__all__ = ["METHODS", "Answer", "Estimate", "Histories", "Lists", "estimate", "read_lists"]
