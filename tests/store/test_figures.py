"""Figures with their units, and with what says how exact they are."""

import pytest

from store import Segments
from store.segmentation import figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rose to 4.31 metres at 4.52am.", ["4.31 metres", "4.52am"]),
        ("It came at 3:15 a.m. on 4 November. And on 9 Nov. too", ["3:15 a.m.", "4 November", "9 Nov."]),
        ("about 2,300 people, up to 90 metric tons of cod", ["about 2,300 people", "up to 90 metric tons of cod"]),
        ("Nine people saw two steel leaves; one of them left.", ["Nine people", "two steel leaves"]),
        ("In 2029 boats cost 14.6 million florins, $1.5m or 12%.", ["2029", "14.6 million florins", "$1.5m", "12%"]),
        ("A 74-year-old man and 3-4 boats of the 1990s.", ["74-year-old man", "3-4 boats", "1990s"]),
        ("初日は412人、3800万円。2024年に", ["412人", "3800万円", "2024年"]),
        ("Three-quarters of us, a third of the homes; a third man", ["Three-quarters of us", "a third of the homes"]),
        ("dozens of boats, tens of thousands of euros; dozens left", ["dozens of boats", "tens of thousands of euros"]),
        ("30 km/h, -5 °C, 18.5C, 12kg, 5ft 10in tall", ["30 km/h", "-5 °C", "18.5C", "12kg", "5ft 10in"]),
        ("about 15%–20%, US$3 million and EUR 3.2m", ["about 15%–20%", "US$3 million", "EUR 3.2m"]),
        ("one in five, a hundred and ten men, 1 200 tonnes", ["one in five", "a hundred and ten men", "1 200 tonnes"]),
        ("an estimated 300 boats, as many as 40 crews", ["an estimated 300 boats", "as many as 40 crews"]),
        ("the 1,204th visitor of the day", ["1,204th visitor"]),
        ("its third dam, for the second time, in 12th place", ["third dam", "second time", "12th place"]),
        ("At first a third man came second; the third-largest", []),
        ("on the 2nd floor by the 3rd of May and the sixth of June", ["2nd floor", "3rd of May", "sixth of June"]),
        ("between 30 and 40 boats and 12 crews", ["between 30 and 40 boats", "12 crews"]),
        ("30-40 per cent; from 5 to about 7 million men", ["30-40 per cent", "from 5 to about 7 million men"]),
        ("€2-3 million, €2m–€3m; between €2m and €3m", ["€2-3 million", "€2m–€3m", "between €2m and €3m"]),
        ("two to three weeks, five or six men", ["two to three weeks", "five or six men"]),
        ("two, three and five of them; one to all", []),
        ("more than 12 of the 15 members, 7 out of 10", ["more than 12 of the 15 members", "7 out of 10"]),
        ("from 1998 to 2003, 3 to 5 May, 9am-5pm", ["from 1998 to 2003", "3 to 5 May", "9am-5pm"]),
        ("from 12 boats to 14, 9 boats to Kell", ["from 12 boats to 14", "9 boats"]),
        ("In 2029 to 40 men it was said", ["2029", "40 men"]),
        ("on 12/03/2026, in 2019/20, at half past six", ["12/03/2026", "2019/20", "half past six"]),
        ("1½ miles, 3/4 of the town, fell by a third.", ["1½ miles", "3/4 of the town", "a third"]),
        ("30 per cent of its members, 12 per cent more", ["30 per cent of its members", "12 per cent"]),
        ("minus 12 degrees, -5C, 1 in 20", ["minus 12 degrees", "-5C", "1 in 20"]),
        ("約三百台、けが人は十一人で九時間半。第三回", ["約三百台", "十一人", "九時間半"]),
        ("B12 and covid19 and v2 and fewer words", []),
    ],
)  # fmt: skip
def test_what_a_figure_takes_along(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in Segments.of(text).all("number")] == found


def test_a_range_falls_into_its_figures_and_counts_none_of_them_twice() -> None:
    text = "between about five and seven million tonnes, the third dam, 1½ miles"
    assert [core.of(text) for core in figures.cores(text)] == ["five", "seven", "third", "1½"]
    assert [whole.of(text) for _, whole in figures.counted(text)] == ["seven million tonnes"]


def test_the_bare_figures_have_neither_hedge_nor_noun() -> None:
    text = "about 2,300 people paid €2.4 million, 12 per cent"
    assert [span.of(text) for span in figures.cores(text)] == ["2,300", "€2.4 million", "12"]
