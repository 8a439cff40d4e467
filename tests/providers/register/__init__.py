"""The tests of providers.register."""
