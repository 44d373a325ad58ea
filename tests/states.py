"""States: what Linux says a process is doing."""

from pathlib import Path


def state_of(pid: int) -> str:
    """`R` it runs, `S` it waits, `T` it was stopped, `Z` it has ended and nobody has asked; empty: there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
