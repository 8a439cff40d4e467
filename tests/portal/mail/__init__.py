"""The tests of portal.mail."""
