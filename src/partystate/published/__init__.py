"""What papers say, exactly: one file a model with its cases."""
