# %% [markdown]
# # How well is it known?
#
# Results come with the package: what 200 free histories have, the best account, the record of what
# historians and archives say, and a score of each figure. This page asks of one quantity how well
# it is known, and of the model where it is wrong. Nothing is run, so it takes seconds.
#
# The file of this page, `docs/tutorials/how_well_it_is_known.py`, is a notebook in plain text: run
# it whole, or cell by cell in an editor that knows `# %%`.

# %%
import partystate as ps

opened = ps.open("ussr")

# %% [markdown]
# Every observable is read by its name. Deaths of a year, in persons:

# %%
deaths = opened["population.deaths"]
deaths.sel(statistic=["q05", "median", "q95"], year=["1928", "1933", "1938"]).to_pandas().round(-3)

# %% [markdown]
# These are deaths of a year in *free* histories: the model knows rules, weather and the calendar,
# and not what came of them. Nine histories in ten lie between `q05` and `q95`. A median without
# its interval says nothing, and medians do not add up.
#
# The *reanalysis* takes the same histories and the record together. It is the best account, and it
# has seen the figures that it is near.

# %%
best = opened.reanalysis["population.deaths"]
best.sel(statistic=["q05", "median", "q95"], year=["1928", "1933", "1938"]).to_pandas().round(-3)

# %% [markdown]
# What is on record, with what each figure was used for, and whether anybody here has
# read it in print or it is quoted as recalled:

# %%
record = opened.record.to_dataframe()
columns = ["time", "level", "central", "use", "read_in_print"]
mine = record[(record["observable"] == "population.deaths") & (record["group"] == "")]
mine.sort_values("time")[columns].head(8)

# %% [markdown]
# The level says of what: `truth` is deaths as a historian reconstructs them, `known` those that
# the registers had. The two part company just when it matters.
#
# Now the score. *Used in fitting* is no test. Of what was not used, `hit` is a median inside the
# range under an interval that is not too wide, and `off` is a miss. What no history speaks to is a
# miss too.

# %%
score = opened.scorecard.to_dataframe()
tested = score[score["use"] == "not used in fitting"]
tested.groupby(["theme", "verdict"]).size().unstack(fill_value=0)

# %% [markdown]
# An interval that claims nine in ten ought to hold nine in ten. This is how many it reaches, by
# theme; well below that the model is too sure of itself.

# %%
told = tested.dropna(subset=["median"])
reached = (told["q05"] <= told["high"]) & (told["q95"] >= told["low"])
reached.groupby(told["theme"]).mean().round(2)

# %% [markdown]
# And where it is most wrong. `skill` is nought for a figure that the naive guess tells as well, and
# below that for one which it tells better.

# %%
told.sort_values("skill")[["observable", "time", "median", "skill"]].head(5).round(1)

# %% [markdown]
# From here: [choose another baseline](../how-to/choose-a-baseline.md) for excess deaths, or
# [get a series out](../how-to/get-a-series-out.md).
