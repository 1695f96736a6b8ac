"""Slack: each item a message with its thread, the decisions as buttons, dialogs and `/queue`.

`surface.py` is the Surface, `inbound.py` hears people, `render.py` and `dialogs.py` draw views (pure),
`errors.py` says what Slack's errors mean, `gate.py` knows who may ask, and `manifest.py` prints the manifest.
"""
