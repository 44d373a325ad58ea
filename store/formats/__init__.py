"""Dataset formats: one file per family, one registry; no format knows another."""
