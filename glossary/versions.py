"""Which version of a package is installed, for signatures."""

from __future__ import annotations

import importlib.metadata


def installed_version(distribution: str) -> str:
    """The version of `distribution`; "unknown" where it runs from a tree that is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
