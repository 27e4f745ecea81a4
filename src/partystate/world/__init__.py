"""What exists in a simulated month, what may be proposed to it, and the one place that applies
proposals."""
