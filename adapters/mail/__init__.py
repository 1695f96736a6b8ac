"""E-mail to people outside the shift, over a server that the settings name."""

from adapters.mail.post import Post

__all__ = ["Post"]
