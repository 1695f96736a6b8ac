"""Drafting: the prompt library and the writers that use it."""
