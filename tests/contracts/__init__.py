"""What every adapter of a port must do: each of them inherits these tests."""
