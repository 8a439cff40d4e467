"""The tests of providers.listings."""
