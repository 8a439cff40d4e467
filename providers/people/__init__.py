"""Who someone is: users, how they sign in, their sessions, and who has looked at a citizen's facts."""
