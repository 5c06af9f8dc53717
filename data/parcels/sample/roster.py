"""Who patrols which cluster, and who goes in their absence."""

from pathlib import Path

from .names import INSPECTORS

__all__ = ["write_roster"]

_SINCE = "2022-01-01"


def write_roster(path: Path) -> None:
    """Assign the first inspector of each cluster to it, with the second as stand-in.

    Parameters
    ----------
    path
        The file to write.
    """
    head = "# 巡查责任人（示意数据）：each cluster with the person who patrols it, and the stand-in\n"
    lines = (
        f"- {{cluster: {cluster}, person: {person}, stand_in: {stand_in}, since: {_SINCE}}}\n"
        for cluster, (person, stand_in, *_others) in INSPECTORS.items()
    )
    path.write_text(head + "".join(lines), encoding="utf-8")
