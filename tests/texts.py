"""Texts that make offsets, widths and segmentation go wrong, as strategies and as examples."""

from hypothesis import strategies as st

PIECES = (
    "The ferry", "Ilse Marrow", "Dr. Tobin Vale", "No. 7", "41,000 passengers", "e.g.", "U.S.",
    "3.5 per cent", "said.", "“Never,”", "“He said ‘go’,” she said.", "\"Why?\"",
    "\xabNon\xa0pas\xbb", "Zoe\u0308", "cafe\u0301", "港は静か。", "東京", "한국", "مرحبا", "שלום",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467", "🇫🇷", "☀️", "\u200b", "\xad", "\ufeff",
    "O’Neil’s", "rock ’n’ roll", "--", "—", "…", "!?", "\t", " ", "  ", "\xa0", "\u2009", "\n",
    "\r\n", "\r", "\n\n", "\x85", "\u2028", "\x0b", "\x00", "\x1b[31m", "\u202e",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)
"""Texts made of hard pieces and of anything at all; no lone surrogates."""
HARD = "".join(f"{piece} " for piece in PIECES) * 3
