"""Makes an archive of any size out of our pages: `python make_archive.py FOLDER FILES`.

Folders of a thousand files, as archives are kept; the pages by turns, each as it is.
"""

import shutil
import sys
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "corpus" / "pages"


def make(folder: Path, files: int) -> int:
    """The bytes written."""
    pages = sorted(PAGES.iterdir())
    size = 0
    for number in range(files):
        page = pages[number % len(pages)]
        part = folder / f"{number // 1000:04}"
        part.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, part / f"{number:07}{page.suffix}")
        size += page.stat().st_size
    return size


if __name__ == "__main__":
    print(f"{make(Path(sys.argv[1]), int(sys.argv[2]))} bytes")
