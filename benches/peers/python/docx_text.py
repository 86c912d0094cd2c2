"""The text of Word files with python-docx, a line a paragraph."""
import sys
from pathlib import Path

from docx import Document

total = 0
for path in sorted(p for p in Path(sys.argv[1]).rglob("*.docx")):
    total += len("\n".join(p.text for p in Document(str(path)).paragraphs).encode())
print(total)
