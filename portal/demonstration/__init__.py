"""Plainly invented actors, the same ones from the same seed, so that the whole portal can be seen alive."""
