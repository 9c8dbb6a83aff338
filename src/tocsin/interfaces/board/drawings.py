"""Drawings of the board as inline SVG: a sparkline of tolls with their ranges, and an offline map.

The map shows coasts and borders of the world atlas, and each place as precisely as it is known, no more.
A town is a dot; a district, region or border a dashed ring about as wide as what the word may mean; a country no mark on the ground but a
tint. Borders are those of Natural Earth by way of world-atlas (see NOTICE); drawing one takes no side.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from math import cos, radians
from typing import Any

from markupsafe import Markup, escape

from tocsin.briefs.wording import say_count, say_day, say_range
from tocsin.records import Json

WIDTH, HEIGHT = 760, 430
KILOMETRES = 111.2  # to one degree of latitude
RINGS = {"site": 0, "city": 0, "district": 25, "region": 80, "border": 60}  # kilometres about the point that the words may mean
WORDS = {
    "site": "a spot",
    "city": "a town or village",
    "district": "somewhere in the district",
    "region": "somewhere in the region",
    "border": "somewhere along the border",
    "country": "somewhere in the country",
}
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shape:
    """One country of the atlas: its name and its outlines in degrees."""

    name: str
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Window:
    """The part of the world that is drawn."""

    west: float
    south: float
    east: float
    north: float

    def x(self, lon: float) -> float:
        """Across, by longitude."""
        return WIDTH * (lon - self.west) / (self.east - self.west)

    def y(self, lat: float) -> float:
        """Down, by latitude."""
        return HEIGHT * (self.north - lat) / (self.north - self.south)

    def length(self, kilometres: float) -> float:
        """How long so many kilometres are in the drawing."""
        return HEIGHT * kilometres / KILOMETRES / (self.north - self.south)

    def meets(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a box of west, south, east, north lies in it at least partly."""
        return box[0] <= self.east and box[2] >= self.west and box[1] <= self.north and box[3] >= self.south


@cache
def load_world() -> tuple[Shape, ...]:
    """The countries of the atlas, decoded once: arcs are lists of small steps, shared by neighbours (TopoJSON specification 1.0)."""
    packed = resources.files("tocsin.interfaces.board").joinpath("data/countries-50m.json.gz").read_bytes()
    world = json.loads(gzip.decompress(packed))
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(tuple(points))
    return tuple(_shape(g, arcs) for g in world["objects"]["countries"]["geometries"] if g.get("arcs"))


def _shape(geometry: Json, arcs: Sequence[Ring]) -> Shape:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = tuple(
        tuple(point for n, i in enumerate(ring) for point in (arcs[i] if i >= 0 else arcs[~i][::-1])[1 if n else 0 :])
        for polygon in polygons
        for ring in polygon
    )
    xs, ys = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
    return Shape(geometry["properties"]["name"], rings, (min(xs), min(ys), max(xs), max(ys)))


def frame_window(places: Sequence[Mapping[str, Any]]) -> Window:
    """A window about the places, with room around them and at least four degrees high; its sides fit the drawing."""
    lats, lons = [float(p["lat"]) for p in places], [float(p["lon"]) for p in places]
    mid_lat, mid_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    squeeze = max(cos(radians(mid_lat)), 0.2)
    high = max((max(lats) - min(lats)) * 1.35, 4.0, (max(lons) - min(lons)) * 1.3 * squeeze * HEIGHT / WIDTH)
    wide = high * WIDTH / HEIGHT / squeeze
    return Window(mid_lon - wide / 2, mid_lat - high / 2, mid_lon + wide / 2, mid_lat + high / 2)


def pick_places(places: Sequence[Json], *, country: str | None) -> list[Json]:
    """The places that the drawing is about: those with a point, and of other countries only those told of at least half as often."""
    found = [p for p in places if p.get("lat") is not None and p.get("lon") is not None and p["precision"] != "country"]
    most = max((len(p["claims"]) for p in found if p.get("country") == country), default=0)
    near = [p for p in found if not country or p.get("country") == country or len(p["claims"]) * 2 >= most]
    return near or found


