"""The registry of dataset formats; each module is imported when one of its formats is asked for."""

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from store.errors import FormatError
from store.formats.values import Format

MODULES = {
    "sidemark": "store.formats.lossless",
    "csv": "store.formats.sheet",
    "conll": "store.formats.conll",
    "conll_iob2": "store.formats.conll",
    "conll_bilou": "store.formats.conll",
    "prodigy": "store.formats.prodigy",
    "huggingface": "store.formats.hub",
    "parquet": "store.formats.parquet",
    "spacy": "store.formats.docbin",
    "brat": "store.formats.brat",
    "brat_inception": "store.formats.brat",
    "doccano": "store.formats.doccano",
    "doccano_relations": "store.formats.doccano",
    "label_studio": "store.formats.label_studio",
    "webanno_tsv3": "store.formats.webanno",
    "uima": "store.formats.uima",
    "html": "store.formats.page",
    "markdown": "store.formats.quotations",
    "web_annotation": "store.formats.web_annotation",
    "sqlite": "store.formats.tables",
    "pairs": "store.formats.pairs",
    "coref": "store.formats.coref",
    "gate": "store.formats.gate",
    "gate_utf16": "store.formats.gate",
    "tei": "store.formats.tei",
    "nif": "store.formats.nif",
}
"""Name -> the module that has it in its `FORMATS`, in the order they are listed."""
ALIASES = {"jsonl": "sidemark"}
GROUP = "sidemark.formats"
"""The entry points by which other packages add formats: each names an object that is a `Format`."""


def format_names() -> tuple[str, ...]:
    """All formats, those of other packages last."""
    return (*MODULES, *(name for name in _foreign() if name not in MODULES))


def format_of(name: str) -> Format:
    """A format by its name.

    Raises:
        FormatError: there is no such format, or the package that adds it fails.
    """
    known = ALIASES.get(name, name)
    if known in MODULES:
        module = import_module(MODULES[known])
        found: Format = next(one for one in module.FORMATS if one.name == known)
        return found
    point = _foreign().get(known)
    if point is None:
        message = f"there is no format {name!r}; there are {', '.join((*format_names(), *ALIASES))}"
        raise FormatError(message)
    try:
        added = point.load()
    except Exception as error:
        message = f"the format {name} of {point.value} cannot be loaded ({type(error).__name__}: {error})"
        raise FormatError(message) from error
    if not isinstance(added, Format):
        message = f"the format {name} of {point.value} is no Format"
        raise FormatError(message)
    return added


def all_formats() -> Iterator[Format]:
    """All formats; one that another package adds and that fails is left out."""
    for name in format_names():
        try:
            yield format_of(name)
        except FormatError:
            if name in MODULES:
                raise


def _foreign() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
