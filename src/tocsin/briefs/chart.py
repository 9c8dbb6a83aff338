"""Totals over time as an inline SVG drawing: one letter a voice, so that nothing hangs on colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from markupsafe import Markup, escape

from tocsin.briefs.view import FigureView, Point
from tocsin.briefs.wording import say_day, say_number

WIDTH, HEIGHT = 760, 290
LEFT, RIGHT, TOP, BOTTOM = 64, 52, 22, 36
RADIUS = 10
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Scale:
    """Where a day and a number stand in the drawing."""

    first: date
    last: date
    top: int

    def x(self, day: date) -> float:
        """Across, by day."""
        span = max((self.last - self.first).days, 1)
        return LEFT + RADIUS + (WIDTH - LEFT - RIGHT - 2 * RADIUS) * (day - self.first).days / span

    def y(self, number: int) -> float:
        """Down, by number; 0 is at the foot."""
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * number / max(self.top, 1)


def name_voices(points: Sequence[Point]) -> dict[str, str]:
    """Voice → its letter, in order of first speaking; past 26 the letters go on as AA, AB."""
    voices = list(dict.fromkeys(p.voice for p in points))
    return {v: LETTERS[i % 26] if i < 26 else LETTERS[i // 26 - 1] + LETTERS[i % 26] for i, v in enumerate(voices)}


def draw_toll(figure: FigureView) -> Markup:
    """The drawing, empty with fewer than two dated totals; the same numbers stand in the table beneath, with their sentences."""
    points = [p for p in figure.series if p.day and p.level is not None]
    if len({p.day for p in points}) < 2:
        return Markup("")
    days = [date.fromisoformat(p.day) for p in points if p.day]
    tops = [n for p in points for n in (p.high, p.best, p.low) if n is not None]
    scale, letters = Scale(min(days), max(days), round_up(max(tops))), name_voices(figure.series)
    title = f"Totals of people {figure.label} by day and voice; the table below holds every number with its sentence"
    placed = place(points, scale)
    spots = label(placed)
    body = [*draw_axes(scale), *draw_lines(points, scale)]
    body += [draw_point(p, at, spots.get(i), scale, letters) for i, (p, at) in enumerate(placed)]
    return Markup(f'<svg class="toll" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{"".join(body)}</svg>')


def round_up(number: int) -> int:
    """A round number at least as large, for the top of the scale."""
    step = 10 ** max(floor(log10(max(number, 1))), 0) / 2
    return max(int(ceil(number / step) * step), 1)


def draw_axes(scale: Scale) -> list[str]:
    """Three level lines with their numbers, and up to six days."""
    out = []
    for number in sorted({0, scale.top // 2, scale.top}):
        y = scale.y(number)
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{say_number(number)}</text>')
    span = (scale.last - scale.first).days
    step = max(ceil(span / 6), 1)
    for offset in range(0, span + 1, step):
        day = date.fromordinal(scale.first.toordinal() + offset)
        label = say_day(day.isoformat(), year=False)
        out.append(f'<text class="tick" x="{scale.x(day):.1f}" y="{HEIGHT - 12}" text-anchor="middle">{label}</text>')
    return ['<g data-formula="scale of the drawing">', *out, "</g>"]


def draw_lines(points: Sequence[Point], scale: Scale) -> list[str]:
    """A thin line through the totals of each voice."""
    out = []
    for voice in dict.fromkeys(p.voice for p in points):
        own = sorted((p for p in points if p.voice == voice), key=lambda p: p.day or "")
        if len(own) > 1:
            path = " ".join(f"{scale.x(date.fromisoformat(p.day or '')):.1f},{scale.y(p.level or 0):.1f}" for p in own)
            out.append(f'<polyline class="voice" points="{path}"/>')
    return out


def place(points: Sequence[Point], scale: Scale) -> list[tuple[Point, tuple[float, float]]]:
    """Each point with its place; those that would cover one another move aside."""
    placed: list[tuple[Point, tuple[float, float]]] = []
    for point in sorted(points, key=lambda p: (p.day or "", p.level or 0)):
        x, y = scale.x(date.fromisoformat(point.day or "")), scale.y(point.level or 0)
        while any(abs(x - a) < 2 * RADIUS and abs(y - b) < 2 * RADIUS for _, (a, b) in placed):
            x += 2 * RADIUS + 2
        placed.append((point, (x, y)))
    return placed


def label(placed: Sequence[tuple[Point, tuple[float, float]]]) -> dict[int, tuple[float, float]]:
    """Where each point's number stands, above it or beneath; headline first, and none where it would cover something."""
    taken = [(x - RADIUS, y - RADIUS - (13 if p.high is None else 0), x + RADIUS, y + RADIUS) for p, (x, y) in placed]
    found: dict[int, tuple[float, float]] = {}
    for i, (point, (x, y)) in sorted(enumerate(placed), key=lambda item: (item[1][0].status != "headline", -(item[1][0].level or 0))):
        half = 4 * len(say_number(point.level or 0)) + 1
        above = y - RADIUS - (17 if point.high is None else 5)
        for foot in (above, y + RADIUS + 14):
            spot = (x - half, foot - 11, x + half, foot + 1)
            if all(spot[2] <= a or c <= spot[0] or spot[3] <= b or d <= spot[1] for a, b, c, d in taken):
                taken.append(spot)
                found[i] = (x, foot)
                break
    return found


def draw_point(point: Point, at: tuple[float, float], text_at: tuple[float, float] | None, scale: Scale, letters: dict[str, str]) -> str:
    """A circle with the voice's letter; a bar for a range, an arrow where the upper end is open, and its number."""
    x, y = at
    marks = []
    if point.high is None:
        tip = y - RADIUS - 8
        marks.append(f'<path class="open" d="M{x:.1f} {y - RADIUS:.1f}V{tip:.1f}m-3 4l3 -4l3 4"/>')
    elif point.low is not None and point.low < point.high:
        marks.append(f'<line class="open" x1="{x:.1f}" x2="{x:.1f}" y1="{scale.y(point.low):.1f}" y2="{scale.y(point.high):.1f}"/>')
    marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}"/>')
    marks.append(f'<text class="letter" x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{letters[point.voice]}</text>')
    if text_at:
        marks.append(
            f'<text class="value" x="{text_at[0]:.1f}" y="{text_at[1]:.1f}" text-anchor="middle">{say_number(point.level or 0)}</text>'
        )
    told = f"{point.text}, {point.voice}, {say_day(point.day)}"
    sources = " ".join(c.id for c in point.basis.cites)
    return f'<g class="point {point.status}" data-from="{escape(sources)}"><title>{escape(told)}</title>{"".join(marks)}</g>'
