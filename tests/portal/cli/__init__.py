"""The tests of portal.cli."""
