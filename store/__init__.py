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
    from store.adjudication import ADJUDICATED, Adjudication, Answer, Case, answer_of
    from store.agreement.comparison import Comparison, Scope, TwoAnnotators, chosen, compare
    from store.agreement.rows import rows_to
    from store.agreement.semeval import VARIANTS, Score, Tally, Variant, mean
    from store.attributes import asked, toggled, wrong
    from store.checkup import Health, Wanted, check
    from store.clusters import alike, name_of
    from store.dataset import LossError, Wish, export
    from store.deeds import Deed, trail
    from store.finding import CODES, Finding
    from store.formats.registry import ALIASES, all_formats, format_of
    from store.formats.values import HOLDS, Format, Loss, Report
    from store.gone import lost
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
    **dict.fromkeys(("ADJUDICATED", "Adjudication", "Answer", "Case", "answer_of"), "store.adjudication"),
    **dict.fromkeys(("Comparison", "Scope", "TwoAnnotators", "chosen", "compare"), "store.agreement.comparison"),
    **dict.fromkeys(("VARIANTS", "Score", "Tally", "Variant", "mean"), "store.agreement.semeval"),
    "rows_to": "store.agreement.rows",
    **dict.fromkeys(("Health", "Wanted", "check"), "store.checkup"),
    **dict.fromkeys(("CODES", "Finding"), "store.finding"),
    **dict.fromkeys(("Repair", "repair"), "store.mending"),
    **dict.fromkeys(("LossError", "Wish", "export"), "store.dataset"),
    **dict.fromkeys(("ALIASES", "all_formats", "format_of"), "store.formats.registry"),
    **dict.fromkeys(("HOLDS", "Format", "Loss", "Report"), "store.formats.values"),
    **dict.fromkeys(("matches", "mentions", "nearly", "occurrences"), "store.matching.search"),
    **dict.fromkeys(("Proposal", "together"), "store.relocation"),
    **dict.fromkeys(("Statistics", "count"), "store.tally"),
    **dict.fromkeys(("asked", "toggled", "wrong"), "store.attributes"),
    **dict.fromkeys(("alike", "name_of"), "store.clusters"),
    **dict.fromkeys(("Deed", "trail"), "store.deeds"),
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
    "ADJUDICATED",
    "ALIASES",
    "CODES",
    "COLORS",
    "DOCUMENT",
    "HINTS",
    "HOLDS",
    "VARIANTS",
    "Adjudication",
    "Annotation",
    "Answer",
    "Article",
    "ArticleError",
    "ArticleRecord",
    "Attribute",
    "Case",
    "Change",
    "Cluster",
    "Comparison",
    "Deed",
    "DiskError",
    "Done",
    "Entry",
    "Finding",
    "Format",
    "FormatError",
    "Heading",
    "Health",
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
    "SaveState",
    "Schema",
    "SchemaError",
    "Scope",
    "Score",
    "Segments",
    "Selection",
    "Sitting",
    "Span",
    "Statistics",
    "StoreError",
    "Survey",
    "Tally",
    "TwoAnnotators",
    "Unit",
    "Variant",
    "Wanted",
    "Wish",
    "__version__",
    "alike",
    "all_formats",
    "allowed",
    "annotation_of",
    "answer_of",
    "asked",
    "check",
    "checked_annotator",
    "chosen",
    "compare",
    "count",
    "dataclass",
    "export",
    "format_of",
    "lost",
    "matches",
    "mean",
    "mentions",
    "name_of",
    "nearly",
    "objects",
    "occurrences",
    "read_sitting",
    "repair",
    "retyped",
    "rows_to",
    "schema_toml",
    "scheme",
    "scheme_names",
    "together",
    "toggled",
    "trail",
    "unlinked",
    "write_sitting",
    "wrong",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = globals()[name] = getattr(import_module(_LATER[name]), name)
    return value
