"""`yaodian.Pipeline`: records, errors, threads, pickles, forks."""

from __future__ import annotations

import copy
import doctest
import json
import multiprocessing
import os
import pickle
import subprocess
import threading
import time
from pathlib import Path

import pytest
import yaodian
from conftest import HOSTILE, PAGE, PAGES, read
from yaodian import _yaodian


@pytest.fixture(scope="module")
def pipeline() -> yaodian.Pipeline:
    return yaodian.Pipeline()


def test_a_record_is_what_the_command_line_writes(pipeline, command):
    run = subprocess.run([command, "extract", PAGES], capture_output=True, timeout=300)
    files = [file for file in read(PAGES) if file[0].endswith((".txt", ".docx"))]
    assert pipeline.process_batch(files) == run.stdout.decode().splitlines()


def test_options_are_those_of_the_command_line(command):
    page = PAGES / "glossed_five.txt"
    args = ["--words", "--repairs", "--script", "keep", "--no-repair", "pinyin_gloss"]
    run = subprocess.run([command, "extract", page, *args], capture_output=True, timeout=60)
    pipeline = yaodian.Pipeline(words=True, repairs=True, script="keep", no_repair=["pinyin_gloss"])
    assert pipeline.process_json(page, page.read_bytes()) + "\n" == run.stdout.decode()


def test_process_gives_a_dict(pipeline):
    record = pipeline.process("a/页.txt", PAGE)
    assert record["source"]["path"] == "a/页.txt"
    assert record["speeches"][0]["requirements"][0]["deadline"]["iso"] == "2007-06-10"
    assert pipeline.process("a/页.txt", PAGE.encode()) == record
    assert pipeline.process("a/页.txt", bytearray(PAGE.encode())) == record


def test_the_schema_is_the_records(pipeline, command):
    printed = subprocess.run([command, "schema"], capture_output=True, timeout=60).stdout
    assert yaodian.schema() == json.loads(printed)
    assert pipeline.process("x", PAGE)["schema_version"] == yaodian.SCHEMA_VERSION
    assert pipeline.process("x", PAGE)["tool"]["version"] == yaodian.__version__


def test_a_bad_file_is_a_record_or_an_error(pipeline):
    record = pipeline.process("a.pdf", b"%PDF-1.7")
    assert [d["severity"] for d in record["diagnostics"]] == ["error"] and record["speeches"] == []
    with pytest.raises(yaodian.ReadError) as caught:
        pipeline.process("a.pdf", b"%PDF-1.7", strict=True)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.name, error.code, error.message) == ("a.pdf", "pdf", record["diagnostics"][0]["message"])
    assert str(error).startswith("a.pdf: ") and isinstance(error, ValueError)
    with pytest.raises(yaodian.ReadError):
        pipeline.process_json("a.pdf", b"%PDF-1.7", strict=True)
    assert pipeline.process("a.txt", PAGE, strict=True)["speeches"]


def test_limits_hold():
    record = yaodian.Pipeline(max_file_bytes=10).process("a.txt", PAGE)
    assert record["diagnostics"][0]["code"] == "file_too_large"


def test_wrong_arguments_say_so(pipeline):
    with pytest.raises(ValueError, match="known: simplified, keep"):
        yaodian.Pipeline(script="latin")
    with pytest.raises(ValueError, match="pinyin_gloss"):
        yaodian.Pipeline(no_repair=["nothing"])
    with pytest.raises(TypeError, match="bytes or str, not int"):
        pipeline.process("a.txt", 3)
    with pytest.raises(TypeError):
        yaodian.Pipeline(True)


def test_a_batch_keeps_its_order_for_any_number_of_threads(pipeline):
    files = read(PAGES) + read(HOSTILE)
    alone = [pipeline.process_json(name, data) for name, data in files]
    assert pipeline.process_batch(files) == pipeline.process_batch(files, jobs=4) == alone
    assert pipeline.process_batch([], jobs=4) == []


def test_a_batch_takes_what_has_no_content(pipeline):
    first, second = map(json.loads, pipeline.process_batch([("a.txt", PAGE), ("b.txt", None)]))
    assert first["speeches"] and second["diagnostics"][0]["code"] == "unreadable"
    assert second["source"]["blake3"] is None


def test_a_panic_costs_one_file(capfd):
    record = json.loads(_yaodian._panicked("x.txt"))
    assert record["diagnostics"][0]["code"] == "internal_error"
    assert record["source"]["path"] == "x.txt"
    assert "on purpose" in capfd.readouterr().err


def test_pickled_and_copied_it_is_the_same():
    options = dict(
        words=True, repairs=True, script="keep", no_repair=["advert"], max_file_bytes=9999, max_inflated_bytes=99
    )
    pipeline = yaodian.Pipeline(**options)
    for other in (pickle.loads(pickle.dumps(pipeline)), copy.copy(pipeline), copy.deepcopy(pipeline)):
        assert other.options == options == pipeline.options
        assert other.process("a", PAGE) == pipeline.process("a", PAGE)
    assert repr(pipeline).startswith("Pipeline(words=True, ")


def test_others_run_while_it_works(pipeline):
    """No call holds the interpreter's lock: another thread counts on meanwhile."""
    files = read(PAGES) * 4
    counted, done = 0, threading.Event()

    def work():
        pipeline.process_batch(files)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        counted += 1
        time.sleep(0.001)
    thread.join()
    assert counted > 5


def _in_child(pipeline: yaodian.Pipeline, files, expected) -> None:
    assert pipeline.process_batch(files) == expected
    assert pipeline.process_batch(files, jobs=2) == expected
    assert yaodian.Pipeline().process_batch(files) == expected


def test_it_works_in_a_forked_child(pipeline):
    files = read(PAGES)[:8]
    expected = pipeline.process_batch(files, jobs=3)  # used, with threads, before the fork
    child = multiprocessing.get_context("fork").Process(target=_in_child, args=(pipeline, files, expected))
    child.start()
    child.join(timeout=120)
    hung = child.is_alive()
    if hung:
        child.kill()
    assert not hung and child.exitcode == 0


def test_pools_of_processes_take_it(pipeline):
    files = read(PAGES)[:6]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        made = pool.starmap_async(pipeline.process_json, files).get(timeout=120)
    assert made == pipeline.process_batch(files)


def test_its_threads_end_with_the_call(pipeline):
    before = len(os.listdir("/proc/self/task"))
    pipeline.process_batch(read(PAGES)[:8], jobs=4)
    assert len(os.listdir("/proc/self/task")) == before


def test_the_examples_are_true():
    assert doctest.testmod(yaodian).failed == 0
