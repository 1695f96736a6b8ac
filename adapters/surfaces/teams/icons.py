"""Our two icons, drawn when the app package is built: two speech bubbles whose eyes are level."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from math import hypot

Colour = tuple[int, int, int]
Shape = Callable[[float, float], float]
"""How far a point of the unit square is outside of something; negative within it."""
COLOUR_SIZE, OUTLINE_SIZE = 192, 32
GREEN: Colour = (0x1F, 0x4D, 0x3A)
WHITE: Colour = (0xFF, 0xFF, 0xFF)
LEAF: Colour = (0x9C, 0xD3, 0xB8)
LEVEL = 0.45
"""The height on which both look at each other."""
STROKE = 0.055
"""How thick the lines of the outline are."""


@cache
def colour_icon() -> bytes:
    """192 by 192, the bubbles on green. Teams rounds the corners itself."""
    layers = [(_bubble, WHITE), (_mirrored(_bubble), LEAF), (_eye, GREEN), (_mirrored(_eye), GREEN)]
    return _png(COLOUR_SIZE, lambda x, y, blur: _painted(layers, x, y, blur))


@cache
def outline_icon() -> bytes:
    """32 by 32, white lines on nothing, as Teams wants it."""
    shapes = [_outlined(_bubble), _small_eye]
    shapes += [_mirrored(shape) for shape in shapes]
    return _png(OUTLINE_SIZE, lambda x, y, blur: (*WHITE, max(_within(one(x, y), blur) for one in shapes)))


def _bubble(x: float, y: float) -> float:
    """The left bubble with its tail."""
    return min(_rounded(x, y, (0.29, LEVEL), (0.19, 0.17), 0.1), _tail(x, y))


def _eye(x: float, y: float) -> float:
    return hypot(x - 0.385, y - LEVEL) - 0.045


def _small_eye(x: float, y: float) -> float:
    """Away from the line, which it would touch on so few points."""
    return hypot(x - 0.33, y - LEVEL) - 0.04


def _rounded(x: float, y: float, at: tuple[float, float], half: tuple[float, float], corner: float) -> float:
    across, down = (abs(x - at[0]) - half[0] + corner, abs(y - at[1]) - half[1] + corner)
    return hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0) - corner


def _tail(x: float, y: float) -> float:
    """A triangle at the bubble's lower left."""
    corners = ((0.17, 0.56), (0.33, 0.58), (0.17, 0.77))
    return max(
        ((y - y0) * (x1 - x0) - (x - x0) * (y1 - y0)) / -hypot(x1 - x0, y1 - y0)
        for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True)
    )


def _mirrored(shape: Shape) -> Shape:
    return lambda x, y: shape(1 - x, y)


def _outlined(shape: Shape) -> Shape:
    return lambda x, y: abs(shape(x, y) + STROKE / 2) - STROKE / 2


def _within(far: float, blur: float) -> float:
    """How much of a point is covered: edges are as soft as one point is wide."""
    return min(max(0.5 - far / blur, 0.0), 1.0)


def _painted(
    layers: list[tuple[Shape, Colour]], x: float, y: float, blur: float
) -> tuple[float, float, float, float]:
    red, green, blue = map(float, GREEN)
    for shape, colour in layers:
        part = _within(shape(x, y), blur)
        red, green, blue = (
            old + (new - old) * part for old, new in zip((red, green, blue), colour, strict=True)
        )
    return red, green, blue, 1.0


def _png(size: int, paint: Callable[[float, float, float], tuple[float, float, float, float]]) -> bytes:
    rows = bytearray()
    for row in range(size):
        rows.append(0)  # the filter of the row: none
        for column in range(size):
            *colour, opaque = paint((column + 0.5) / size, (row + 0.5) / size, 1 / size)
            rows += bytes([*(round(part) for part in colour), round(255 * opaque)])
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # eight bits, red green blue alpha
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
