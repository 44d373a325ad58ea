"""Units: what a text can be taken apart into."""

from typing import Literal

Unit = Literal["word", "sentence", "paragraph", "quote", "name", "number"]
"""What a text can be taken apart into."""
BLOCK = 16_384
"""About how many code points of short lines are segmented at once."""
