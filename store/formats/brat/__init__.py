"""`brat` and `brat_inception`: a text file and a file of annotations for each article.

`T` lines are spans, `R` links, `A` attributes, `N` what a cluster stands for, `#` notes. The two differ in what offsets
count and in what their readers refuse: brat counts code points, INCEpTION UTF-16 units.
"""

from store.formats.brat.reading import read, sniff, sniff_archive
from store.formats.brat.writing import BRAT, INCEPTION, write_brat, write_inception
from store.formats.values import Format

FORMATS = (
    Format("brat", "brat standoff, a folder", "", "codepoint", BRAT, write_brat, read=read, sniff=sniff),
    Format(
        "brat_inception", "brat standoff for INCEpTION, a ZIP per article", ".zip", "utf16", INCEPTION, write_inception,
        read=read, sniff=sniff_archive, holds_one=True,
    ),
)  # fmt: skip
