"""Reads tables, and writes cells as YAML."""

import csv
import io
import re


class Wrong(Exception):
    """A table that cannot be built from: the file, the line, what is wrong and what would be right."""


class Row(dict):
    """A row of a table that knows where it stands."""

    def __init__(self, cells, name, line):
        super().__init__(cells)
        self.name, self.line = name, line

    def wrong(self, what):
        """An error about this row."""
        return Wrong(f"tables/{self.name}:{self.line}: {what}")

    def number(self, column, default=None):
        """A cell as a number; the default where it is empty."""
        text = self[column].strip()
        if not text and default is not None:
            return default
        try:
            return float(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
        except ValueError:
            raise self.wrong(f"`{column}` is `{text}`, and should be a number") from None


def read(folder, name, needed=(), key=None):
    """The rows of a table. The named columns may not be empty; no two rows may have the same key."""
    path = folder / "tables" / name
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader)
        rows, seen = [], {}
        for cells in reader:
            if len(cells) != len(head):
                raise Wrong(f"tables/{name}:{reader.line_num}: {len(cells)} cells, and should have {len(head)}")
            row = Row(zip(head, cells), name, reader.line_num)
            for column in needed:
                if not row.get(column, "").strip():
                    raise row.wrong(f"`{column}` is empty, and must be stated")
            if key:
                of = tuple(row[column] for column in ((key,) if isinstance(key, str) else key))
                if of in seen:
                    raise row.wrong(f"{' '.join(of)} stands in line {seen[of]} already")
                seen[of] = reader.line_num
            rows.append(row)
    return rows


def written(head, rows):
    """A table as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=head, lineterminator="\n", extrasaction="raise")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def quoted(text):
    """A text as it stands in YAML, in quotes where it needs them."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 ()/_+.-]*", text) and text.strip() == text
    words = text.lower() in ("yes", "no", "true", "false", "null", "on", "off", "y", "n")
    return text if plain and not words else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def figure(points, **known):
    """A figure or series with what is known about it: `{ value: 40, source: …, confidence: … }`."""
    first = points if ":" in points else f"value: {points}"
    parts = [first] + [f"{key}: {value}" for key, value in known.items() if value != ""]
    return "{ " + ", ".join(parts) + " }"


def short(value):
    """A number with at most four digits that count."""
    digits = float(f"{value:.4g}")
    return f"{digits:.10f}".rstrip("0").rstrip(".")


def ranged(points, spread, **known):
    """A figure or series with the range that is assumed of its kind: parts of its least and of its largest value."""
    values = [float(value) for value in re.findall(r": ([0-9.]+)" if ":" in points else r"^[0-9.]+", points)]
    sign = " %" if "%" in points else ""
    most = spread.number("most", float("inf")) * (100 if sign else 1)
    low, high = min(values) * spread.number("low"), min(max(values) * spread.number("high"), most)
    return figure(points, low=short(low) + sign, high=short(high) + sign, **known)
