"""How far several annotators agree on the same articles, in figures; standard library only."""
