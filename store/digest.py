"""Digest: SHA-256, without the cryptographic library that `hashlib` loads: 3 MB and 3 ms of each start."""

from collections.abc import Callable
from typing import Any

LARGE = 1 << 20
"""Bytes from which on that library is worth its loading: it is several times as fast."""


def _quick() -> Callable[[bytes], Any] | None:
    """The interpreter's own; None where it has none under a name that is known."""
    try:
        from _sha256 import sha256  # noqa: PLC0415 - Python 3.11
    except ImportError:
        try:
            from _sha2 import sha256  # noqa: PLC0415 - from 3.12 on
        except ImportError:
            return None
    found: Callable[[bytes], Any] = sha256
    return found


_QUICK = _quick()


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    if _QUICK is not None and len(data) < LARGE:
        return str(_QUICK(data).hexdigest())
    import hashlib  # noqa: PLC0415 - see above

    return hashlib.sha256(data).hexdigest()
