"""What other systems can ask for and change, with a key."""
