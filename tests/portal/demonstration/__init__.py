"""The demonstration is invented, lively, complete and the same each time."""
