"""Events of a history, as rows with causes."""
