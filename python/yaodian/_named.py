"""What the tables of an engine have in common: their names."""

from __future__ import annotations

from typing import Generic, TypeVar

from . import arrow

T = TypeVar("T")


class Named(Generic[T]):
    """The tables of docs/tables.md, each by its name."""

    def __getitem__(self, name: str) -> T:
        """A table by its name."""
        if name not in arrow.SCHEMAS:
            raise KeyError(f"{name!r}, known: {', '.join(arrow.SCHEMAS)}")
        return self._table(name)

    def _table(self, name: str) -> T:
        raise NotImplementedError

    @property
    def files(self) -> T:
        """One row an input file, also where it could not be read (`failed`)."""
        return self["files"]

    @property
    def speeches(self) -> T:
        """One row a speech, report, news item, essay or other text."""
        return self["speeches"]

    @property
    def sections(self) -> T:
        """One row a division of a speech."""
        return self["sections"]

    @property
    def requirements(self) -> T:
        """One row a requirement."""
        return self["requirements"]

    @property
    def sentences(self) -> T:
        """One row a sentence; none unless `words=True`."""
        return self["sentences"]

    @property
    def diagnostics(self) -> T:
        """One row for each thing that looked wrong; severity "error" where a file gave no result."""
        return self["diagnostics"]
