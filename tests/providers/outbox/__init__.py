"""The tests of providers.outbox."""
