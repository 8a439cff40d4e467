"""What the registers say came of the help: figures, what they are compared with, and how sure they are."""
