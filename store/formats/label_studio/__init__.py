"""`label_studio`: tasks to go on with, the same as predictions, and the page they are drawn on; offsets in code points.

A span, its attributes and its note are items of one list with the same id; links are items that name two ids.
"""

from store.formats.label_studio.names import HELD
from store.formats.label_studio.reading import read, sniff
from store.formats.label_studio.writing import write
from store.formats.values import Format

FORMATS = (
    Format("label_studio", "Label Studio, a folder", "", "codepoint", HELD, write, read=read, sniff=sniff),
)  # fmt: skip
