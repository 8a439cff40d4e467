"""Tests of what the registers say came of the help."""
