"""The page of the gallery: a section for each feature, a row for each scene, both languages."""

import struct
from html import escape
from pathlib import Path

from tests.gallery.scene import Scene
from tests.gallery.scenes import FEATURES, SCENES

FOLDER = Path(__file__).parents[2] / "docs/screens"
PAGE = FOLDER / "index.html"
COLUMNS = ("en", "uk")
TITLE = "Bronia's screens"
HEAD = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<style>
body {{ max-width: 840px; margin: 0 auto; padding: 16px; font: 16px/1.45 system-ui, sans-serif; }}
nav a {{ margin-right: 12px; white-space: nowrap; }}
h2 {{ margin: 40px 0 8px; border-bottom: 1px solid #ccd5de; }}
h3 {{ margin: 24px 0 6px; font-size: 16px; font-weight: 600; }}
h3 a {{ color: inherit; text-decoration: none; }}
.pair {{ display: grid; grid-template-columns: 1fr 1fr; gap: 16px; align-items: start; }}
img {{ max-width: 100%; height: auto; border: 1px solid #ccd5de; border-radius: 8px; }}
</style>
</head>
<body>
<h1>{TITLE}</h1>
<p>Made by <code>make screens</code>; English on the left, Ukrainian on the right.</p>
"""


def picture_of(scene: Scene, language: str) -> Path:
    return FOLDER / f"{scene.name}.{language}.png"


def page() -> str:
    """The page as HTML; the pictures have to be there."""
    links = "\n".join(f'<a href="#{name}">{escape(title)}</a>' for name, title in FEATURES.items())
    sections = "\n".join(_section(name, title) for name, title in FEATURES.items())
    return f"{HEAD}<nav>\n{links}\n</nav>\n{sections}\n</body>\n</html>\n"


def _section(feature: str, title: str) -> str:
    rows = "\n".join(_row(scene) for scene in SCENES if scene.feature == feature)
    return f'<h2 id="{feature}">{escape(title)}</h2>\n{rows}'


def _row(scene: Scene) -> str:
    images = "\n".join(_image(scene, language) for language in COLUMNS)
    anchor = f'<a href="#scene-{scene.name}">{escape(scene.caption)}</a>'
    return f'<h3 id="scene-{scene.name}">{anchor}</h3>\n<div class="pair">\n{images}\n</div>'


def _image(scene: Scene, language: str) -> str:
    path = picture_of(scene, language)
    width, height = size_of(path)
    said = f'src="{path.name}" width="{width}" height="{height}"'
    return f'<img {said} lang="{language}" loading="lazy" alt="{escape(scene.caption)}">'


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    with picture.open("rb") as file:
        width, height = struct.unpack(">16x2I", file.read(24))
    return width, height
