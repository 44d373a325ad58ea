"""Importing: articles and annotations from files of other programs, placed, counted and taken in as one action."""
