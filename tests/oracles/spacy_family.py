"""spaCy: DocBins read and trained on, CoNLL converted by its own command."""

import contextlib
import io
import random
from pathlib import Path
from typing import Any

from tests.oracles.checks import Check, Made, library, same


def documents(path: Path) -> dict[str, Any]:
    """The documents of a DocBin, by article."""
    vocab = library("spacy").blank("en").vocab
    found = library("spacy.tokens").DocBin().from_disk(path).get_docs(vocab)
    return {doc.user_data["article"]: doc for doc in found}


def reads(made: Made) -> str:
    """All spans and texts come back, in the golden file and in the stress set."""
    for project in ("golden", "stress"):
        docs = documents(made.dataset(project, "spacy", "set.spacy"))
        same({path: doc.text for path, doc in docs.items()}, made.texts(project))
        found = {
            span.id_: (path, span.start_char, span.end_char, span.label_)
            for path, doc in docs.items()
            for span in doc.spans["sc"]
        }
        lost = {loss.id for loss in made.reports[made.dataset(project, "spacy", "set.spacy")].losses}
        expected = made.places(project)
        same(found, {one: place for one, place in expected.items() if one in found or one not in lost})
    return f"all texts and {len(found)} spans of the stress set come back"


def is_golden(made: Made) -> str:
    """What spaCy reads from the golden file is what it reads from a new one."""

    def seen(path: Path) -> list[object]:
        (doc,) = library("spacy.tokens").DocBin().from_disk(path).get_docs(library("spacy").blank("en").vocab)
        spans = [(span.start_char, span.end_char, span.label_, span.kb_id_, span.id_) for span in doc.spans["sc"]]
        tokens = [(token.text, token.whitespace_, token.ent_iob_, token.ent_type_) for token in doc]
        return [tokens, spans, doc.cats, doc.text]

    same(seen(made.dataset("golden", "spacy", "set.spacy")), seen(made.golden_files / "spacy" / "golden.spacy"))
    return "tokens, entities, spans and categories of the golden file"


def trains(made: Made) -> str:
    """One step of training of an entity recogniser and a span categoriser."""
    spacy, training = library("spacy"), library("spacy.training")
    docs = list(documents(made.dataset("stress", "spacy", "set.spacy")).values())
    nlp = spacy.blank("en")
    for pipe in ("ner", "spancat"):
        nlp.add_pipe(pipe)
    examples = [training.Example(nlp.make_doc(doc.text), doc) for doc in docs]
    own = [training.Example(spacy.tokens.Doc(nlp.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc]), doc)
           for doc in docs]  # fmt: skip
    random.seed(0)
    optimizer = nlp.initialize(lambda: own)
    losses = nlp.update(own, sgd=optimizer)
    assert all(value == value and value > 0 for value in losses.values()), losses
    return f"a step on {len(examples)} documents, losses " + ", ".join(sorted(losses))


def converts(made: Made) -> str:
    """`spacy convert -c ner` finds every document and every entity that was written."""
    counted = 0
    for project in ("golden", "stress"):
        path = made.dataset(project, "conll", "set.conll")
        out = made.folder / f"converted-{project}"
        out.mkdir(exist_ok=True)
        with contextlib.redirect_stdout(io.StringIO()):
            library("spacy.cli.convert").convert(
                path, out, file_type="spacy", n_sents=10_000_000, converter="ner", silent=True
            )
        vocab = library("spacy").blank("en").vocab
        docs = list(library("spacy.tokens").DocBin().from_disk(out / "set.spacy").get_docs(vocab))
        same(len(docs), len(made.texts(project)))
        counted = sum(len(doc.ents) for doc in docs)
        same(counted, made.reports[path].annotations)
    return f"{len(docs)} documents with {counted} entities of the stress set"


CHECKS = (
    Check("spacy", "spacy", "reads the DocBin", reads),
    Check("spacy", "spacy", "reads the golden DocBin alike", is_golden),
    Check("spacy", "spacy", "trains one step", trains),
    Check("spacy", "conll", "spacy convert -c ner", converts),
)
