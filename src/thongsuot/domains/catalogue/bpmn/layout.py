"""Places for a graph: lanes from above to below, columns from left to right, ways between them.

Every way runs in a corridor of its own below a row, or upright in the gap before a column, so
that no way runs through a node or along another way.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from thongsuot.domains.catalogue.bpmn.graph import EVENTS, GATEWAYS, TASKS, Flow, Graph, Kind, Node

LEFT: Final = 160.0
TOP: Final = 80.0
HEADS: Final = 60.0
"""The pool's head and the lanes' heads, 30 each."""
TASK: Final = (120.0, 80.0)
GATEWAY: Final = (50.0, 50.0)
EVENT: Final = (36.0, 36.0)
GAP: Final = 60.0
TURN: Final = 94.0
"""From a column to the nearest upright before it: the words of a way stand between."""
LABEL: Final = (82.0, 14.0)
LONG_LABEL: Final = (150.0, 14.0)
WITHOUT_CORRIDOR: Final = 4
"""Points of a way that runs through no corridor, at most."""
TRACK: Final = 22.0
UPRIGHT: Final = 9.0
ROW: Final = 100.0
BELOW: Final = 20.0
"""Free room under a row in which no way runs."""
FIRST: Final = 30.0
"""Under a row, to its first way: events on tasks, and their words, stand above it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle.  Units: pixels, as BPMN DI has them."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.height / 2


@dataclass(slots=True)
class Places:
    """Where everything stands."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    flows: dict[str, list[tuple[float, float]]]
    labels: dict[str, Box] = field(default_factory=dict)


@dataclass(slots=True)
class _Grid:
    """Columns and rows while the places are worked out."""

    column: dict[str, int]
    row: dict[str, int]
    lane_rows: dict[str, int]
    corridor: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Flow → the row it runs below, and its track there."""
    upright: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Flow → the column it goes into, and its track in the gap before that."""
    away: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Flow → the column it comes out of, and its track in the gap after that."""


def place(graph: Graph) -> Places:
    """Return the places of a graph."""
    nodes = {node.id: node for node in graph.nodes}
    grid = _grid(graph, nodes)
    _corridors(graph.flows, nodes, grid)
    xs, gaps = _columns(graph.nodes, grid)
    ys, tracks = _rows(grid)
    boxes = dict(_boxes(graph.nodes, grid, xs, ys))
    right = max(box.x + box.width for box in boxes.values()) + GAP + gaps[max(xs) + 1]
    places = Places(
        pool=Box(LEFT, TOP, right - LEFT, ys[max(ys)] + ROW + tracks[max(ys)] - TOP),
        lanes=_lanes(graph, grid, ys, tracks, right),
        nodes=boxes,
        flows={},
    )
    for flow in graph.flows:
        places.flows[flow.id] = _way(flow, nodes, boxes, grid, xs, ys)
        if nodes[flow.source].host:
            places.labels[flow.source] = _along(places.flows[flow.id], 1)
        elif flow.name:
            places.labels[flow.id] = _label(places.flows[flow.id])
    return places


# --- columns and rows -------------------------------------------------------------------------


def _grid(graph: Graph, nodes: Mapping[str, Node]) -> _Grid:
    column = _layers(graph, nodes)
    known = [box.id for box in graph.lanes] or [""]
    taken: dict[tuple[str, int], int] = defaultdict(int)
    within: dict[str, tuple[str, int]] = {}
    for node in graph.nodes:
        if node.kind is not Kind.BOUNDARY:
            lane = node.lane if node.lane in known else known[0]
            within[node.id] = (lane, taken[lane, column[node.id]])
            taken[lane, column[node.id]] += 1
    lane_rows = {
        lane: max((count for (of, _), count in taken.items() if of == lane), default=1)
        for lane in known
    }
    first, starts = 0, {}
    for lane in known:
        starts[lane] = first
        first += lane_rows[lane]
    row = {node: starts[lane] + number for node, (lane, number) in within.items()}
    return _Grid(column, row, lane_rows)


def _layers(graph: Graph, nodes: Mapping[str, Node]) -> dict[str, int]:
    """Return the column of each node: the longest way from a start that does not turn back."""
    onward: dict[str, list[str]] = defaultdict(list)
    for flow in graph.flows:
        onward[_hosted(flow.source, nodes)].append(flow.target)
    order = _without_returns(
        [node.id for node in graph.nodes if node.kind is not Kind.BOUNDARY], onward
    )
    column = dict.fromkeys(order, 0)
    place_of = {node: number for number, node in enumerate(order)}
    for node in order:
        for target in onward[node]:
            if place_of[target] > place_of[node]:
                column[target] = max(column[target], column[node] + 1)
    return column


def _hosted(node: str, nodes: Mapping[str, Node]) -> str:
    """Return the task an event sits on, or the node itself."""
    return nodes[node].host or node


