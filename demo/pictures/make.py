#!/usr/bin/env python3
"""Compose the demo shop's product pictures from Microsoft's Fluent Emoji.

Each row of pictures.csv becomes one square WebP: the emoji, centred and lit from above, on a
tint of its category's hue. The tints are set in OKLCH at one lightness, so that all pictures
carry the same weight side by side and neither glare on a dark page nor vanish on a light one.

    npm pack @lobehub/fluent-emoji-3d@1.1.0 && tar xzf lobehub-fluent-emoji-3d-1.1.0.tgz
    pip install "pillow==13.0.0"
    python3 demo/pictures/make.py --emoji package/assets --out assets/media

The same inputs and the same Pillow give the same bytes. `--sheet FILE.png` also draws every
picture on one sheet, half on white and half on near-black, for looking at.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIDE = 400
EMOJI_LONG_SIDE = 264
EMOJI_AREA = 226 * 226
QUALITY = 80
BUDGET_BYTES = 1_000_000

HERE = Path(__file__).resolve().parent

Colour = tuple[int, int, int]


def oklch(lightness: float, chroma: float, hue_degrees: float) -> Colour:
    """An sRGB colour (0..255) from OKLCH, by Björn Ottosson's published matrices."""
    hue = math.radians(hue_degrees)
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(round(255 * srgb_curve(min(1.0, max(0.0, value)))) for value in linear)


def srgb_curve(value: float) -> float:
    """The sRGB transfer function (IEC 61966-2-1)."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def backdrop(hue: float) -> Image.Image:
    """A tinted square, lighter towards the top where the light comes from."""
    top, bottom = oklch(0.93, 0.035, hue), oklch(0.84, 0.068, hue)
    slope = Image.linear_gradient("L").resize((SIDE, SIDE))
    return Image.composite(Image.new("RGB", (SIDE, SIDE), bottom), Image.new("RGB", (SIDE, SIDE), top), slope)


def fitted(emoji: Image.Image) -> Image.Image:
    """The emoji without its margin, scaled so that thin and round shapes look equally large."""
    trimmed = emoji.crop(emoji.getchannel("A").point(lambda alpha: 255 if alpha > 8 else 0).getbbox())
    by_side = EMOJI_LONG_SIDE / max(trimmed.size)
    by_area = math.sqrt(EMOJI_AREA / (trimmed.width * trimmed.height))
    scale = min(by_side, by_area)
    size = (round(trimmed.width * scale), round(trimmed.height * scale))
    return trimmed.resize(size, Image.Resampling.LANCZOS)


def standing_on(emoji: Image.Image) -> tuple[int, int]:
    """First and last column of the lowest sixth: where the shape would touch the ground."""
    lowest = emoji.getchannel("A").crop((0, emoji.height * 5 // 6, emoji.width, emoji.height))
    first, _, last, _ = lowest.point(lambda alpha: 255 if alpha > 60 else 0).getbbox()
    return first, last


def shadow(emoji: Image.Image, left: int, top: int) -> Image.Image:
    """Two shadows as one mask: a soft one below the shape, a narrow one where it meets the ground."""
    shape = Image.new("L", (SIDE, SIDE))
    shape.paste(emoji.getchannel("A"), (left, top + 15))
    soft = shape.filter(ImageFilter.GaussianBlur(17)).point(lambda value: round(value * 0.34))

    ground = Image.new("L", (SIDE, SIDE))
    foot, (first, last) = top + emoji.height, standing_on(emoji)
    reach = max(30, (last - first) * 0.42)
    middle = left + (first + last) / 2
    ImageDraw.Draw(ground).ellipse((middle - reach, foot - 9, middle + reach, foot + 13), fill=150)
    contact = ground.filter(ImageFilter.GaussianBlur(11)).point(lambda value: round(value * 0.55))
    return ImageChops.lighter(soft, contact)


def compose(emoji: Image.Image, hue: float) -> Image.Image:
    """One finished picture."""
    subject = fitted(emoji)
    left, top = (SIDE - subject.width) // 2, (SIDE - subject.height) // 2 - 5
    picture = backdrop(hue)
    picture.paste(oklch(0.36, 0.06, hue), (0, 0), shadow(subject, left, top))
    picture.paste(subject, (left, top), subject)
    return picture


def sheet(pictures: list[Image.Image], path: Path) -> None:
    """All pictures on one image, the first half on white, the second on near-black."""
    columns, cell, thumb = 18, 112, 100
    rows = math.ceil(len(pictures) / columns)
    canvas = Image.new("RGB", (columns * cell, rows * cell), "white")
    ImageDraw.Draw(canvas).rectangle((0, rows // 2 * cell, columns * cell, rows * cell), fill=(17, 18, 20))
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        thumbnail = picture.resize((thumb, thumb), Image.Resampling.LANCZOS)
        canvas.paste(thumbnail, (column * cell + 6, row * cell + 6))
    canvas.save(path)


def main() -> int:
    """Write every picture; 1 when an emoji is missing or the budget is exceeded."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--emoji", type=Path, required=True, help="folder of the npm package's WebP files")
    options.add_argument("--list", type=Path, default=HERE / "pictures.csv")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--sheet", type=Path)
    chosen = options.parse_args()

    with chosen.list.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = [row["emoji"] for row in rows if not (chosen.emoji / f"{row['emoji']}.webp").is_file()]
    if missing:
        print(f"not in {chosen.emoji}: {', '.join(missing)}", file=sys.stderr)
        return 1

    chosen.out.mkdir(parents=True, exist_ok=True)
    pictures, total = [], 0
    for row in rows:
        emoji = Image.open(chosen.emoji / f"{row['emoji']}.webp").convert("RGBA")
        picture = compose(emoji, float(row["hue"]))
        path = chosen.out / f"{row['picture']}.webp"
        picture.save(path, "WEBP", quality=QUALITY, method=6)
        total += path.stat().st_size
        pictures.append(picture)
    print(f"{len(rows)} pictures, {total:,} bytes, {total // len(rows):,} bytes each")

    if chosen.sheet:
        sheet(pictures, chosen.sheet)
    if total > BUDGET_BYTES:
        print(f"over the budget of {BUDGET_BYTES:,} bytes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
