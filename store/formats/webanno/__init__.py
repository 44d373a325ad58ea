"""`webanno_tsv3`: a row a token with what is on it, as WebAnno and INCEpTION write and read it; offsets in UTF-16.

The text stands before each sentence's rows; what is between sentences, blanks, comes back as one line break and spaces.
"""

from store.formats.values import Format
from store.formats.webanno.reading import read, sniff
from store.formats.webanno.writing import HELD, write

FORMATS = (
    Format("webanno_tsv3", "WebAnno TSV 3.3", ".tsv", "utf16", HELD, write, read=read, sniff=sniff, holds_one=True),
)  # fmt: skip
