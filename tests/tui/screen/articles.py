"""What the articles say that the played projects hold, as panes show them."""

from collections.abc import Mapping

from tests.projects import FERRY, HARBOUR

TEXT = FERRY.split("---\n", 2)[2]
OTHER = HARBOUR.split("---\n", 2)[2]
QUAYS: Mapping[str, str] = {
    f"quay-{number}.txt": f"Quay number {number} of Orrin Bay is closed.\n" for number in range(8)
}
LONG: Mapping[str, str] = {
    "long.txt": "".join(f"Ferry {number} left Orrin Bay at noon and was not seen again.\n\n" for number in range(400))
}
RIVERS = '[[label]]\nname = "RIVER"\nkind = "entity"\nkey = "9"\nhint = "names"\n'
ALONE = (80, 30)
"""A size at which one article is opened."""
