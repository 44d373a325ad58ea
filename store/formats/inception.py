"""How INCEpTION names things: layers and features, and the files of a project that it exported."""

import re
from typing import NamedTuple

LABELS = ("value", "label", "category", "class", "type")
"""Features that say what an annotation is, the surest first; where a layer has none of them it is the first."""
IDENTIFIER = "identifier"
"""The feature that names an entry of a knowledge base."""
OF_WORDS = re.compile(
    r"de\.tudarmstadt\.ukp\.(?:dkpro\.core|clarin\.webanno)\.api\."
    r"(?:lexmorph\.type\..+|segmentation\.type\..+|syntax\.type\.dependency\..+)"
)
"""Layers about single words, such as parts of speech and lemmas: no annotations of somebody who reads."""
STARTED = "INITIAL_CAS"
"""What a document was before anybody annotated it."""
CURATED = "CURATION_USER"


class Whose(NamedTuple):
    """What a file of annotations is about."""

    document: str
    """The name of the document, the article's path as a rule."""
    annotator: str
    """Empty when the file's name does not say."""


def whose(name: str) -> Whose | None:
    """The document and the annotator of a file by its name in an archive; None for one that nobody made.

    Such names are `annotation/DOCUMENT/ANNOTATOR.xmi` and `curation/DOCUMENT/CURATION_USER.xmi`; other files are about
    an article of their own name. What lies in `annotation_ser` is INCEpTION's own and not read.
    """
    *folders, base = name.split("/")
    stem = base.rpartition(".")[0] or base
    if any(folder.endswith("_ser") for folder in folders):
        return None
    if len(folders) >= 2 and folders[-2] in ("annotation", "curation"):
        if stem == STARTED:
            return None
        return Whose(folders[-1], "curation" if folders[-2] == "curation" or stem == CURATED else stem)
    return Whose("/".join((*folders, f"{stem}.txt")), "")
