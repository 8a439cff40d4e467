"""The tests of portal.jobs."""
