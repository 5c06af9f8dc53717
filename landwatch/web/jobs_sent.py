"""The result of a long job on its way to whoever asked for it; that it was taken out is noted."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import FileResponse, Response

from landwatch.access import Deed
from landwatch.jobs import Job
from landwatch.web.asked import Visitor, address_of, now
from landwatch.web.jobs_asked import result_file

__all__ = ["sent"]


def sent(request: Request, visitor: Visitor, job: Job, name: str | None = None) -> Response:
    """Send a file of a result, to be kept and not shown.

    Parameters
    ----------
    request, visitor, job
        The request, whoever asks, and his job.
    name
        What the file is called; the result itself if not given.

    Raises
    ------
    Refused
        If there is no such file (any more).
    """
    file, path = result_file(visitor, job, name)
    if job.kind != "import":
        about = {"job": job.id, "kind": job.kind, "file": file.name, "sha256": file.sha256}
        visitor.office.access.note(
            Deed.EXPORTED, login=visitor.viewer.login, about=about, at=now(), address=address_of(request)
        )
    return FileResponse(path, media_type=file.media_type, filename=file.name)
