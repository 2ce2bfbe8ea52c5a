"""scripts/count_lines.py: how long flows/clinic is in Lua and in Python, as the READMEs say it."""

import importlib.util
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent.parent
SCRIPT = ROOT / "scripts/count_lines.py"

_spec = importlib.util.spec_from_file_location("count_lines", SCRIPT)
count_lines = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(count_lines)


def test_the_readmes_show_what_the_script_counts():
    printed = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True).stdout
    table, sentence = printed.strip().rsplit("\n", 1)
    assert table in (ROOT / "flows/clinic/README.md").read_text(encoding="utf-8")
    assert sentence in (ROOT / "README.md").read_text(encoding="utf-8")


def test_figures_that_are_out_of_date_are_told(monkeypatch, capsys):
    assert count_lines.check() == 0
    monkeypatch.setattr(count_lines, "sentence", lambda: "no lines at all")
    assert count_lines.check() == 1
    assert "put this into it:\nno lines at all" in capsys.readouterr().err


def test_the_flow_has_at_most_120_lines_with_all_that_is_in_it():
    assert len((ROOT / count_lines.FLOW).read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("source, lines, characters", [
    ("", 0, 0),
    ("-- a comment\n\nlocal a = 1 -- one\n", 1, 8),
    ('local a = "-- no comment"\nlocal b = \'--\'\n', 2, 31),
    ("--[[ two\nlines ]] local a\n--[==[ ]]\n]==]\n", 1, 6),
    ("local a = [[\n-- text\n\n]]\n", 3, 17),
    ('local a = "\\"--" -- "\nreturn a\n', 2, 20),
])
def test_lua_is_counted_without_blanks_and_comments(source, lines, characters):
    assert count_lines.count(source, "lua") == (lines, characters)


@pytest.mark.parametrize("source, lines, characters", [
    ("", 0, 0),
    ("# a comment\n\na = 1  # one\n", 1, 3),
    ('"""What it is.\n\nMore of it."""\n\na = "# no comment"\n', 1, 14),
    ('def f():\n    """What it does."""\n    return """two\nlines"""\n', 3, 27),
    ("class A:\n    'What it is.'\n    b = 'no docstring'\n", 2, 22),
    ("a = [\n    1,\n]\n", 3, 6),
])
def test_python_is_counted_without_blanks_comments_and_docstrings(source, lines, characters):
    assert count_lines.count(source, "py") == (lines, characters)
