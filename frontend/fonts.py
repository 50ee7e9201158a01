"""Cut the web fonts down to what the portal prints.

    python frontend/fonts.py OUT_DIR

The first view must stay light, so each family keeps weights 400 to 700, the glyphs of
its range below and the OpenType features the styles use. The "ext" files carry the
remaining Latin letters; a browser fetches them only for a page that needs one. The
same ranges stand as `unicode-range` in `frontend/scss/_fonts.scss`.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGES = Path(__file__).resolve().parent.parent / "node_modules" / "@fontsource-variable"
WEIGHTS = (400, 700)
LATIN = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2032-2033,U+2039-203A,U+20AC,U+2212"
LATIN_EXT = "U+0100-0130,U+0132-0151,U+0154-017F,U+0192,U+0218-021B,U+1E80-1E85,U+1E9E,U+1EA0-1EF9"
ARABIC = "U+0020-0022,U+0028-0029,U+002E,U+003A,U+00AB,U+00BB,U+0600-0603,U+060C,U+0610-061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066D,U+0670,U+067E,U+0686,U+0698,U+06A9,U+06AF,U+06CC,U+06F0-06F9,U+200C-200F"


class Cut(NamedTuple):
    name: str
    package: str
    file: str
    ranges: str
    features: list[str]


COMMON = ["kern", "liga", "ccmp", "locl", "mark", "mkmk"]
FIGURES = ["lnum", "tnum"]
JOINING = ["init", "medi", "fina", "isol", "rlig", "calt", "curs"]
CUTS = [
    Cut("serif", "source-serif-4", "source-serif-4-latin-wght-normal.woff2", LATIN, [*COMMON, *FIGURES]),
    Cut("serif-ext", "source-serif-4", "source-serif-4-latin-ext-wght-normal.woff2", LATIN_EXT, COMMON),
    Cut("sans", "public-sans", "public-sans-latin-wght-normal.woff2", LATIN, [*COMMON, *FIGURES]),
    Cut("sans-ext", "public-sans", "public-sans-latin-ext-wght-normal.woff2", LATIN_EXT, COMMON),
    Cut("arabic", "noto-sans-arabic", "noto-sans-arabic-arabic-wght-normal.woff2", ARABIC, [*COMMON, *JOINING]),
]


def cut_font(cut: Cut, out: Path) -> Path:
    font = TTFont(PACKAGES / cut.package / "files" / cut.file)
    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=cut.features, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(cut.ranges))
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    target = out / f"{cut.name}.woff2"
    font.save(target)
    return target


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for cut in CUTS:
        target = cut_font(cut, out)
        sys.stdout.write(f"  {target.name} {target.stat().st_size / 1000:.1f} kB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
