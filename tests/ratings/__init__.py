"""Tests of what citizens say and what the figures say."""
