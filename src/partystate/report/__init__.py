"""The report of a run: one page, offline, with a table and a source behind every chart."""
