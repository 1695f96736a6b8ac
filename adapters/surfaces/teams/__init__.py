"""Microsoft Teams: each item a post with its thread, the decisions as buttons, dialogs, and @mentions.

`surface.py` is the Surface, `inbound.py` hears people, `render.py` draws views (pure), `gateway.py` is the
one module that knows the Bot Framework, `tokens.py` proves who calls us, and `connector.py` is how we call.
"""
