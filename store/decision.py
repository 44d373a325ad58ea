"""Decision: a judgement on a place that several annotators have said something of, as it stands in the file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from store.annotation import Annotation, Record
from store.article import Article
from store.classes import dataclass
from store.edits import placed
from store.span import Span

KIND = "mention"
Verdict = Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was judged, and how."""

    number: int
    """Its key in the file."""
    verdict: Verdict
    """`reject`: the right answer is that nothing is there."""
    span: Span
    """Of what was accepted; of a rejection what it was about."""
    label: str
    text_sha256: str
    judged: tuple[Mapping[str, Any], ...]
    """Id, start, end, quote and label of each annotation as it was when it was judged."""
    made: str
    """The id of the annotation that it made, empty if there was one already or none is to be."""
    record: Record

    @property
    def ids(self) -> frozenset[str]:
        """The ids of what was judged."""
        return frozenset(one["id"] for one in self.judged)

    @classmethod
    def of(cls, number: int, record: Record) -> "Decision | None":
        """The decision of a record; None if it is none on mentions or cannot be read."""
        judged, verdict = record.get("judged"), record.get("verdict")
        if record.get("kind") != KIND or verdict not in ("accept", "reject") or not isinstance(judged, list):
            return None
        if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in judged):
            return None
        start, end = record.get("start"), record.get("end")
        if type(start) is not int or type(end) is not int:
            return None
        label, sha, made = (str(record.get(name) or "") for name in ("label", "text_sha256", "made"))
        return cls(number, verdict, Span(start, end), label, sha, tuple(judged), made, record)

    def settles(
        self, said: Iterable[Annotation], annotators: Sequence[str], text_sha256: str, name_of: Callable[[str], str]
    ) -> bool:
        """Whether it is about all that was said and nothing of that has changed since, in words or label.

        Args:
            said: what the annotators have there now.
            annotators: whose annotations are compared; what others had there does not matter.
            text_sha256: of the article as it is now: in an edited one the words count and not their place.
            name_of: what a label is called now.
        """
        now = {one.id: one for one in said}
        if not now or not now.keys() <= self.ids:
            return False
        for one in self.judged:
            if one["id"].rpartition("-")[0] in annotators:
                is_now = now.get(one["id"])
                is_alike = is_now is not None and name_of(is_now.label) == name_of(str(one.get("label")))
                if is_now is None or not is_alike or not self._stands(one, is_now, text_sha256):
                    return False
        return True

    def _stands(self, then: Mapping[str, Any], now: Annotation, text_sha256: str) -> bool:
        """Whether an annotation has the words that were judged."""
        is_there = (now.start, now.end) == (then.get("start"), then.get("end"))
        return is_there or (text_sha256 != self.text_sha256 and now.quote == then.get("quote"))


def decided(article: Article, said: Sequence[Annotation], span: Span, label: str, verdict: Verdict) -> Record:
    """The record of a judgement, still without id, author, time and what it made.

    Raises:
        RefusedError: the span is not in the text.
    """
    place = placed(article, span)
    return {
        "article": article.path,
        "start": place["start"],
        "end": place["end"],
        "quote": place["quote"],
        "id": "",
        "text_sha256": article.text_sha256,
        "kind": KIND,
        "verdict": verdict,
        "label": label,
        "target": None,
        "score": None,
        "reason": " ".join(one.id for one in said),
        "author": "",
        "created": "",
        "judged": [
            {"id": one.id, "start": one.start, "end": one.end, "quote": one.quote, "label": one.label} for one in said
        ],
        "made": "",
    }
