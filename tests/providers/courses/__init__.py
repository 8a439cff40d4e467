"""The tests of providers.courses."""
