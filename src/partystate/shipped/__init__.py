"""What a country ships, opened without running anything."""
