"""What can be asked of a history: one file a theme."""
