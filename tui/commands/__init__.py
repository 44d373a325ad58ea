"""What the actions of the key table do: one function each, given the desk."""

CHANGING = frozenset(
    "pick-label repeat tag-all tag-everywhere untag untag-alike resize unsure note document-labels cluster "
    "accept accept-alike link link-type link-remove furniture undo redo done-next".split()
)
"""The actions that have no use but to change something; where nothing can be changed they only say why."""
HERE = frozenset(
    "pick-label repeat tag-all tag-everywhere untag untag-alike resize unsure cluster claims step-overlap link "
    "link-follow link-type link-remove search-panes elsewhere copy copy-text copy-exact".split()
)
"""The actions that mean what is under the caret; on the row of a fold that cannot be seen."""
