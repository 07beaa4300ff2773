"""Pictures from strangers, decoded and encoded again: what is served is made here, and carries nothing of the file but its pixels."""

from __future__ import annotations

import io
import warnings

from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 40_000_000
"""A picture that claims more is refused before its pixels are decoded."""
LONGEST_SIDE = 1600


class PictureError(Exception):
    """It cannot be shown; the message says why in words."""


def encode_again(raw: bytes) -> tuple[bytes, str]:
    """The picture as a fresh PNG or JPEG of at most `LONGEST_SIDE` pixels a side, and its media type. Raises `PictureError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PictureError("The picture has more pixels than we decode.")
                return _encode(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureError("It is not a picture of a kind that we show (PNG, JPEG, GIF, WebP), or it is damaged.") from error


def _encode(picture: Image.Image) -> tuple[bytes, str]:
    photograph = picture.format == "JPEG"
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    pixels = picture.convert("RGB" if photograph else "RGBA")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    if photograph:
        pixels.save(out, "JPEG", quality=85)
        return out.getvalue(), "image/jpeg"
    pixels.save(out, "PNG", optimize=False)
    return out.getvalue(), "image/png"
