"""Tests of how listings are found by words."""
