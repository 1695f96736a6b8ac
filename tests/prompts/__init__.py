"""Tests of the prompt library and of the writers that use it."""
