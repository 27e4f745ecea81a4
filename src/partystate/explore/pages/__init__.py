"""The pages of the explorer, a file each."""
