"""Published exact results, held against the functions of `published`."""
