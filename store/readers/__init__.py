"""Readers: from the bytes of a source to an article."""
