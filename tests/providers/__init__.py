"""The tests of providers."""
