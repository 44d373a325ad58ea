"""Faults from outside: calls that are refused, programs that are killed, signals; what was saved must be there."""
