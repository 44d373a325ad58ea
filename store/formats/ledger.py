"""The ledger: what a writer could not hold of each article, in one order, so that formats count alike."""

from collections.abc import Collection, Iterable, Sequence

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.values import About, Holds, Report, What

MEMBERS: tuple[tuple[Holds, str, str], ...] = (
    ("attributes", "no place for attributes", "attributes"),
    ("notes", "no place for notes", "note"),
    ("unsure", "no place for the unsure mark", "unsure"),
    ("clusters", "no place for clusters", "cluster"),
)
"""What a format may hold of an annotation, what is said when it does not, and the member it stands in."""
WHAT: dict[Holds, What] = {"attributes": "attributes", "notes": "note", "unsure": "unsure", "clusters": "cluster"}


class Ledger:
    """Counts what is written and says what is not, by what the format holds.

    What goes down with a lost annotation is not said again. Rows are in the order annotation, link, attributes, note,
    unsure, cluster, document labels.
    """

    def __init__(
        self,
        holds: Collection[Holds],
        about: About,
        report: Report,
        *,
        crosses: bool = False,
        link_notes: bool = False,
        article_notes: bool = False,
    ) -> None:
        """Begin to count.

        Args:
            holds: what the format has a place for.
            about: the project.
            report: where it is said.
            crosses: whether links may lead from one article to another.
            link_notes: whether links keep their notes.
            article_notes: whether articles keep theirs.
        """
        self._holds, self._about, self._report = holds, about, report
        self._crosses, self._link_notes, self._article_notes = crosses, link_notes, article_notes

    def account(
        self, article: Article, kept: Sequence[Annotation], lost: Iterable[tuple[Annotation, str]] = ()
    ) -> tuple[Link, ...]:
        """Count the annotations of an article that are written.

        Args:
            article: the article.
            kept: those that the format writes.
            lost: those that it cannot write, each with the reason.

        Returns:
            The links that are to be written with them, those that begin here.
        """
        report = self._report
        for one, why in lost:
            report.lose(one.id, "annotation", why)
        report.annotations += len(kept)
        links = self._links(article, kept) if self._about.links else ()
        for what, why, member in MEMBERS:
            if what not in self._holds:
                for one in kept:
                    if getattr(one, member):
                        report.lose(one.id, WHAT[what], why)
        self._article(article)
        return links

    def _article(self, article: Article) -> None:
        for record in self._about.records.get(article.path, ()):
            if record.labels and "documents" not in self._holds:
                self._report.lose(article.path, "document labels", "no place for document labels")
            if record.note and not self._article_notes:
                self._report.lose(article.path, "note", "no place for notes on articles")

    def _links(self, article: Article, kept: Sequence[Annotation]) -> tuple[Link, ...]:
        here = {one.id for one in kept}
        begun = (link for one in kept for link in self._about.leaving.get(one.id, ()))
        written = [link for link in begun if link.target in here or self._reaches(link, article)]
        if "links" not in self._holds:
            for link in written:
                self._report.lose(link.id, "link", "no place for links")
            return ()
        for link in written:
            if link.note and not self._link_notes:
                self._report.lose(link.id, "note", "no place for notes on links")
        self._report.links += len(written)
        return tuple(written)

    def _reaches(self, link: Link, article: Article) -> bool:
        """Whether a link that leads out of the article can be written; else it is said why not."""
        about, lose = self._about, self._report.lose
        stored = about.annotation(link.target)
        if stored is None:
            lose(link.id, "link", f"its target {link.target} is not in the dataset")
            return False
        if stored.article == article.path or about.is_left_out(link.target):
            return False  # it goes down with its target, of which enough was said, or which nobody asked for
        if "links" not in self._holds:
            return True  # that there is no place for it is said below
        target = about.written(link.target)
        if target is None:
            lose(link.id, "link", f"its target {link.target} is not in the dataset")
        elif not self._crosses:
            lose(link.id, "link", f"its target is in {target.article}")
        return target is not None and self._crosses
