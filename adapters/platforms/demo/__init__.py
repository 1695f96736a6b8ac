"""The built-in demo community: a platform, its public page, and invented people who write there."""

from adapters.platforms.demo.community import Demo

__all__ = ["Demo"]
