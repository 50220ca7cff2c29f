"""A state machine as a drawing: states in layers, moves as arrows, the way taken in bold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
LETTER, HEIGHT, ACROSS, DOWN, EDGE = 7.2, 30, 70, 22, 34


@dataclass
class Node:
    """A state in its place."""

    name: str
    x: float
    y: float
    width: float
    is_initial: bool
    is_terminal: bool
    is_visited: bool
    is_present: bool

    @property
    def middle(self) -> float:
        """Its middle line."""
        return self.y + HEIGHT / 2


@dataclass
class Arrow:
    """A move: its path, what it is called, and as which steps of the way it was taken."""

    path: str
    told: str
    x: float
    y: float
    steps: str


@dataclass
class Drawing:
    """A machine with the way that something took through it."""

    machine: str
    width: float
    height: float
    nodes: list[Node] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    present: str | None = None


def draw(machine: Json, way: Sequence[Json]) -> Drawing:
    """Place a machine's states by their distance from the first; `way` has the moves in order."""
    moves = machine["moves"] or []
    steps: dict[tuple[str, str], list[str]] = {}
    for number, one in enumerate((one for one in way if one["from_state"]), 1):
        steps.setdefault((one["from_state"], one["to_state"]), []).append(str(number))
    visited = {one["to_state"] for one in way} | {one["from_state"] for one in way}
    present = next((one["to_state"] for one in reversed(way) if one["to_state"]), None)
    layers = _layers(machine["states"], moves)
    facts = {one["state"]: one for one in machine["states"]}
    tallest = max(len(layer) for layer in layers)
    height = tallest * (HEIGHT + DOWN) - DOWN + EDGE + 8
    nodes: dict[str, Node] = {}
    x = 4.0
    for layer in layers:
        width = max(len(name) for name in layer) * LETTER + 24
        used = len(layer) * (HEIGHT + DOWN) - DOWN
        for row, name in enumerate(layer):
            y = EDGE + (height - EDGE - 8 - used) / 2 + row * (HEIGHT + DOWN)
            fact = facts[name]
            nodes[name] = Node(
                *(name, x, y, width, fact["is_initial"], fact["is_terminal"]),
                *(name in visited, name == present),
            )
        x += width + ACROSS
    arrows = [
        _arrow(nodes, one, steps.get((one["from_state"], one["to_state"]), [])) for one in moves
    ]
    arrows.sort(key=lambda one: bool(one.steps))  # the way taken is drawn over the others
    return Drawing(
        machine["machine"], x - ACROSS + 40, height, list(nodes.values()), arrows, present
    )


def _layers(states: Sequence[Json], moves: Sequence[Json]) -> list[list[str]]:
    """States by their distance from the first; those where it ends stand last."""
    layers = [[one["state"] for one in states if one["is_initial"]]]
    last = [one["state"] for one in states if one["is_terminal"]]
    placed = {*layers[0], *last}
    while reached := dict.fromkeys(
        one["to_state"]
        for name in layers[-1]
        for one in moves
        if one["from_state"] == name and one["to_state"] not in placed
    ):
        layers.append(list(reached))
        placed |= set(reached)
    rest = [one["state"] for one in states if one["state"] not in placed]
    return [layer for layer in (*layers, rest, last) if layer]


def _arrow(nodes: dict[str, Node], move: Json, steps: list[str]) -> Arrow:
    begin, end = nodes[move["from_state"]], nodes[move["to_state"]]
    if begin.x < end.x:
        x1, y1, x2, y2 = begin.x + begin.width, begin.middle, end.x, end.middle
        bend = (x2 - x1) / 2
        path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} "
        path += f"{x2 - 5:.0f} {y2:.0f}"
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
    elif begin.x == end.x:
        side = begin.x + begin.width
        path = f"M{side:.0f} {begin.middle:.0f}C{side + 34:.0f} {begin.middle:.0f} "
        path += f"{side + 34:.0f} {end.middle:.0f} {side + 5:.0f} {end.middle:.0f}"
        x, y = side + 30, (begin.middle + end.middle) / 2
    else:
        x1, x2 = begin.x + begin.width / 2, end.x + end.width / 2
        over = min(begin.y, end.y) - 26
        path = f"M{x1:.0f} {begin.y:.0f}C{x1:.0f} {over:.0f} {x2:.0f} {over:.0f} "
        path += f"{x2:.0f} {end.y - 5:.0f}"
        x, y = (x1 + x2) / 2, over + 7
    told = f"{move['from_state']} → {move['to_state']}: {move['event']}"
    return Arrow(path, told, x, y, ", ".join(steps))
