"""A phone as the server sees it: it sends records and photographs, and asks for receipts."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import httpx2

PIECE = 256 * 1024
CONTRACT, FOREIGN = "渝綦工2015-001", "渝綦工2015-002"
"""Of the inspector's cluster 桥河, and of 北渡, which is none of hers."""
INSPECTOR = "张样安"
"""What the inspector of the sample is called."""
_NAMES = UUID("6f1d5a52-9c11-4f0e-8a39-0c3f5b0f9f5e")


def photo(number: int, size: int = 3000) -> bytes:
    """A picture of some bytes; each number has others."""
    return b"\xff\xd8\xff\xe0" + f"photo {number} ".encode() * (size // 8)


def digest(content: bytes) -> str:
    """What a photograph is called."""
    return sha256(content).hexdigest()


def uuid_of(number: int) -> str:
    """What a record is called."""
    return str(uuid5(_NAMES, str(number)))


def record(*photos: bytes, **said: Any) -> dict[str, Any]:
    """A record as a phone makes it."""
    return {
        "login": "inspector",
        "contract_no": CONTRACT,
        "on": "2023-12-20",
        "recorded_at": "2023-12-20T10:11:00+08:00",
        "stage": "pit",
        "note": "基坑已开挖",
        "photos": [digest(each) for each in photos],
    } | said


@dataclass
class Phone:
    """A phone whose person has signed in, or has a token; counts the bytes of photographs that it sends."""

    client: Any
    sent: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def put(self, uuid: str, said: dict[str, Any], **headers: str) -> Any:
        """Send a record."""
        body = json.dumps(said, ensure_ascii=False).encode()
        return self.client.put(f"/field/v1/records/{uuid}", content=body, headers=self.headers | headers)

    def head(self, sha: str) -> Any:
        """Ask how far a photograph has come."""
        return self.client.head(f"/field/v1/blobs/{sha}", headers=self.headers)

    def patch(self, sha: str, piece: bytes, offset: int, length: int) -> Any:
        """Send a piece."""
        self.sent += len(piece)
        said = {"Upload-Offset": str(offset), "Upload-Length": str(length)}
        return self.client.patch(f"/field/v1/blobs/{sha}", content=piece, headers=self.headers | said)

    def upload(self, content: bytes, piece: int = PIECE) -> Any:
        """Send what is missing of a photograph, piece by piece; the last answer."""
        sha = digest(content)
        answer = self.head(sha)
        while answer.status_code in (200, 204):
            at = int(answer.headers["upload-offset"])
            if at == len(content):
                break
            answer = self.patch(sha, content[at : at + piece], at, len(content))
        return answer

    def receipt(self, uuid: str, **asked: str) -> Any:
        """Ask for a receipt."""
        return self.client.get(f"/field/v1/receipts/{uuid}", params=asked, headers=self.headers)


def with_token(url: str, token: str) -> Phone:
    """A phone that speaks over the network with a token."""
    client = httpx2.Client(base_url=url, timeout=60, verify=False)
    return Phone(client, headers={"Authorization": f"Bearer {token}"})
