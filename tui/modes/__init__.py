"""Modes: one file for each thing that keys can mean for a while."""
