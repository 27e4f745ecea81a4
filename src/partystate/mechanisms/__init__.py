"""The catalogue: one file a mechanism, each a pure function that reads a view and proposes an
effect."""
