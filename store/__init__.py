"""Everything about articles and their annotations that needs no screen."""

__version__ = "0.1.0"
