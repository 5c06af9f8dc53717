"""``landwatch`` and ``python -m landwatch``."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    from landwatch.cli import app
    from landwatch.cli.console import guard_streams

    guard_streams()

    app(prog_name="landwatch")


if __name__ == "__main__":
    main()
