"""What tests of patrols share: contracts of the sample, and visits made through the API."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient

DAY = "on=2023-12-20"
# Of 桥河, whose person is the inspector of the sample: in default since June 2023.
NUMBER = "渝綦工2022-018"
# Of 通惠, which the inspector does not see.
FOREIGN = "渝綦工2015-002"
VISIT = {"on": "2023-12-20", "works": "levelled", "done_share": "0.05", "note": "场平完成，无机械"}
PROPOSED = {"fact": "preparatory_works"}


def there(number: str = NUMBER) -> str:
    """The address of a contract in the API."""
    return f"/api/v1/contracts/{quote(number, safe='')}"


def visited(client: TestClient, number: str = NUMBER, **said: Any) -> dict[str, Any]:
    """Record a visit; what is answered."""
    answer = client.post(f"{there(number)}/visits?{DAY}", json=VISIT | said)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told
