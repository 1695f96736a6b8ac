"""Requests that are turned away before anybody is asked."""

from bot.errors import Refusal
from bot.words import Words, say


class Blocked(Refusal):
    """The page does not pass this request on; `status` says so to the browser."""

    def __init__(self, status: int, words: Words) -> None:
        super().__init__(words)
        self.status = status


def not_signed_in() -> Blocked:
    """Nobody is signed in, or no longer."""
    return Blocked(401, say("You are not signed in, or not any more. Please sign in again."))


def not_from_here() -> Blocked:
    """The request does not come from a page of ours as it is open now."""
    return Blocked(403, say("This page is out of date. Nothing was done. Please reload it and try again."))


def not_this_name() -> Blocked:
    """The demo was reached by a name that is not of this machine."""
    return Blocked(403, say("The demo can be opened on this computer only. Please use http://127.0.0.1."))


def too_large(most: int) -> Blocked:
    """More came than we read."""
    return Blocked(
        413,
        say(
            "That is too long: at most {most} KB fit. Nothing was done; please shorten it.", most=most // 1024
        ),
    )


def not_understood() -> Blocked:
    """The request lacks something that our own page always sends."""
    return Blocked(400, say("This request is not one of ours. Nothing was done. Please reload the page."))
