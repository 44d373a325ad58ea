"""What a sentence says, without who says it."""

import pytest
from hypothesis import given

from store import Segments, Span
from store.segmentation import statements
from tests.texts import texts


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The line will close.", "The line will close"),
        ("Mayor Ana Ruiz said the line would close.", "the line would close"),
        ("The harbourmaster, Joan Pell, said on Monday that the line would close.", "the line would close"),
        ("A valve jammed half open, Quay Works said on Monday.", "A valve jammed half open"),
        ("All had it back, the grid operator, Islepower, said.", "All had it back"),
        ("It was stuck, Maud Vale, the judge who led it, said in a report.", "It was stuck"),
        ("“We shall smell it until May,” said Piet Lan, the man who sold it.", "We shall smell it until May"),
        ("According to the council, 118 homes were flooded.", "118 homes were flooded"),
        ("The company confirmed that the unit had been away.", "the unit had been away"),
        ("Some homes, according to the fire brigade.", "Some homes"),
        (
            "No fault had been found, it said, and the gate closed.",
            "No fault had been found, it said, and the gate closed",
        ),
        ("Correction, 12 May: The number is 642.", "The number is 642."),
        ("“It is only a valve.”", "“It is only a valve.”"),
        ("My own guess is that the line will close.", "the line will close"),
        ("Ana Ruiz said the boats would stay, and that nobody would pay.", "the boats would stay"),
        ("It will shut, its head told members of the harbour board of Kell on Monday.", "It will shut"),
        ("He left, and she told the crew.", "He left, and she told the crew"),
        ("There is no doubt that the money is gone.", "the money is gone"),
        ("Ms Ruiz, the mayor, thinks the company should pay.", "the company should pay"),
        ("Officials fear the dam could burst.", "the dam could burst"),
        ("The company announced the closure of the line.", "The company announced the closure of the line"),
        ("I think the council lied about it.", "the council lied about it"),
        ("In my view, the line should be kept.", "the line should be kept"),
        ("It was tested in 2029, documents seen by the Courier show.", "It was tested in 2029"),
        ("Work will resume, according to J. R. Hale, the firm's director.", "Work will resume"),
        ("Taxes will fall, Ana Ruiz told reporters on Monday.", "Taxes will fall"),
        ("Taxes will fall, experts warn.", "Taxes will fall"),
        ("Asked about it, Vale said he knew nothing.", "he knew nothing"),
        ("In a statement, the firm said that it was sorry.", "it was sorry"),
        ("Vale added that, in his view, it would be kept.", "in his view, it would be kept"),
        ("It said it had ordered nothing; Lakes is buying.", "it had ordered nothing"),
        ("The mayor, who said that it was late, left.", "The mayor, who said that it was late, left"),
        ("Whether it will work, nobody can say.", "Whether it will work, nobody can say"),
        ("Ana said no.", "Ana said no"),
    ],
)
def test_who_says_it_and_the_stop_are_left_out(sentence: str, said: str) -> None:
    assert statements.of(sentence, Span(0, len(sentence))).of(sentence) == said


def test_parts_leave_out_what_joins_them() -> None:
    text = "Nobody saw it, and the gate closed, which was odd: it said that it had gone, and that it would."
    found = [span.of(text) for span in statements.parts(text, Span(0, len(text)))]
    assert found == ["Nobody saw it", "the gate closed", "was odd", "it had gone", "it would"]


@pytest.mark.parametrize(
    ("sentence", "beside"),
    [
        ("It opened in 1958 and found four comets, the last in 2019.", ["It opened in 1958 and found four comets"]),
        ("If it does not, the snow comes in.", ["If it does not", "the snow comes in"]),
        ("It does not matter: the comet was found.", ["It does not matter", "the comet was found"]),
        ("But children come first, others later.", ["children come first"]),
    ],
)
def test_what_ends_with_the_whole_stands_beside_it_only_if_it_stands_apart(sentence: str, beside: list[str]) -> None:
    assert [span.of(sentence) for span in statements.rest(sentence, Span(0, len(sentence)))] == beside


def test_what_else_is_said_in_a_sentence_is_found() -> None:
    text = "It denied that it knew of it, and that it had been cut, and the mayor added that she would go."
    found = [span.of(text) for span in statements.further(text, Span(0, len(text)))]
    assert found == ["it knew of it", "it had been cut", "she would go"]


@given(texts)
def test_statements_and_parts_lie_in_their_sentence(text: str) -> None:
    for sentence in Segments.of(text).all("sentence"):
        inner = [statements.of(text, sentence), *statements.parts(text, sentence)]
        assert all(sentence.contains(span) and span.length for span in inner)
        assert not any(text[span.start].isspace() or text[span.end - 1].isspace() for span in inner)
