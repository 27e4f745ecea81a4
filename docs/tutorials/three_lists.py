# %% [markdown]
# # From three lists to an estimate
#
# Three offices kept lists of the same people, and none of them is whole. How many people are in no
# list at all? This page answers in ten minutes, on lists that are published: an outbreak of
# hepatitis A at a college in Taiwan in 1995, where a later test of everybody's blood gave the
# truth (Chao and others 2001). Everything here works on lists of your own; from the command line
# `partystate estimate LISTS.csv` does the same.
#
# The file of this page, `docs/tutorials/three_lists.py`, is a notebook in plain text: run it whole,
# or cell by cell in an editor that knows `# %%`.

# %%
import polars as pl

from partystate import estimation

table = pl.DataFrame(
    {
        "blood_test": [1, 0, 0, 1, 1, 0, 1],
        "hospitals": [0, 1, 0, 1, 0, 1, 1],
        "epidemiologists": [0, 0, 1, 0, 1, 1, 1],
        "count": [69, 55, 63, 21, 17, 18, 28],
    }
)

# %% [markdown]
# A row is a combination of lists, and how many people have it. A row a person, or a row a record
# (columns `case` and `list`), does as well; so does a CSV file's path, or a data frame of pandas.

# %%
lists = estimation.read_lists(table)
lists.histories.observed, lists.histories.in_list.tolist(), lists.warnings

# %% [markdown]
# 271 people are known. What the lists share tells something of who is missing: of the 122 in the
# hospitals' list the blood test had 49, so that it may have had two of five people in all, and its
# 135 people may be two of five of everybody. That is the oldest estimator, and it holds only if
# being in the one list says nothing about being in the other.

# %%
answer = estimation.estimate(lists, methods=["chapman", "chao", "independence", "all_models"])
[(e.method, round(e.total), round(e.low), round(e.high)) for e in answer.estimates]

# %% [markdown]
# Each has an interval, and each interval is about chance alone: it takes for granted what the
# estimator assumes. Read that before you believe it.

# %%
[(e.method, e.assumes) for e in answer.estimates]

# %% [markdown]
# They disagree. The lists here are of one place and few people, who differ in how ill they were,
# so that those whom one list found the others found more easily too. Then independence is too
# low. The sample coverage allows for that; it has three answers, and uses the last where lists
# overlap as little as here.

# %%
coverage = estimation.estimate(lists, methods=["sample_coverage"]).estimates[0]
round(coverage.total), coverage.diagnostics

# %% [markdown]
# The blood test of everybody found 545 (a figure we recall, and have not read again). One estimate
# came near, and nothing in the three lists alone could have told which. So ask all of them, give
# the spread, and say what each end assumes. Some say themselves that they are not to be believed
# here.

# %%
answer = estimation.estimate(lists)
[(e.method, e.total and round(e.total), e.warnings) for e in answer.estimates]

# %% [markdown]
# - A fourth list tells most: with four, dependence between two of them shows.
# - Lists that find some people better than others mislead less within groups: add
#   `strata=["region"]`, or `"date:month"`, or `"age:10"`. The sums over strata then stand beside
#   the whole. What it costs is overlap.
# - Warnings are part of the answer. A list that holds another, a list without overlap, a stratum
#   in which nothing can be told: each is told in a sentence, and none is dropped in silence.
# - Names that are spelt in several ways make one person two, and so the total too large:
#   `estimation.linkage` carries the doubt of a record linkage on into the interval.
# - [Which estimator to trust when](../explanation/estimation.md), measured on lists whose truth is
#   known.
