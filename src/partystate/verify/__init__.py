"""Published exact results, held against the functions of the model."""
