"""The types of a CAS: those that are written, and what those of a file are."""

from typing import Any

from store.formats.extras import library
from store.formats.inception import IDENTIFIER, LABELS, OF_WORDS

API = "de.tudarmstadt.ukp.dkpro.core.api"
ENTITY = f"{API}.ner.type.NamedEntity"
TOKEN = f"{API}.segmentation.type.Token"
SENTENCE = f"{API}.segmentation.type.Sentence"
OF_DOCUMENT = (
    "uima.tcas.DocumentAnnotation", f"{API}.metadata.type", "de.tudarmstadt.ukp.clarin.webanno.api.type",
    "de.tudarmstadt.ukp.inception.api",
)  # fmt: skip
PLACES = ("begin", "end", "sofa", "Governor", "Dependent")
"""Features that every annotation has, or that are no values."""
RELATION = "webanno.custom.Relation"


def cassis() -> Any:  # of a library that is not there to be checked against
    """The library.

    Raises:
        FormatError: it is not installed.
    """
    return library("cassis", "uima")


def type_system() -> Any:
    """What is written: sentences, tokens, named entities and relations between them, as INCEpTION knows them."""
    made = cassis().TypeSystem()
    string = "uima.cas.String"
    made.create_type(SENTENCE)
    made.create_type(TOKEN)
    entity = made.create_type(ENTITY)
    made.create_feature(entity, "value", string)
    made.create_feature(entity, "identifier", string)
    relation = made.create_type(RELATION)
    made.create_feature(relation, "Governor", ENTITY)
    made.create_feature(relation, "Dependent", ENTITY)
    made.create_feature(relation, "label", string)
    return made


def is_relation(kind: Any) -> bool:
    """Whether a type joins two annotations."""
    names = {feature.name for feature in kind.all_features}
    return {"Governor", "Dependent"} <= names


def is_chain(kind: Any) -> bool:
    """Whether annotations of a type point at the next one."""
    return any(feature.name == "next" and feature.rangeType.name == kind.name for feature in kind.all_features)


def is_of_text(name: str) -> bool:
    """Whether a type is about single words or about the document: no annotation of somebody who reads."""
    return OF_WORDS.fullmatch(name) is not None or name.startswith(OF_DOCUMENT)


def plain_values(one: Any) -> dict[str, str]:
    """The features of an annotation that are text, numbers or truth values, those with a value, as text."""
    found = {}
    for feature in one.type.all_features:
        value = None if feature.name in PLACES else one.get(feature.name)
        if isinstance(value, bool):
            found[feature.name] = "yes" if value else "no"
        elif isinstance(value, str | int | float):
            found[feature.name] = str(value)
    return found


def label_feature(values: dict[str, str]) -> str | None:
    """The feature that says what an annotation is; None when none does."""
    plain = [name for name in values if name != IDENTIFIER]
    return next((name for name in LABELS if name in plain), plain[0] if plain else None)
