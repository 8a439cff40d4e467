"""What tests of every kind lean on: databases, a running portal, a browser, the source tree."""
