"""The explorer: pages over what a country ships, served on this machine alone or written as
files."""