def draw_map(places: Sequence[Json], *, country: str | None, home: str, links: Mapping[int, str]) -> Markup:
    """The drawing, empty without a place that has a point. `home` is the name of the country that it is about.

    `links` gives the address behind a place's mark by its index in `places`.
    """
    chosen = pick_places(places, country=country)
    if not chosen:
        return Markup("")
    window = frame_window(chosen)
    body = [f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}"/>', *draw_land(window, home)]
    taken: list[tuple[float, float, float, float]] = []
    ordered = sorted(range(len(places)), key=lambda i: -len(places[i]["claims"]))
    marks = [_draw_place(places[i], window, links.get(i, ""), taken) for i in ordered if places[i] in chosen]
    body += [*reversed(marks), *_draw_scale(window)]
    title = f"Map of {say_count(len(chosen), 'place')} that reports name; the table beneath holds every one with its sentences"
    return Markup(f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(body)}</svg>')


@lru_cache(maxsize=256)
def draw_land(window: Window, home: str) -> tuple[str, ...]:
    """Every country in the window, with its name; kept, for most pages are looked at more than once."""
    return tuple(_draw_land(window, home))


def _draw_land(window: Window, home: str) -> Iterator[str]:
    names: list[str] = []
    for shape in load_world():
        if not window.meets(shape.box):
            continue
        paths = [path for ring in shape.rings if (path := _draw_ring(ring, window))]
        if paths:
            kind = "land here" if shape.name == home else "land"
            yield f'<path class="{kind}" d="{"".join(paths)}"><title>{escape(shape.name)}</title></path>'
            names += _name_country(shape, window)
    yield from names


def _name_country(shape: Shape, window: Window) -> Iterator[str]:
    """The country's name where the drawing holds most of it: at the point of a coarse grid with most of the country about it, if any."""
    columns, rows = 16, 10
    inside = set()
    for i in range(columns):
        for j in range(rows):
            lon = window.west + (window.east - window.west) * (i + 0.5) / columns
            lat = window.south + (window.north - window.south) * (j + 0.5) / rows
            if shape.box[0] <= lon <= shape.box[2] and shape.box[1] <= lat <= shape.box[3] and _holds(shape, lon, lat):
                inside.add((i, j))
    scored = [(sum((i + a, j + b) in inside for a in (-2, -1, 0, 1, 2) for b in (-1, 0, 1)), -abs(j - rows / 2), i, j) for i, j in inside]
    if scored and max(scored)[0] >= 10:
        _, _, i, j = max(scored)
        x, y = WIDTH * (i + 0.5) / columns, HEIGHT * (1 - (j + 0.5) / rows)
        yield f'<text class="country" x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(shape.name)}</text>'


def _holds(shape: Shape, lon: float, lat: float) -> bool:
    """Whether a point lies in a country, by how often a ray from it crosses an outline."""
    odd = False
    for ring in shape.rings:
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
    return odd


def _draw_ring(ring: Ring, window: Window) -> str:
    """An outline, without points closer than a pixel; those far outside are drawn to the edge, so that the path stays short."""
    wide, high = window.east - window.west, window.north - window.south
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    if not window.meets((min(xs), min(ys), max(xs), max(ys))):
        return ""
    out: list[tuple[float, float]] = []
    for lon, lat in ring:
        lon = min(max(lon, window.west - wide), window.east + wide)
        lat = min(max(lat, window.south - high), window.north + high)
        x, y = round(window.x(lon), 1), round(window.y(lat), 1)
        if not out or abs(out[-1][0] - x) + abs(out[-1][1] - y) >= 1.2:
            out.append((x, y))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in out) + "Z" if len(out) > 2 else ""


def _draw_place(place: Json, window: Window, link: str, taken: list[tuple[float, float, float, float]]) -> str:
    x, y = window.x(float(place["lon"])), window.y(float(place["lat"]))
    count = len(place["claims"])
    ring = RINGS.get(place["precision"], 0)
    size = min(4 + count**0.5, 12)
    if ring:
        radius = max(window.length(ring), 9)
        mark = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/><circle class="heart" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
    else:
        mark = f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>'
    name = str(place.get("name") or place["text"])
    told = f"{name}: {WORDS.get(place['precision'], place['precision'])}; {say_count(count, 'claim')}"
    mark += _label(name, (x, y), size, taken)
    # No link, for a drawing is one picture to a screen reader: the script opens it, and the table beneath has the same links.
    opens = f' class="opens" data-href="{escape(link)}"' if link else ""
    return f"<g{opens}><title>{escape(told)}</title>{mark}</g>"


