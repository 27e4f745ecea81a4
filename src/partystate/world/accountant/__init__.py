"""The one place that changes the world: values that are not conserved, people, stocks of grain and
posts."""
