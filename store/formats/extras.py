"""Extras: libraries that only some formats need, imported when one of these is used."""

from importlib import import_module
from types import ModuleType

from store.errors import FormatError


def library(name: str, extra: str) -> ModuleType:
    """A library of an optional dependency.

    Args:
        name: the module, such as `spacy`.
        extra: the name of the extra that installs it.

    Raises:
        FormatError: it is not installed, or it cannot be imported here.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        package = name.partition(".")[0]
        if error.name != package:
            raise FormatError(_broken(package, extra, error)) from error
        message = f'{package} is not installed; this installs it: pip install "sidemark[{extra}]"'
        raise FormatError(message) from error
    except (ImportError, OSError) as error:
        raise FormatError(_broken(name, extra, error)) from error


def _broken(name: str, extra: str, error: Exception) -> str:
    return f'{name} is installed but cannot be imported ({error}); try: pip install --upgrade "sidemark[{extra}]"'
