"""A country: a folder of data, read and checked."""
