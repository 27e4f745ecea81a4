"""From a country's data to a world that can be run."""
