"""The tests of providers.audit."""
