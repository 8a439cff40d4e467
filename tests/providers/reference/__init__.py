"""The tests of providers.reference."""
