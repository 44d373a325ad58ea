"""What can go wrong; the text of each error is fit to show to a user."""


class StoreError(Exception):
    """Something asked of the store cannot be done; `str(error)` says what, where and what to do."""


class ArticleError(StoreError):
    """An article cannot be read."""


class SchemaError(StoreError):
    """A label set cannot be used."""


class DiskError(StoreError):
    """The files of a project cannot be read or written."""


class FormatError(StoreError):
    """A dataset cannot be written or read."""


class RefusedError(StoreError):
    """An action breaks a rule of the model; nothing was changed."""
