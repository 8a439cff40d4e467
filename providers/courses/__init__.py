"""Who may choose an actor, and by which rules."""
