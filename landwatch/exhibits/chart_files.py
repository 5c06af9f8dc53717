"""Charts as files: SVG, and PNG of the same drawing in the font of the installation."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from landwatch.exhibits.chart import Chart
from landwatch.exhibits.chart_drawing import chart_svg
from landwatch.typesetting import typeset, written

__all__ = ["chart_png", "chart_svg_file"]

_TEMPLATE = """#let content = json(bytes(sys.inputs.content))
#set page(width: auto, height: auto, margin: 0pt)
#set text(font: content.font)
#image(bytes(content.svg), format: "svg", width: 720pt)
"""
_DOTS_PER_INCH = 144  # two dots a unit of the drawing


def chart_svg_file(chart: Chart) -> bytes:
    """Write a chart as SVG; what it is and rests on stands below it and in its ``desc``.

    Parameters
    ----------
    chart
        The chart.
    """
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{chart_svg(chart, alone=True)}\n'.encode()


def chart_png(chart: Chart) -> bytes:
    """Write a chart as PNG, 1440 dots wide; what it is and rests on stands below it and in its texts.

    Parameters
    ----------
    chart
        The chart.
    """
    with TemporaryDirectory(prefix="landwatch-") as folder:
        template = Path(folder) / "chart.typ"
        template.write_text(_TEMPLATE, encoding="utf-8")
        drawing = written(str(chart_svg(chart, alone=True)))
        (plain,) = typeset(template, {"svg": drawing}, format="png", ppi=_DOTS_PER_INCH)
    told = PngInfo()
    told.add_itxt("Title", chart.head)
    told.add_itxt("Description", f"{chart.definition}\n{chart.about.sentence()}".strip())
    out = BytesIO()
    with Image.open(BytesIO(plain)) as picture:
        picture.save(out, "PNG", pnginfo=told)
    return out.getvalue()
