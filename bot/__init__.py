"""Augenhöhe: a community team's queue of public comments, in the chat where the team works."""

__version__ = "0.1.0"
