"""What papers say, exactly: one file a paper's model, with the answers to its cases.

A file holds the model's functions and `MODELS`, which names each model as `cases.json` does and
says which mechanism runs it, or none. `catalogue.MODELS` gathers them; nothing else lists them."""
