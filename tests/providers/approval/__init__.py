"""The tests of providers.approval."""
