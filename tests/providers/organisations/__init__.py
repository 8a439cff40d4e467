"""The tests of providers.organisations."""
