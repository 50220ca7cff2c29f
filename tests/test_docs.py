"""What `make docs` printed is what the database says, reads as Mermaid and links to what is there.
GWY-045 DEP-41 SEC-08 LIF-22 TST-25."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from clones import Clones, Connection

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "db/docs"
MARK = "<!-- Printed by `make docs`"
DIAGRAM = re.compile(r"```mermaid\n(.*?)```", re.S)
WORD = r"(?!(?:end|default|style|class|classDef|click|graph|subgraph|state|note)\b)[A-Za-z_]+"
STATE = rf"(?:\[\*\]|{WORD})"
LINES = {
    "stateDiagram-v2": rf"    {STATE} --> {STATE}(: [a-z_]+)?",
    "flowchart LR": rf"    {WORD}(\[\"\w+\"\]|\(\[\"\w+\"\]\)| -->\|\"\w+(, \w+)*\"\| {WORD})",
}


def printed(url: str, folder: Path) -> dict[str, str]:
    """Print into a folder; returns the texts by file name."""
    subprocess.run(
        [sys.executable, ROOT / "scripts/docs", "--url", url, "--into", folder], check=True
    )
    return texts(folder)


def texts(folder: Path) -> dict[str, str]:
    """The printed files of a folder."""
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return {name: text for name, text in found.items() if text.startswith(MARK)}


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """What is committed."""
    return texts(DOCS)


def test_what_is_committed_is_what_the_database_says(
    url: str, tmp_path: Path, committed: dict[str, str]
) -> None:
    """No page is old, missing or left over."""
    fresh = printed(url, tmp_path)
    old = sorted(n for n in {*fresh, *committed} if fresh.get(n) != committed.get(n))
    assert not old, f"run make docs: {', '.join(old)}"
    assert len(committed) >= 7


def test_a_change_of_the_database_is_a_change_of_the_page(
    url: str, owner: Connection, tmp_path: Path, committed: dict[str, str]
) -> None:
    """A wider grant, an open table, a new move, another default, message and leg of a journal."""
    for change in (
        "grant execute on function task.create to hx_analyst",
        "grant execute on function task.accept to public",
        "grant select (id) on task.task to hx_analyst",
        "alter table xp.entry disable row level security",
        "insert into core.transition values ('task', 'EXPIRED', 'OPEN', 'posted_again')",
        "insert into ledger.posting values ('fund', 'fee', 1)",
        "update core.error set message = 'Nothing | <there>' where code = 'HXA02'",
        "comment on view audit._proves_journals_balance is 'Something else'",
        "create function task.sing(song core.title, task_id uuid default null) returns void"
        " language sql as 'select'",
        "alter function task.sing owner to hx_owner",
        "grant execute on function task.sing to hx_member",
    ):
        owner.execute(change.encode())
    fresh = printed(url, tmp_path)
    said = {
        "permissions.md": ("`public`", "`task.task.id` | table | `hx_analyst` | select",
                           "security is off on 1 of", "owner: 1."),
        "machines.md": ("EXPIRED --> OPEN: posted_again",),
        "money.md": ('stripe -->|"fund"| fee',),
        "errors.md": ("Nothing \\| &lt;there>",),
        "invariants.md": ("| `journals_balance` | Something else |",),
        "procedures.md": ("### task.sing", "| `song` | [`core.title`](#domains) | required |",
                          "| `task_id` | `uuid` | `null` | |", "Returns nothing"),
        "wire.md": ("| mutation `task.sing` | `POST /v1/task.sing` | `song`, [`taskId` or"
                    " `task_id`] | null |",),
    }  # fmt: skip
    for name, phrases in said.items():
        for phrase in phrases:
            assert phrase in fresh[name], phrase
            assert phrase not in committed[name] or phrase == "Returns nothing", phrase


GRANTED = "alter function {0} owner to hx_owner; grant execute on function {0} to hx_member"
# A change of the database, and what it makes untrue of the comparison with the older system.
UNTRUE = {
    "comment on function account.get_xp is 'Its own name is lost'": "user.getXP is not there",
    "alter function task.get_by_id(uuid) volatile": "task.getById is no query",
    "alter type task.summary rename attribute poster_id to author_id":
        "task.create has no output poster_id",
    "alter type task.person rename attribute avatar_url to picture_url":
        "task.getById has no output poster.avatar_url",
    "alter type account.profile rename attribute total_xp to xp_total":
        "user.getProfile has output xp_total",
    "alter type proof.view add attribute reviewed_by uuid":
        "proof.getByTaskId has output reviewed_by",
    "alter function proof.accept(uuid) rename to approve": "proof.accept is not there",
    "drop function proof.reject(uuid, core.reason); create function proof.reject(proof_id uuid,"
    " why core.reason) returns proof.view language sql as 'select null::proof.view'; "
    + GRANTED.format("proof.reject"): "proof.reject has no input reason",
    "create function admin.get_user() returns integer stable language sql as 'select 1'; "
    + GRANTED.format("admin.get_user"):
        "admin.getUser is there now: say what became of its fields",
    "drop function dispute.resolve": "admin.resolveDispute is not done by dispute.resolve",
}  # fmt: skip


def test_an_older_name_that_is_told_wrongly_ends_the_printing(
    clones: Clones, tmp_path: Path
) -> None:
    """What clients of the older system knew is held against the catalog, name by name. LIF-22."""
    url = clones.make()
    with psycopg.connect(url, autocommit=True) as db:
        for change in UNTRUE:
            db.execute(change.encode())
    script = str(ROOT / "scripts/docs")
    ended = subprocess.run(
        [sys.executable, script, "--url", url, "--into", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    faults = ended.stderr.strip().removeprefix("scripts/older_wire.toml: ").split("; ")
    assert set(UNTRUE.values()) <= set(faults), ended.stderr


def test_every_procedure_that_is_served_says_why(committed: dict[str, str]) -> None:
    """Each names its source: a requirement, or the page that rules it. DEP-41."""
    _, *entries = re.split(r"^### ", committed["procedures.md"], flags=re.M)
    served = {text.partition("\n")[0]: text for text in entries if " /v1/" in text}
    assert len(served) > 40
    named = re.compile(r"^Source: ([A-Z]{3}-\d+|(domain|decisions)\.md )", re.M)
    assert [name for name, text in served.items() if not named.search(text)] == []


def test_every_diagram_is_mermaid(committed: dict[str, str], owner: Connection) -> None:
    """A diagram a machine and one of money, each line of a form that Mermaid reads."""
    machines = owner.execute("select count(*) from core.machine").fetchone()
    diagrams = [d for text in committed.values() for d in DIAGRAM.findall(text)]
    assert machines and len(diagrams) == int(str(machines[0])) + 1
    for diagram in diagrams:
        kind, *lines = diagram.splitlines()
        assert lines
        for line in lines:
            assert re.fullmatch(LINES[kind], line), line


def test_every_link_leads_somewhere(committed: dict[str, str]) -> None:
    """To a heading or an anchor of a page that is there; each name of the house stands once."""
    anchors: dict[str, list[str]] = {}
    for name, text in committed.items():
        heads = re.findall(r"^#+ (.*)$", text, re.M)
        anchors[name] = [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in heads]
        anchors[name] += re.findall(r'<a id="([\w-]+)">', text)
        assert len(anchors[name]) == len(set(anchors[name]))
    for name, text in committed.items():
        for page, anchor in re.findall(r"\]\(([\w.]*)(?:#([\w-]+))?\)", text):
            assert not anchor or anchor in anchors[page or name], f"{name}: {page}#{anchor}"
            assert page in ("", *committed)


def test_a_table_has_as_many_cells_as_heads(committed: dict[str, str]) -> None:
    """A bar within a cell is escaped."""
    for text in committed.values():
        for block in re.findall(r"(?:^\|.*\n)+", text, re.M):
            lines = block.splitlines()
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1, block
