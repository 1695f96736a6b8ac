"""Tests of the built-in page: the real application, over HTTP, with a small honest desk behind it."""
