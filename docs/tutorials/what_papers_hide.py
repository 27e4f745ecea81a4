# %% [markdown]
# # What papers hide
#
# A figure from such a state is not what happened. It is what reached the centre, less what was not
# printed, less what nobody kept. The model carries the four side by side, so that here one can do
# what no archive allows: hold a published figure against the truth that made it.
#
# The file of this page, `docs/tutorials/what_papers_hide.py`, is a notebook in plain text: run it
# whole, or cell by cell in an editor that knows `# %%`.

# %%
import partystate as ps

opened = ps.open("ussr")
years = ["1928", "1930", "1932", "1933", "1934", "1937"]


def median(observable, level):
    """The middle history, by year."""
    return opened.array(observable, level=level).sel(statistic="median", year=years).to_pandas()


# %% [markdown]
# How many of those who died did the registers have?

# %%
deaths = {level: median("population.deaths", level) for level in ("truth", "known", "published")}
(deaths["known"] / deaths["truth"]).round(2)

# %% [markdown]
# The share of deaths that reached the registers. It falls when people die of hunger: those who
# write deaths down flee and die too, and whole villages are left without anybody who would. So an
# estimate of a famine from registered deaths is least complete where there is most to count.
#
# What was printed is less again, or nothing at all:

# %%
(deaths["published"] / deaths["truth"]).round(2)

# %% [markdown]
# The harvest goes the other way. Officials who are measured by it report more than there is, and
# from some year on the crop is printed as it stood in the field, not as it lay in the barn.

# %%
(median("grain.harvest", "published") / median("grain.harvest", "truth")).round(2)

# %% [markdown]
# Plans were made on the second figure, and grain was taken by the plan. Whoever takes a published
# harvest for the truth finds that there was enough to eat in 1932.
#
# Each of these is a median of 200 histories. The interval of a ratio is not the ratio of intervals:
# it needs the histories themselves, which `ps.open_ensemble(folder)` reads after
# `partystate ensemble`.

# %% [markdown]
# From here: [from three lists to an estimate](three_lists.md), which asks how many are in no list,
# or `partystate archive`, which draws lists with gaps from a history whose truth is known.
