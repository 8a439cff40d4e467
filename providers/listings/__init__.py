"""What is offered, where, to whom and at what price, in versions that never change."""
