"""What must happen after a change has been committed, and what must happen by the clock."""
