"""Everything about articles and their annotations that needs no screen.

This is the front door: what is listed in `__all__` is all that the screen and the command line use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from store.annotation import Annotation, ArticleRecord, Cluster, Link
from store.article import Article
from store.change import Change
from store.classes import dataclass
from store.disk.base import There
from store.disk.names import checked_annotator
from store.disk.problem import Problem, SaveState
from store.entry import Entry
from store.errors import ArticleError, DiskError, FormatError, RefusedError, SchemaError, StoreError
from store.label_set import COLORS, DOCUMENT, HINTS, Label, LinkType, Schema
from store.layer import Layer
from store.library import Library
from store.placing import Moved, Placing
from store.project import Project
from store.readers.text import Heading
from store.schema import schema_toml, scheme, scheme_names
from store.segment import Segments
from store.segmentation.units import Unit
from store.selection import Selection
from store.sitting import Fold, Folded, Sitting, read_sitting, write_sitting
from store.span import Span
from store.work import Done

if TYPE_CHECKING:
    from store.adjudication import ADJUDICATED, Adjudication, Answer, Case, answer_of
    from store.agreement.comparison import Comparison, Scope, TwoAnnotators, chosen, compare
    from store.agreement.rows import rows_to
    from store.agreement.semeval import VARIANTS, Score, Tally, Variant, mean
    from store.attributes import asked, toggled, wrong
    from store.called import call_furniture
    from store.checkup import Health, Wanted, check
    from store.choices import Choices, read_choices, write_choices
    from store.claiming import claim_of, link_claim, reject_claims, tag_there
    from store.clusters import alike, name_of
    from store.dataset import LossError, Wish, export, why_folder
    from store.deeds import Deed, trail
    from store.detached import apart
    from store.finding import CODES, Finding
    from store.formats.found import FileUnit
    from store.formats.registry import ALIASES, all_formats, format_of
    from store.formats.values import HOLDS, About, Format, Loss, Report, What
    from store.gone import lost
    from store.importing.known import form_names
    from store.importing.request import Again, Doubt, ImportReport, Request, said
    from store.importing.run import Import, StrictError
    from store.importing.source import Files, stream_source
    from store.label_set import Attribute
    from store.linking import allowed, retyped, unlinked
    from store.lookup import annotation_of
    from store.matching.abroad import abroad
    from store.matching.board import Board, Row, board, claim_pairs
    from store.matching.board_export import board_csv, board_markdown, pair_lines
    from store.matching.board_files import free_place, write_board
    from store.matching.building import Progress
    from store.matching.claims import Candidate, Claims, Sentence, claim_sentences
    from store.matching.company import Company, InCommon, Sought, is_long
    from store.matching.copies import Copies, copies
    from store.matching.counterparts import Claim, Counterpart, Counterparts
    from store.matching.differences import WordChange
    from store.matching.disagreeing import Disagreement, disagreements
    from store.matching.elsewhere import Elsewhere, Said
    from store.matching.engines import engine
    from store.matching.everywhere import Group, Spotted, find_name, groups
    from store.matching.folding import page_lines
    from store.matching.furnished import Furnished
    from store.matching.gazetteer import Gazetteer, NameForm, Rejected, Suggestion, form_of, name_forms
    from store.matching.index import Index
    from store.matching.jobs import Corpus, JobProgress, link_articles
    from store.matching.learning import Learning, Learnt
    from store.matching.marked import find_labels, find_notes
    from store.matching.meaning import Meanings, model, models
    from store.matching.mentioned import Sighting, exactly, mentioned
    from store.matching.names import Mention, Words, find_names
    from store.matching.narrowing import may_hold
    from store.matching.pattern import find_pattern
    from store.matching.quantities import Quantity, differences, quantities
    from store.matching.rejected import rejected_forms
    from store.matching.scrolling import Together
    from store.matching.search import compiled_pattern, mentions, nearly, occurrences, same_words
    from store.matching.sharing import Shared, Sharing
    from store.matching.texts import Hit, Texts
    from store.matching.typed import count_typed, find_typed
    from store.matching.verdicts import Verdicts, lines_over
    from store.matching.weights import Weights
    from store.matching.wording import Edit
    from store.mending import Repair, repair
    from store.progress import Headway, StoppedError, steps, told
    from store.relocation import Proposal, together
    from store.sized import Kind, objects
    from store.spreading import Place, Rejection, places_in, spread, taken_in
    from store.suggesting import accept_suggestions, reject_suggestion
    from store.survey import Survey
    from store.tally import Statistics, count

__version__ = "0.1.0"

_LATER = {
    **dict.fromkeys(("Choices", "read_choices", "write_choices"), "store.choices"),
    "apart": "store.detached",
    **dict.fromkeys(("ADJUDICATED", "Adjudication", "Answer", "Case", "answer_of"), "store.adjudication"),
    **dict.fromkeys(("Comparison", "Scope", "TwoAnnotators", "chosen", "compare"), "store.agreement.comparison"),
    **dict.fromkeys(("VARIANTS", "Score", "Tally", "Variant", "mean"), "store.agreement.semeval"),
    "rows_to": "store.agreement.rows",
    **dict.fromkeys(("Health", "Wanted", "check"), "store.checkup"),
    **dict.fromkeys(("CODES", "Finding"), "store.finding"),
    **dict.fromkeys(("Repair", "repair"), "store.mending"),
    **dict.fromkeys(("LossError", "Wish", "export", "why_folder"), "store.dataset"),
    **dict.fromkeys(("ALIASES", "all_formats", "format_of"), "store.formats.registry"),
    **dict.fromkeys(("About", "HOLDS", "Format", "Loss", "Report", "What"), "store.formats.values"),
    **dict.fromkeys(("compiled_pattern", "mentions", "nearly", "occurrences", "same_words"), "store.matching.search"),
    **dict.fromkeys(("Sighting", "exactly", "mentioned"), "store.matching.mentioned"),
    **dict.fromkeys(("count_typed", "find_typed"), "store.matching.typed"),
    **dict.fromkeys(("find_labels", "find_notes"), "store.matching.marked"),
    **dict.fromkeys(("Elsewhere", "Said"), "store.matching.elsewhere"),
    **dict.fromkeys(("Hit", "Texts"), "store.matching.texts"),
    "Edit": "store.matching.wording",
    **dict.fromkeys(("Group", "Spotted", "find_name", "groups"), "store.matching.everywhere"),
    **dict.fromkeys(("Place", "Rejection", "places_in", "spread", "taken_in"), "store.spreading"),
    **dict.fromkeys(("claim_of", "link_claim", "reject_claims", "tag_there"), "store.claiming"),
    **dict.fromkeys(("Claim", "Counterpart", "Counterparts"), "store.matching.counterparts"),
    **dict.fromkeys(("Disagreement", "disagreements"), "store.matching.disagreeing"),
    **dict.fromkeys(("Learning", "Learnt"), "store.matching.learning"),
    **dict.fromkeys(("accept_suggestions", "reject_suggestion"), "store.suggesting"),
    "rejected_forms": "store.matching.rejected",
    "engine": "store.matching.engines",
    **dict.fromkeys(("Corpus", "JobProgress", "link_articles"), "store.matching.jobs"),
    "Index": "store.matching.index",
    "Progress": "store.matching.building",
    "find_pattern": "store.matching.pattern",
    "may_hold": "store.matching.narrowing",
    **dict.fromkeys(("Proposal", "together"), "store.relocation"),
    **dict.fromkeys(("Statistics", "count"), "store.tally"),
    **dict.fromkeys(("asked", "toggled", "wrong"), "store.attributes"),
    **dict.fromkeys(("alike", "name_of"), "store.clusters"),
    **dict.fromkeys(("Deed", "trail"), "store.deeds"),
    **dict.fromkeys(("Import", "StrictError"), "store.importing.run"),
    "FileUnit": "store.formats.found",
    **dict.fromkeys(("Again", "Doubt", "ImportReport", "Request", "said"), "store.importing.request"),
    **dict.fromkeys(("Files", "stream_source"), "store.importing.source"),
    "form_names": "store.importing.known",
    **dict.fromkeys(("Shared", "Sharing"), "store.matching.sharing"),
    "Weights": "store.matching.weights",
    "WordChange": "store.matching.differences",
    "abroad": "store.matching.abroad",
    **dict.fromkeys(("Company", "InCommon", "Sought", "is_long"), "store.matching.company"),
    **dict.fromkeys(("Copies", "copies"), "store.matching.copies"),
    **dict.fromkeys(("Mention", "Words", "find_names"), "store.matching.names"),
    **dict.fromkeys(("Gazetteer", "NameForm", "Rejected"), "store.matching.gazetteer"),
    **dict.fromkeys(("Suggestion", "form_of", "name_forms"), "store.matching.gazetteer"),
    **dict.fromkeys(("Candidate", "Claims", "Sentence", "claim_sentences"), "store.matching.claims"),
    **dict.fromkeys(("Meanings", "model", "models"), "store.matching.meaning"),
    **dict.fromkeys(("Quantity", "differences", "quantities"), "store.matching.quantities"),
    "Furnished": "store.matching.furnished",
    "Together": "store.matching.scrolling",
    **dict.fromkeys(("Board", "Row", "board", "claim_pairs"), "store.matching.board"),
    **dict.fromkeys(("free_place", "write_board"), "store.matching.board_files"),
    **dict.fromkeys(("board_csv", "board_markdown", "pair_lines"), "store.matching.board_export"),
    "Attribute": "store.schema",
    "Survey": "store.survey",
    **dict.fromkeys(("allowed", "retyped", "unlinked"), "store.linking"),
    "annotation_of": "store.lookup",
    "lost": "store.gone",
    **dict.fromkeys(("Headway", "StoppedError", "steps", "told"), "store.progress"),
    **dict.fromkeys(("Kind", "objects"), "store.sized"),
    **dict.fromkeys(("Verdicts", "lines_over"), "store.matching.verdicts"),
    "call_furniture": "store.called",
    "page_lines": "store.matching.folding",
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
    "About",
    "Adjudication",
    "Again",
    "Annotation",
    "Answer",
    "Article",
    "ArticleError",
    "ArticleRecord",
    "Attribute",
    "Board",
    "Candidate",
    "Case",
    "Change",
    "Choices",
    "Claim",
    "Claims",
    "Cluster",
    "Company",
    "Comparison",
    "Copies",
    "Corpus",
    "Counterpart",
    "Counterparts",
    "Deed",
    "Disagreement",
    "DiskError",
    "Done",
    "Doubt",
    "Edit",
    "Elsewhere",
    "Entry",
    "FileUnit",
    "Files",
    "Finding",
    "Fold",
    "Folded",
    "Format",
    "FormatError",
    "Furnished",
    "Gazetteer",
    "Group",
    "Heading",
    "Headway",
    "Health",
    "Hit",
    "Import",
    "ImportReport",
    "InCommon",
    "Index",
    "JobProgress",
    "Kind",
    "Label",
    "Layer",
    "Learning",
    "Learnt",
    "Library",
    "Link",
    "LinkType",
    "Loss",
    "LossError",
    "Meanings",
    "Mention",
    "Moved",
    "NameForm",
    "Place",
    "Placing",
    "Problem",
    "Progress",
    "Project",
    "Proposal",
    "Quantity",
    "RefusedError",
    "Rejected",
    "Rejection",
    "Repair",
    "Report",
    "Request",
    "Row",
    "Said",
    "SaveState",
    "Schema",
    "SchemaError",
    "Scope",
    "Score",
    "Segments",
    "Selection",
    "Sentence",
    "Shared",
    "Sharing",
    "Sighting",
    "Sitting",
    "Sought",
    "Span",
    "Spotted",
    "Statistics",
    "StoppedError",
    "StoreError",
    "StrictError",
    "Suggestion",
    "Survey",
    "Tally",
    "Texts",
    "There",
    "Together",
    "TwoAnnotators",
    "Unit",
    "Variant",
    "Verdicts",
    "Wanted",
    "Weights",
    "What",
    "Wish",
    "WordChange",
    "Words",
    "__version__",
    "abroad",
    "accept_suggestions",
    "alike",
    "all_formats",
    "allowed",
    "annotation_of",
    "answer_of",
    "apart",
    "asked",
    "board",
    "board_csv",
    "board_markdown",
    "call_furniture",
    "check",
    "checked_annotator",
    "chosen",
    "claim_of",
    "claim_pairs",
    "claim_sentences",
    "compare",
    "compiled_pattern",
    "copies",
    "count",
    "count_typed",
    "dataclass",
    "differences",
    "disagreements",
    "engine",
    "exactly",
    "export",
    "find_labels",
    "find_name",
    "find_names",
    "find_notes",
    "find_pattern",
    "find_typed",
    "form_names",
    "form_of",
    "format_of",
    "free_place",
    "groups",
    "is_long",
    "lines_over",
    "link_articles",
    "link_claim",
    "lost",
    "may_hold",
    "mean",
    "mentioned",
    "mentions",
    "model",
    "models",
    "name_forms",
    "name_of",
    "nearly",
    "objects",
    "occurrences",
    "page_lines",
    "pair_lines",
    "places_in",
    "quantities",
    "read_choices",
    "read_sitting",
    "reject_claims",
    "reject_suggestion",
    "rejected_forms",
    "repair",
    "retyped",
    "rows_to",
    "said",
    "same_words",
    "schema_toml",
    "scheme",
    "scheme_names",
    "spread",
    "steps",
    "stream_source",
    "tag_there",
    "taken_in",
    "together",
    "toggled",
    "told",
    "trail",
    "unlinked",
    "why_folder",
    "write_board",
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
