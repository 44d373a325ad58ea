"""Everything about articles and their annotations that needs no screen.

This is the front door: what is listed in `__all__` is all that the screen and the command line use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from store.annotation import Annotation, ArticleRecord, Cluster, Link
from store.article import Article
from store.change import Change
from store.classes import dataclass
from store.corpus import Entry
from store.disk.names import checked_annotator
from store.disk.problem import Problem, SaveState
from store.errors import ArticleError, DiskError, FormatError, RefusedError, SchemaError, StoreError
from store.label_set import COLORS, DOCUMENT, HINTS, Label, LinkType, Schema
from store.layer import Layer
from store.placing import Moved, Placing
from store.project import Project
from store.readers.text import Heading
from store.schema import schema_toml, scheme, scheme_names
from store.segment import Segments
from store.segmentation.units import Unit
from store.selection import Selection
from store.sitting import Sitting, read_sitting, write_sitting
from store.span import Span
from store.work import Done

if TYPE_CHECKING:
    from store.attributes import asked, toggled, wrong
    from store.checkup import Health, Wanted, check
    from store.choices import Choices, read_choices, write_choices
    from store.clusters import alike, name_of
    from store.dataset import LossError, Wish, export, why_folder
    from store.deeds import Deed, trail
    from store.detached import apart
    from store.finding import CODES, Finding
    from store.formats.registry import ALIASES, all_formats, format_of
    from store.formats.values import HOLDS, Format, Loss, Report, What
    from store.gone import lost
    from store.importing.known import form_names
    from store.importing.request import Again, ImportReport, Request, said
    from store.importing.run import Import, StrictError
    from store.importing.source import Files, stream_source
    from store.label_set import Attribute
    from store.linking import allowed, retyped, unlinked
    from store.lookup import annotation_of
    from store.matching.search import matches, mentions, nearly, occurrences
    from store.mending import Repair, repair
    from store.relocation import Proposal, together
    from store.sized import Kind, objects
    from store.survey import Survey
    from store.tally import Statistics, count

__version__ = "0.1.0"

_LATER = {
    **dict.fromkeys(("Choices", "read_choices", "write_choices"), "store.choices"),
    "apart": "store.detached",
    **dict.fromkeys(("Health", "Wanted", "check"), "store.checkup"),
    **dict.fromkeys(("CODES", "Finding"), "store.finding"),
    **dict.fromkeys(("Repair", "repair"), "store.mending"),
    **dict.fromkeys(("LossError", "Wish", "export", "why_folder"), "store.dataset"),
    **dict.fromkeys(("ALIASES", "all_formats", "format_of"), "store.formats.registry"),
    **dict.fromkeys(("HOLDS", "Format", "Loss", "Report", "What"), "store.formats.values"),
    **dict.fromkeys(("matches", "mentions", "nearly", "occurrences"), "store.matching.search"),
    **dict.fromkeys(("Proposal", "together"), "store.relocation"),
    **dict.fromkeys(("Statistics", "count"), "store.tally"),
    **dict.fromkeys(("asked", "toggled", "wrong"), "store.attributes"),
    **dict.fromkeys(("alike", "name_of"), "store.clusters"),
    **dict.fromkeys(("Deed", "trail"), "store.deeds"),
    **dict.fromkeys(("Import", "StrictError"), "store.importing.run"),
    **dict.fromkeys(("Again", "ImportReport", "Request", "said"), "store.importing.request"),
    **dict.fromkeys(("Files", "stream_source"), "store.importing.source"),
    "form_names": "store.importing.known",
    "Attribute": "store.schema",
    "Survey": "store.survey",
    **dict.fromkeys(("allowed", "retyped", "unlinked"), "store.linking"),
    "annotation_of": "store.lookup",
    "lost": "store.gone",
    "objects": "store.sized",
    "Kind": "store.sized",
}
"""What is imported when somebody asks for it: the screen starts without it."""

__all__ = [
    "ALIASES",
    "CODES",
    "COLORS",
    "DOCUMENT",
    "HINTS",
    "HOLDS",
    "Again",
    "Annotation",
    "Article",
    "ArticleError",
    "ArticleRecord",
    "Attribute",
    "Change",
    "Choices",
    "Cluster",
    "Deed",
    "DiskError",
    "Done",
    "Entry",
    "Files",
    "Finding",
    "Format",
    "FormatError",
    "Heading",
    "Health",
    "Import",
    "ImportReport",
    "Kind",
    "Label",
    "Layer",
    "Link",
    "LinkType",
    "Loss",
    "LossError",
    "Moved",
    "Placing",
    "Problem",
    "Project",
    "Proposal",
    "RefusedError",
    "Repair",
    "Report",
    "Request",
    "SaveState",
    "Schema",
    "SchemaError",
    "Segments",
    "Selection",
    "Sitting",
    "Span",
    "Statistics",
    "StoreError",
    "StrictError",
    "Survey",
    "Unit",
    "Wanted",
    "What",
    "Wish",
    "__version__",
    "alike",
    "all_formats",
    "allowed",
    "annotation_of",
    "apart",
    "asked",
    "check",
    "checked_annotator",
    "count",
    "dataclass",
    "export",
    "form_names",
    "format_of",
    "lost",
    "matches",
    "mentions",
    "name_of",
    "nearly",
    "objects",
    "occurrences",
    "read_choices",
    "read_sitting",
    "repair",
    "retyped",
    "said",
    "schema_toml",
    "scheme",
    "scheme_names",
    "stream_source",
    "together",
    "toggled",
    "trail",
    "unlinked",
    "why_folder",
    "write_choices",
    "write_sitting",
    "wrong",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(_LATER[name]), name)
    return value
