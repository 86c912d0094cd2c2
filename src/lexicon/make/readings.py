#!/usr/bin/env python3
"""Makes readings.tsv and syllables.tsv from pypinyin's tables (PyPI `pypinyin`, MIT) and script_chars.tsv.

    pip install --target DIR pypinyin && PYTHONPATH=DIR python3 readings.py ..

A publisher's script glossed Traditional characters with their reading; where a gloss fell between two halves of
characters, the reading tells which byte was lost. Only characters that GBK has and Simplified has not are needed.
"""
import collections, pathlib, sys, unicodedata
from pypinyin.constants import PINYIN_DICT


def plain(syllable):
    return "".join(c for c in unicodedata.normalize("NFD", syllable) if c not in "\u0300\u0301\u0304\u030c").replace("u\u0308", "ü")


def main():
    out = pathlib.Path(sys.argv[1])
    rows = (line.split("\t") for line in (out / "script_chars.tsv").read_text("utf-8").splitlines() if line[0] != "#")
    readings, syllables = collections.defaultdict(set), collections.Counter()
    for char in (r[0] for r in rows):
        for reading in PINYIN_DICT.get(ord(char), "").split(","):
            if reading and len(char.encode("gbk", "ignore")) == 2:
                readings[reading].add(char)
    for code in range(0x4E00, 0x9FA6):
        for reading in PINYIN_DICT.get(code, "").split(","):
            if len(chr(code).encode("gb2312", "ignore")) == 2 and reading.isalpha():
                syllables[plain(unicodedata.normalize("NFC", reading))] += 1
    head = "# Made by make/readings.py from pypinyin 0.55 (MIT, Copyright mozillazg and contributors)\n"
    with open(out / "readings.tsv", "w", encoding="utf-8") as f:
        f.write("# Traditional characters by their reading.\n" + head)
        f.writelines(f"{k}\t{''.join(sorted(v))}\n" for k, v in sorted(readings.items()))
    with open(out / "syllables.tsv", "w", encoding="utf-8") as f:
        f.write("# Syllables of standard Chinese without tones.\n" + head)
        f.writelines(f"{s}\n" for s in sorted(syllables) if s.isalpha() and s.strip("üêéè") and len(s) < 7)


if __name__ == "__main__":
    main()
