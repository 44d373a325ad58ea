"""Characters that a notation cannot hold, and what stands there instead; each is one for one, so offsets stay."""

import re

SURROGATES = re.compile("[\ud800-\udfff]")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write, not even escaped."""
ASTRAL_NONCHARACTERS = "".join(chr(plane << 16 | end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF))
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    # these apart, behind one comparison: many ranges above U+FFFF in a class are gone through for every character
    f"|[\U0001fffe-\U0010ffff](?<=[{ASTRAL_NONCHARACTERS}])"
)
"""What a page shows as something else than it is: controls but TAB, LF and CR, direction overrides and isolates,
surrogates, noncharacters."""