def _without_returns(nodes: Sequence[str], onward: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the nodes so that ways lead onward, but for those that return (depth first)."""
    seen: set[str] = set()
    done: list[str] = []
    for first in nodes:
        if first in seen:
            continue
        seen.add(first)
        trail = [(first, iter(onward[first]))]
        while trail:
            node, ahead = trail[-1]
            following = next((one for one in ahead if one not in seen), None)
            if following is None:
                done.append(node)
                trail.pop()
            else:
                seen.add(following)
                trail.append((following, iter(onward[following])))
    return done[::-1]


# --- corridors --------------------------------------------------------------------------------


def _corridors(flows: Sequence[Flow], nodes: Mapping[str, Node], grid: _Grid) -> None:
    """Give each way its tracks: in the gap it enters by, and below its row when it goes far."""
    before: dict[int, int] = defaultdict(int)
    below: dict[int, int] = defaultdict(int)
    for flow in flows:
        source, target = _hosted(flow.source, nodes), flow.target
        far = grid.column[target] != grid.column[source] + 1 or bool(nodes[flow.source].host)
        if not far and grid.row[source] == grid.row[target]:
            continue
        into = grid.column[target]
        grid.upright[flow.id] = (into, before[into])
        before[into] += 1
        if not far:
            continue
        row = grid.row[source]
        grid.corridor[flow.id] = (row, below[row])
        below[row] += 1
        if not nodes[flow.source].host:
            out = grid.column[source] + 1
            grid.away[flow.id] = (out, before[out])
            before[out] += 1


def _columns(nodes: Sequence[Node], grid: _Grid) -> tuple[dict[int, float], dict[int, float]]:
    """Return where each column begins, and what its ways need of the gap before it."""
    gaps: dict[int, float] = defaultdict(float)
    for into, track in [*grid.upright.values(), *grid.away.values()]:
        gaps[into] = max(gaps[into], (track + 1) * UPRIGHT)
    width: dict[int, float] = defaultdict(float)
    for node in nodes:
        if node.kind is not Kind.BOUNDARY:
            width[grid.column[node.id]] = max(width[grid.column[node.id]], size_of(node.kind)[0])
    xs, here = {}, LEFT + HEADS
    for column in sorted(width):
        here += TURN + gaps[column] + 20
        xs[column] = here
        here += width[column]
    return xs, gaps


def _rows(grid: _Grid) -> tuple[dict[int, float], dict[int, float]]:
    """Return where each row begins, and how much room its corridor needs below it."""
    tracks: dict[int, float] = dict.fromkeys(range(sum(grid.lane_rows.values())), BELOW)
    for row, track in grid.corridor.values():
        tracks[row] = max(tracks[row], FIRST + (track + 1) * TRACK)
    ys, here = {}, TOP
    for row in sorted(tracks):
        ys[row] = here
        here += ROW + tracks[row]
    return ys, tracks


def size_of(kind: Kind) -> tuple[float, float]:
    """Return the width and height of a node."""
    if kind in TASKS:
        return TASK
    return GATEWAY if kind in GATEWAYS else EVENT


def _boxes(
    nodes: Sequence[Node], grid: _Grid, xs: Mapping[int, float], ys: Mapping[int, float]
) -> Iterator[tuple[str, Box]]:
    hosted: dict[str, int] = defaultdict(int)
    for node in nodes:
        width, height = size_of(node.kind)
        host = node.host or node.id
        x, middle = xs[grid.column[host]], ys[grid.row[host]] + ROW / 2
        if node.host:
            x += TASK[0] - width - 6 - hosted[host] * (width + 6)
            yield node.id, Box(x, middle + TASK[1] / 2 - height / 2, width, height)
            hosted[host] += 1
        else:
            yield node.id, Box(x, middle - height / 2, width, height)


def _lanes(
    graph: Graph, grid: _Grid, ys: Mapping[int, float], tracks: Mapping[int, float], right: float
) -> dict[str, Box]:
    lanes, first = {}, 0
    for lane in graph.lanes:
        last = first + grid.lane_rows[lane.id] - 1
        height = ys[last] + ROW + tracks[last] - ys[first]
        lanes[lane.id] = Box(LEFT + 30, ys[first], right - LEFT - 30, height)
        first = last + 1
    return lanes


# --- ways -------------------------------------------------------------------------------------


def _way(
    flow: Flow,
    nodes: Mapping[str, Node],
    boxes: Mapping[str, Box],
    grid: _Grid,
    xs: Mapping[int, float],
    ys: Mapping[int, float],
) -> list[tuple[float, float]]:
    source, target = boxes[flow.source], boxes[flow.target]
    start, end = (source.x + source.width, source.middle), (target.x, target.middle)
    if flow.id not in grid.upright:
        return [start, end]
    into, track = grid.upright[flow.id]
    turn = xs[into] - TURN - track * UPRIGHT
    if flow.id not in grid.corridor:
        return [start, (turn, start[1]), (turn, end[1]), end]
    row, lower = grid.corridor[flow.id]
    level = ys[row] + ROW + FIRST + lower * TRACK
    if nodes[flow.source].kind in EVENTS and nodes[flow.source].host:
        down = source.x + source.width / 2
        head = [(down, source.y + source.height), (down, level)]
    else:
        out, other = grid.away[flow.id]
        leave = _after(out, xs, source, other)
        head = [start, (leave, start[1]), (leave, level)]
    return [*head, (turn, level), (turn, end[1]), end]


def _after(out: int, xs: Mapping[int, float], source: Box, track: int) -> float:
    """Return where a way turns in the gap after a column; the last column has one too."""
    if out in xs:
        return xs[out] - TURN - track * UPRIGHT
    return source.x + TASK[0] + GAP / 2 + track * UPRIGHT


def _label(way: Sequence[tuple[float, float]]) -> Box:
    """Return a place for the words of a way: over its level stretch, near its beginning."""
    if len(way) > WITHOUT_CORRIDOR:
        return _along(way, 2)
    (x, y), (width, height) = way[-1], LABEL
    return Box(x - width - 6, y - height - 4, width, height)


def _along(way: Sequence[tuple[float, float]], corner: int) -> Box:
    """Return a place over the stretch of a corridor that begins at a corner of a way."""
    (x, y), (width, height) = way[corner], LONG_LABEL
    left = x + 6 if way[corner + 1][0] > x else x - width - 6
    return Box(left, y - height - 3, width, height)
