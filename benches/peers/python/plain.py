"""The plain pipeline of src/bin/plain.rs in Python: with jieba, or (--rjieba) with rjieba."""
import json
import logging
import re
import sys
from pathlib import Path

SENTENCE = re.compile(r"[^。！？!?\r\n]+[。！？!?]*[”’）)]*")
HEADING = re.compile(r"\s*(第?[一二三四五六七八九十]+[、是条章]|[（(][一二三四五六七八九十]+[）)]|\d+[.、])")
REQUIREMENT = re.compile(r"必须|应当|务必|不得|严禁|禁止|要求|希望|确保|要(?:认真|切实|进一步|加强|坚持)|各.{1,12}要")
DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日|底|初)?前?")


def text(path):
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def main():
    root = Path(sys.argv[1])
    if "--rjieba" in sys.argv:
        from rjieba import cut
    else:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        cut = jieba.lcut
    paths = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
    for path in paths:
        sentences = [
            {
                "text": s,
                "words": cut(s),
                "heading": bool(HEADING.match(s)),
                "requirement": bool(REQUIREMENT.search(s)),
                "dates": DATE.findall(s),
            }
            for s in SENTENCE.findall(text(path))
        ]
        sys.stdout.write(json.dumps({"path": str(path), "sentences": sentences}, ensure_ascii=False) + "\n")


main()
