"""Community platforms, one module each."""
