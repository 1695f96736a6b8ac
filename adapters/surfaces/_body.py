"""The body of a call from outside, as far as one is read."""

from starlette.requests import Request


async def body(request: Request, most: int) -> bytes | None:
    """All of it, or None when it has more than so many bytes."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        return None
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > most:
            return None
    return bytes(read)
