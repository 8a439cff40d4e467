"""How files of registers come in: read, checked row by row, and kept whole or not at all."""
