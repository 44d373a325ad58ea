"""`uima`: a CAS of each article as XMI and as JSON, with the type system beside them; for INCEpTION and UIMA itself.

Offsets are UTF-16 units in the files; the library, an extra, counts in code points and converts.
"""

from store.formats.uima.reading import read, sniff
from store.formats.uima.writing import HELD, write
from store.formats.values import Format

FORMATS = (
    Format("uima", "UIMA CAS, a folder of XMI and JSON", "", "utf16", HELD, write, "uima", read=read, sniff=sniff),
)  # fmt: skip
