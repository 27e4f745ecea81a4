"""The reanalysis: the best account of what happened, of model and record together, under exact
books, with its uncertainty."""
