"""The built-in web page: the team's channels, cards and dialogs in a browser, with nothing to install.

`surface.py` is the Surface, `pages.py` answers requests, `door.py` knows who asks, `render.py` draws views
and `live.py` tells open pages that something changed. What a page does in the browser is in `static/`.
"""
