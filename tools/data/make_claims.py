"""Makes claims.md: what others have published, what this set says of it, and why it differs."""

import tables

VERDICTS = {
    "reproduced": "Reproduced: the set states or follows the figure.",
    "differs": "Differs: another definition, year or membership, as the row says.",
    "outside": "Outside the model: nothing in it could show the figure.",
}


def files(folder):
    """claims.md."""
    rows = tables.read(
        folder, "checks.csv", ("fact", "value", "unit", "year", "verdict", "because", "source", "confidence"), "fact"
    )
    counted = dict.fromkeys(VERDICTS, 0)
    for row in rows:
        if row["verdict"] not in VERDICTS:
            raise row.wrong(f"`verdict` is `{row['verdict']}`, and should be one of {', '.join(VERDICTS)}")
        if row["verdict"] != "outside" and not row["measure"].strip():
            raise row.wrong("`measure` is empty, and must say where the figure is seen")
        counted[row["verdict"]] += 1
    lines = ["# Published claims", ""]
    lines += [
        f"The {len(rows)} figures that others have published on Europe's defence, and what this data set says of each. The",
        "verdicts were fixed before any plan was computed on this set; nothing is fitted to them. Sources are quoted as their",
        "publishers or the press gave them.",
        "",
    ]
    lines += [f"- {words} {counted[verdict]} of {len(rows)}." for verdict, words in VERDICTS.items()]
    lines += [
        "",
        "| fact | published | year | verdict | where it is seen | why | source |",
        "|---|---:|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            row["fact"],
            f"{row['value']} {row['unit']}",
            row["year"],
            row["verdict"],
            row["measure"],
            row["because"],
            row["source"],
        )
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return {"claims.md": "\n".join(lines) + "\n"}
