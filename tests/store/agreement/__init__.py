"""Tests of the figures about agreement."""
