"""yaodian 要点: Chinese official speeches and reports into structured data.

>>> import yaodian
>>> pipeline = yaodian.Pipeline()
>>> record = pipeline.process("page.txt", "在全县防汛工作会议上的讲话\\n同志们:\\n各乡镇要在6月10日前完成堤防检查。\\n")
>>> [(r["addressee"]["text"], r["deadline"]["text"]) for s in record["speeches"] for r in s["requirements"]]
[('各乡镇', '6月10日前')]

`yaodian.arrow` gives the same as tables for pyarrow and pandas, `yaodian.spark` and `yaodian.ray` on clusters.
"""

import json as _json

from ._yaodian import SCHEMA_VERSION, Pipeline, __version__, repair_rules, schema_json

__all__ = ["SCHEMA_VERSION", "Pipeline", "ReadError", "__version__", "repair_rules", "schema"]


class ReadError(ValueError):
    """A file that could not be read; raised on request only (`strict=True`).

    Attributes:
        name: the file's name, as it was given.
        code: stable name of what is wrong, e.g. `"not_text"`.
        message: what happened and what to do, in Chinese and English.
    """

    def __init__(self, name: str, code: str, message: str) -> None:
        super().__init__(name, code, message)
        self.name = name
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.name}: {self.message} [{self.code}]"


def schema() -> dict:
    """The JSON Schema (draft 2020-12) of a record: what `yaodian schema` prints."""
    return _json.loads(schema_json())
