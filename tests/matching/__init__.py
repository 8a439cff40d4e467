"""Tests of finding and choosing among listings."""
