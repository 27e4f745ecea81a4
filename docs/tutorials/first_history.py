# %% [markdown]
# # A first history
#
# Toyland is a small invented country: three regions, some three million people, a handful of
# persons in its party. A run of it takes seconds once it is compiled, so that it is a good place
# to learn. Everything here works the same with `ussr` and what-ifs of its own.
#
# The file of this page, `docs/tutorials/first_history.py`, is a notebook in plain text: run it
# whole, or cell by cell in an editor that knows `# %%`.

# %%
import polars as pl

import partystate as ps

toyland = ps.load_country("toyland")
history = ps.run(toyland, seed=1)

# %% [markdown]
# Importing `partystate` sets nothing. The first run sets jax to 64 bits and one thread for the
# whole process; a script that uses jax or NumPy for other things calls `ps.configure()` first.
#
# A history is a directory, opened. What was observed in it is read by name; the reference lists
# all [observables](../reference/observables/index.md).

# %%
deaths = history["population.deaths"]
[(year, round(float(deaths.sel(year=year)))) for year in (1928, 1930, 1932)]

# %% [markdown]
# Most observables have levels: what was true, and what the centre was told. Who registers deaths
# dies and flees too, so that hunger hides itself.

# %%
known = history.array("population.deaths", level="known")
[(year, round(float(known.sel(year=year) / deaths.sel(year=year)), 3)) for year in (1928, 1932)]

# %% [markdown]
# Some things happen on a day and have causes. They stand in the ledger.

# %%
events = history.events
events.filter(pl.col("mechanism") != "opening").select("time", "kind", "target").head(5)

# %% [markdown]
# What if no grain had gone abroad? A scenario is a country, the parts of the model that run, and
# what-ifs; a what-if is a file of edits, and this one comes with the country.
# Both sides run under the same luck, so that what differs is the edit and nothing else. Four pairs
# are quick, and too few for an interval: ask with a hundred before you believe anything.

# %%
scenario = ps.Scenario(toyland)
comparison = ps.compare(scenario, scenario.edited("no_exports"), runs=4)
rows = [(e.question, e.time, e.effect) for e in comparison.effects if e.question and not e.group]
pl.DataFrame(rows, schema=["question", "time", "effect"], orient="row")

# %% [markdown]
# From here: [write a what-if of your own](../how-to/write-a-what-if.md), or
# [add a mechanism](../how-to/add-a-mechanism.md).
