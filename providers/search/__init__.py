"""Find listings by the words that people write."""
