"""Oracles: the programs that datasets are for, run on datasets of ours: `make oracles`.

A module here holds the checks of one family of consumers in `CHECKS`, and its packages stand in `requirements.in`.
"""
