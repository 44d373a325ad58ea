"""Somebody who does things at random: each is one action that changes records or the label set, or none."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Any

from store import (
    Annotation,
    Article,
    Label,
    Project,
    RefusedError,
    Span,
    Suggestion,
    link_claim,
    mentions,
    reject_claims,
)
from store import accept_suggestions as accepted
from store import reject_suggestion as rejected
from store.adjudication import ADJUDICATED, Adjudication, answer_of
from store.linking import allowed, retyped, unlinked
from store.spreading import Place, Rejection, spread
from tests.projects import HARD

SHARE = "Ilse Marrow and Tobin Vale met at Orrin Bay. “It is Orrin Bay,” said Ilse Marrow, “or no bay.”\n"
FILES: Mapping[str, str] = {"a.txt": SHARE * 3, "b.txt": HARD * 2, "old.txt": SHARE, "new.txt": SHARE}
OTHERS = ("ana", "ben")
"""Annotators whose work is judged."""
FEWEST, MOST = 4, 14
"""Labels that are left, and that there are at most."""


class Person:
    """Somebody at work."""

    def __init__(self, project: Project, random: Random) -> None:
        self.project, self.random = project, random

    def act(self) -> None:
        """Do something, if it can be done."""
        with suppress(RefusedError):
            self.random.choice(ACTS)(self)

    def article(self) -> Article:
        return self.project.library.article(self.random.choice(list(FILES)))

    def span(self, article: Article) -> Span:
        start = self.random.randrange(len(article.text))
        return Span(start, min(len(article.text), start + self.random.randrange(1, 30)))

    def label(self) -> str:
        return self.random.choice(self.project.schema.labels).name

    def some(self) -> Annotation | None:
        article = self.article()
        known = list(self.project.layer(article))
        return self.random.choice(known) if known else None

    def tag(self) -> None:
        article = self.article()
        self.project.annotate(article, [self.span(article)], self.label())

    def tag_all(self) -> None:
        article = self.article()
        word = Span(article.text.index("Marrow"), article.text.index("Marrow") + 6)
        self.project.annotate(article, mentions(article.text, word), self.label(), action="tag-all")

    def untag(self) -> None:
        if one := self.some():
            self.project.remove([one])

    def untag_alike(self) -> None:
        if one := self.some():
            layer = self.project.layer(self.project.library.article(one.article))
            alike = [other for other in layer if (other.quote, other.label) == (one.quote, one.label)]
            self.project.remove(alike, "untag-alike")

    def change(self) -> None:
        if one := self.some():
            members: dict[str, Any] = self.random.choice(
                [
                    {"unsure": not one.unsure},
                    {"note": self.random.choice(["", "seen\ntwice", "“Zoë” 🚢"])},
                    {"label": self.label()},
                    {"attributes": {"certainty": self.random.choice(["certain", "possible"])}},
                ]
            )
            self.project.update([one], "relabel", **members)

    def resize(self) -> None:
        if one := self.some():
            article = self.project.library.article(one.article)
            self.project.move_edges(article, one, self.span(article))

    def attach(self) -> None:
        article = self.article()
        if one := self.some():
            self.project.attach(article, one, self.span(article))

    def link(self) -> None:
        one, other = self.some(), self.some()
        if one and other and one.id != other.id:
            self.project.link(one, other, "same_claim")

    def unlink(self) -> None:
        if links := self.project.relations.links:
            self.project.apply([unlinked(self.random.choice(links))], "unlink")

    def retype(self) -> None:
        if links := self.project.relations.links:
            kinds = [one.type for one in self.project.schema.links]
            change = retyped(self.random.choice(links), self.random.choice(kinds), links)
            self.project.apply([change] if change else [], "retype")

    def claim(self) -> None:
        one, article = self.some(), self.article()
        if one is None:
            return
        span = self.span(article)
        if self.random.random() < 0.5:
            reject_claims(self.project, one, [(article, span, 0.5)])
            return
        kinds = [link.type for link in allowed(self.project.schema, one, one)]
        link_claim(self.project, one, article, span, self.random.choice(kinds or ["same_claim"]))

    def suggested(self) -> None:
        article = self.article()
        span = self.span(article)
        one = Suggestion(span, self.label(), 0.9, "sure", span.of(article.text).casefold(), "as before")
        if self.random.random() < 0.5:
            accepted(self.project, article, [one])
        else:
            rejected(self.project, article, one)

    def tag_everywhere(self) -> None:
        articles = [self.project.library.article(path) for path in FILES]
        places = [Place(one.path, placed(one, self.span(one))) for one in articles]
        spread(self.project, places[1:], self.label(), [Rejection(places[0], is_everywhere=self.random.random() < 0.5)])

    def change_labels(self) -> None:
        labels, name = self.project.labels, self.label()
        new = f"LABEL_{self.random.randrange(1_000)}"
        other = self.random.choice([one.name for one in self.project.schema.labels if one.name != name])
        unknown = sorted(labels.counts().keys() - {one.name for one in self.project.schema.labels})
        acts: list[Callable[[], object]] = [
            lambda: labels.rename(name, new),
            lambda: labels.move(name, self.random.choice([-1, 1])),
            lambda: labels.change(name, color=self.random.choice(["red", "#12aa34"]), description='Zoë’s "own"'),
        ]
        if unknown:
            acts.append(lambda: labels.give(self.random.choice(unknown), name))
        if len(self.project.schema.labels) < MOST:
            acts.append(lambda: labels.add(Label(name=new, kind=self.random.choice(["entity", "claim"]))))
        if len(self.project.schema.labels) > FEWEST:
            acts += [lambda: labels.delete(name, "to", other), lambda: labels.delete(name, "untag")]
            acts.append(lambda: labels.delete(name, "keep"))
        self.random.choice(acts)()

    def judge(self) -> None:
        if self.project.annotator != ADJUDICATED:
            return
        work, article = Adjudication(self.project, OTHERS), self.article()
        try:
            cases = work.cases(article)
            if cases and self.random.random() < 0.8:
                case = self.random.choice(cases)
                given = [one for one in case.place.annotations if one is not None]
                work.judge(article, case, self.random.choice([None, answer_of(self.random.choice(given))]))
            else:
                work.take_over(article, cases)
        finally:
            work.close()

    def gather(self) -> None:
        members = {one.id: one for one in (self.some(), self.some(), self.some()) if one}
        if members:
            self.project.clusters.gather(members.values(), "entity", "Ilse Marrow", aliases=["I. Marrow"])

    def recluster(self) -> None:
        clusters, one = self.project.clusters, self.some()
        known = [cluster.id for cluster in clusters.all()]
        if not one or not known:
            return
        acts: list[Callable[[], object]] = [
            lambda: clusters.join([one], self.random.choice(known)),
            lambda: clusters.leave([one]),
            lambda: clusters.merge(self.random.choice(known), self.random.sample(known, min(2, len(known)))),
            lambda: clusters.split([one], "the other one"),
            lambda: clusters.describe(self.random.choice(known), name=self.random.choice(["Ilse", "M. 🚢"])),
            lambda: clusters.delete(self.random.choice(known)),
        ]
        self.random.choice(acts)()

    def describe(self) -> None:
        members: dict[str, Any] = self.random.choice(
            [{"done": True}, {"done": False}, {"note": "long"}, {"labels": ("politics",)}]
        )
        self.project.describe(self.article(), **members)

    def relocate(self) -> None:
        self.project.relocate(self.random.choice([{"old.txt": "new.txt"}, {"new.txt": "old.txt"}]))


def placed(article: Article, span: Span) -> dict[str, Any]:
    """A place as an annotation keeps it."""
    members = {"quote": span.of(article.text), "prefix": "", "suffix": "", "text_sha256": article.text_sha256}
    return {"start": span.start, "end": span.end, **members}


ACTS: list[Callable[[Person], None]] = [
    Person.tag, Person.tag, Person.tag_all, Person.untag, Person.untag_alike, Person.change, Person.change,
    Person.resize, Person.attach, Person.link, Person.link, Person.unlink, Person.retype, Person.claim,
    Person.suggested, Person.tag_everywhere, Person.change_labels, Person.change_labels, Person.judge, Person.judge,
    Person.gather, Person.recluster, Person.describe, Person.relocate,
]  # fmt: skip
"""What there is to be done, some of it more often than the rest."""
DEEDS = frozenset(
    "tag tag-all untag untag-alike relabel resize reanchor link unlink retype link-claim reject-claims accept reject "
    "tag-everywhere label-rename label-move label-change label-add label-delete label-give judge take-over cluster "
    "uncluster merge split rename-cluster delete-cluster article relocate".split()
)
"""The actions that come of it."""