def _label(name: str, at: tuple[float, float], size: float, taken: list[tuple[float, float, float, float]]) -> str:
    """The place's name beside its mark, on the side where it covers no other; left out where it would."""
    x, y = at
    long = 7.2 * len(name)
    for left in (x + size + 4, x - size - 4 - long):
        spot = (left, y - 9, left + long, y + 6)
        inside = spot[0] >= 2 and spot[2] <= WIDTH - 2 and spot[1] >= 2 and spot[3] <= HEIGHT - 2
        if inside and all(spot[2] <= a or c <= spot[0] or spot[3] <= b or d <= spot[1] for a, b, c, d in taken):
            taken.append(spot)
            return f'<text class="place" x="{left:.1f}" y="{y + 4:.1f}">{escape(name)}</text>'
    return ""


def _draw_scale(window: Window) -> Iterator[str]:
    """A bar of a round number of kilometres in the corner."""
    length = next((k for k in (1000, 500, 200, 100, 50, 20, 10) if window.length(k) < WIDTH / 4), 10)
    end = 16 + window.length(length)
    foot = HEIGHT - 14
    yield f'<path class="scale" d="M16 {foot - 5}V{foot}H{end:.1f}V{foot - 5}"/>'
    yield f'<text class="tick" x="{end + 6:.1f}" y="{foot + 1}">{length} km</text>'


# ------------------------------------------------------------------ sparkline

SPARK_WIDTH, SPARK_HEIGHT = 144, 42


def draw_spark(points: Sequence[Mapping[str, Any]]) -> Markup:
    """The totals of a situation by day, small: a bar from the lowest to the highest told, an open top where no upper end is told.

    `points` are {"as_of", "low", "best", "high"} in any order. Empty with fewer than two days; its words are in the label.
    """
    days: dict[str, list[Mapping[str, Any]]] = {}
    for point in points:
        if point.get("as_of") and _level(point) is not None:
            days.setdefault(str(point["as_of"])[:10], []).append(point)
    if len(days) < 2:
        return Markup("")
    ordered = sorted(days)
    first, last = date.fromisoformat(ordered[0]), date.fromisoformat(ordered[-1])
    top = max(n for p in points for n in (p.get("high"), p.get("best"), p.get("low")) if n is not None) or 1
    body, line = [], []
    for day in ordered:
        x = 4 + (SPARK_WIDTH - 8) * (date.fromisoformat(day) - first).days / max((last - first).days, 1)
        levels = [n for p in days[day] for n in (p.get("low"), p.get("best"), p.get("high")) if n is not None]
        low, high = _spark_y(min(levels), top), _spark_y(max(levels), top)
        is_open = any(p.get("high") is None for p in days[day])
        body.append(f'<path class="{"reach open-top" if is_open else "reach"}" d="M{x:.1f} {low:.1f}V{high - 1:.1f}"/>')
        body += [f'<path class="tip" d="M{x - 2:.1f} {high + 1:.1f}l2 -3l2 3"/>'] if is_open else []
        line.append(f"{x:.1f},{_spark_y(max(n for p in days[day] if (n := _level(p)) is not None), top):.1f}")
    told = f"{_span(days[ordered[0]])} on {say_day(ordered[0])}; {_span(days[ordered[-1]])} on {say_day(ordered[-1])}"
    drawn = f'<polyline points="{" ".join(line)}"/>{"".join(body)}'
    return Markup(
        f'<svg class="spark" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}" role="img" aria-label="Totals told: {escape(told)}">'
        f"<title>{escape(told)}</title>{drawn}</svg>"
    )


def _level(point: Mapping[str, Any]) -> int | None:
    return next((point[k] for k in ("best", "low", "high") if point.get(k) is not None), None)


def _spark_y(number: int, top: int) -> float:
    return SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 8) * number / top


def _span(points: Sequence[Mapping[str, Any]]) -> str:
    lows, highs = [p["low"] for p in points if p.get("low") is not None], [p.get("high") for p in points]
    tops = [h for h in highs if h is not None]
    return say_range(min(lows, default=None), None, None if None in highs else max(tops, default=None))
