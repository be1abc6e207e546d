"""Makes review.md: what a review of the set of 2025 found, and what became of each finding."""

import collections

import formulas
import tables

PARTS = {
    "figures": ("The thirty figures", "MEUR of 2025, and units, where nothing else is said; low to high in parentheses."),
    "model": ("Findings on the model", "The numbers are those of the review."),
    "results": ("Implausible results", ""),
    "lacks": ("Missing content", ""),
}
VERDICTS = ("mended", "restated", "partly", "not mended")


def files(folder):
    """review.md. What a figure is now is read from the built data, by formulas in the table."""
    rows = tables.read(folder, "review.csv", ("part", "id", "item", "verdict", "how", "source"), ("part", "id"))
    for row in rows:
        if row["part"] not in PARTS:
            raise row.wrong(f"`part` is `{row['part']}`, and should be one of {', '.join(PARTS)}")
        if row["verdict"] not in VERDICTS:
            raise row.wrong(f"`verdict` is `{row['verdict']}`, and should be one of {', '.join(VERDICTS)}")
        if row["part"] == "figures" and not (row["was"].strip() and row["now"].strip()):
            raise row.wrong("a figure states in `was` and `now` what it was and what it is")
    lines = ["# Review of the set of 2025", ""]
    lines += [
        "A defence economist reviewed `data/europe-2025`. This page lists each finding and what became of it. The build reads",
        "the present figures from the built data, by the formulas in `tables/review.csv`; the source of a figure stands with it",
        "in its own table.",
    ]
    for part, (title, remark) in PARTS.items():
        here = [row for row in rows if row["part"] == part]
        of = collections.Counter(row["verdict"] for row in here)
        lines += ["", f"## {title}", ""]
        lines += [" ".join(filter(None, (", ".join(f"{of[word]} {word}" for word in VERDICTS if of[word]) + ".", remark)))]
        lines += [""]
        if part == "figures":
            lines += ["| # | figure | it was | it is | verdict | how, or why not | source |", "|---:|---|---|---|---|---|---|"]
        else:
            lines += ["| # | finding | verdict | how, or why not |", "|---:|---|---|---|"]
        for row in here:
            cells = [row["id"], row["item"]]
            if part == "figures":
                cells += [row["was"], said(folder, row, "now"), row["verdict"], said(folder, row, "how"), row["source"]]
            else:
                cells += [row["verdict"], said(folder, row, "how")]
            lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return {"review.md": "\n".join(lines) + "\n"}


def said(folder, row, column):
    """A cell with its formulas replaced by what they come to."""
    try:
        return formulas.filled(folder, row[column])
    except formulas.Asked as asked:
        raise row.wrong(f"`{column}`: {asked}") from None
