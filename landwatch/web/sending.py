"""Files that are sent to be kept, not shown: they may hold anything."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

__all__ = ["attachment"]


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """Send bytes as a file.

    Parameters
    ----------
    content
        The bytes.
    name
        Name that the file is saved under; of the name of a file with folders only the last part is taken.
    media_type
        What it is. By default a browser is told nothing that would make it open the file.

    Returns
    -------
    Response
        Never shown inside a page.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(last, safe='')}"},
    )
