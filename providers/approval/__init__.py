"""Who may be shown to citizens: the approval, its basis and its scope."""
