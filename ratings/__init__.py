"""What citizens say and what the figures say."""
