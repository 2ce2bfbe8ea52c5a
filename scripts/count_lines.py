#!/usr/bin/env python3
"""Counts the lines of flows/clinic and of the same line in Python, as a table; flows/clinic/README.md shows it.

    scripts/count_lines.py           prints the table
    scripts/count_lines.py --check   only says whether both READMEs show these figures (exit status 1 when not)

A line counts when something is on it that is neither a comment nor a docstring. Characters are those of such lines,
without blanks.
"""
import ast
import io
import pathlib
import re
import sys
import tokenize

ROOT = pathlib.Path(__file__).parent.parent
FLOW = "flows/clinic/main.lua"
PROGRAM = "Tests/SDKConformance/comparison"
WHAT = {
    FLOW: "the whole line",
    "clinic.py": "settings, steps, web service",
    "clinic_call.py": "what a call does, and waits for",
    "clinic_queue.py": "callers who wait for agents",
    "clinic_texts.py": "texts and voices",
}
# A text or a comment, long (with as many = at the end as at the beginning) or short.
LUA = re.compile(
    r"""(?P<comment>--\[(?P<c>=*)\[.*?\](?P=c)\]|--[^\n]*)"""
    r"""|(?P<text>\[(?P<t>=*)\[.*?\](?P=t)\]|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.DOTALL,
)


def without_comments_lua(source):
    """The source, with line breaks where they were."""
    return LUA.sub(lambda found: found["text"] or "\n" * found[0].count("\n"), source)


def docstrings(source):
    """The first lines of docstrings, with their columns."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            yield node.body[0].lineno, node.body[0].col_offset


def without_comments_python(source):
    lines = source.splitlines()
    left_out = set(docstrings(source))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        (first, start), (last, end) = token.start, token.end
        if token.type == tokenize.COMMENT:
            lines[first - 1] = lines[first - 1][:start]
        elif token.type == tokenize.STRING and token.start in left_out:
            rest = lines[last - 1][end:]
            lines[first - 1] = lines[first - 1][:start] + (rest if first == last else "")
            for number in range(first, last):
                lines[number] = rest if number == last - 1 else ""
    return "\n".join(lines)


def count(source, language):
    """Lines and characters."""
    strip = without_comments_lua if language == "lua" else without_comments_python
    lines = [line for line in strip(source).splitlines() if line.strip()]
    return len(lines), sum(len("".join(line.split())) for line in lines)


def of_file(path):
    return count((ROOT / path).read_text(encoding="utf-8"), path.rsplit(".", 1)[1])


def figures():
    """Lines and characters of the flow, and of each file of the program."""
    files = sorted(each.relative_to(ROOT).as_posix() for each in (ROOT / PROGRAM).glob("*.py"))
    return of_file(FLOW), {each: of_file(each) for each in files}


def table():
    flow, program = figures()
    total = [sum(each) for each in zip(*program.values())]
    rows = [(f"Lua: `{FLOW}`", WHAT[FLOW], *flow)]
    rows.append(("Python with the SDK alone", f"{len(program)} files", *total))
    for path, counts in program.items():
        name = path.rsplit("/", 1)[1]
        rows.append((f"`{name}`", WHAT[name], *counts))
    head = ["| | what | lines | characters |", "| --- | --- | ---: | ---: |"]
    return "\n".join(head + [f"| {name} | {what} | {lines:,} | {size:,} |" for name, what, lines, size in rows])


def sentence():
    """What the project's README says of it."""
    flow, program = figures()
    return f"{flow[0]} lines of Lua; {sum(each[0] for each in program.values())} of Python with the SDK alone"


def check():
    wanted = {"flows/clinic/README.md": table(), "README.md": sentence()}
    old = [path for path, text in wanted.items() if text not in (ROOT / path).read_text(encoding="utf-8")]
    for path in old:
        print(f"{path} does not show these figures; put this into it:\n{wanted[path]}", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    if sys.argv[1:]:
        sys.exit(__doc__)
    print(table())
    print(sentence())
