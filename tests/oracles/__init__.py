"""Formats in the programs they are for: `python -m pytest tests/oracles/NAME.py`, where the program is installed.

None of it is part of `make test`, which runs without extras.
"""
