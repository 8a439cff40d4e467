"""Which listings suit one citizen, and why."""
