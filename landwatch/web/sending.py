"""How answers travel: files to be kept and not shown, as they may hold anything; large ones compressed."""

from __future__ import annotations

import gzip
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["attachment", "packed"]


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


def packed(request: Request, answer: Response) -> Response:
    """Compress a large answer where whoever asks takes that: of five bytes of a map one is left.

    That the length of an answer tells of its content is no matter here: it holds no secret, and nothing that
    whoever made the address wrote into it.

    Parameters
    ----------
    request
        The request.
    answer
        What is answered.
    """
    if "gzip" not in request.headers.get("accept-encoding", "") or not answer.body:
        return answer
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding, Authorization, Cookie"}
    kept = {name: answer.headers[name] for name in ("content-type", "etag") if name in answer.headers}
    return Response(gzip.compress(bytes(answer.body), compresslevel=1), headers=kept | headers)
