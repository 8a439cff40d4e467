"""The pages that citizens and their advisers meet, listed as plain data."""
