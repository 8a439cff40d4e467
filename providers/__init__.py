"""Who may offer help to citizens, where, to whom and on what approval."""
