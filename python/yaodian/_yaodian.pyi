"""The compiled part of yaodian; import from `yaodian`."""

from collections.abc import Sequence
from os import PathLike
from typing import Any, Literal

__version__: str
SCHEMA_VERSION: int

class Pipeline:
    """The whole line from bytes to records, with its tables loaded: make one, use it for all files and threads."""

    def __new__(
        cls,
        *,
        words: bool = False,
        repairs: bool = False,
        script: Literal["simplified", "keep"] = "simplified",
        no_repair: Sequence[str] = (),
        max_file_bytes: int = 1 << 30,
        max_inflated_bytes: int = 256 << 20,
    ) -> Pipeline: ...
    @property
    def options(self) -> dict[str, Any]:
        """The options it was made with: `Pipeline(**p.options)` is a pipeline like `p`."""

    def process(self, name: str | PathLike[str], data: bytes | str, *, strict: bool = False) -> dict[str, Any]:
        """One file to its record, as a dict of plain values.

        Raises ReadError for a file that cannot be read if `strict`; otherwise its record says so."""

    def process_json(self, name: str | PathLike[str], data: bytes | str, *, strict: bool = False) -> str:
        """One file to its record, as JSON: the line that `yaodian extract` writes, without the line end."""

    def process_batch(
        self, files: Sequence[tuple[str | PathLike[str], bytes | str | None]], *, jobs: int = 1
    ) -> list[str]:
        """Many files to their records, as JSON, in their order; `jobs` threads, which end with the call."""

    def _process_columns(
        self, files: Sequence[tuple[str | PathLike[str], bytes | str | None]], *, jobs: int = 1
    ) -> list[tuple[str, int, list[tuple[bytes, bytes, bytes | None]]]]: ...

def schema_json() -> str:
    """The JSON Schema (draft 2020-12) of a record, as JSON."""

def repair_rules() -> list[str]:
    """The names of the repair rules, in the order in which they run."""

def tables() -> list[tuple[str, str, list[tuple[str, str, bool, str]]]]:
    """Every table: name, what a row stands for, and its columns: name, kind, whether a cell may be empty, meaning."""

def _panicked(name: str) -> str: ...
