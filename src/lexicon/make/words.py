#!/usr/bin/env python3
"""Makes words.tsv from jieba's dictionary (crate `jieba-rs`, MIT): the commonest words of up to four characters.

    python3 words.py ~/.cargo/registry/src/*/jieba-rs-*/src/data/dict.txt ..

The cost of a word is minus the logarithm of its share, in tenths: what a guess at lost bytes pays for it.
"""
import math, pathlib, sys

KEPT = 45_000


def main():
    rows = (line.split(" ") for line in open(sys.argv[1], encoding="utf-8"))
    words = [(int(n), w) for w, n, *_ in rows if len(w) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in w)]
    total = sum(n for n, _ in words)
    words.sort(key=lambda x: (-x[0], x[1]))
    with open(pathlib.Path(sys.argv[2]) / "words.tsv", "w", encoding="utf-8") as f:
        f.write("# Common words and their cost in tenths, in the order of their bytes.\n"
                "# Made by make/words.py from jieba's dictionary (MIT, Copyright Sun Junyi and contributors), see NOTICE.\n")
        f.writelines(f"{w}\t{round(-10 * math.log(n / total))}\n" for w, n in sorted((w, n) for n, w in words[:KEPT]))


if __name__ == "__main__":
    main()
