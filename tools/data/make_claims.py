"""Makes claims.md: what others have published, what this set says of it, and why it differs."""

import formulas
import tables

VERDICTS = {
    "reproduced": "Reproduced: the set states or follows the figure, within the tolerance that the row states.",
    "differs": "Differs: another definition, year or membership, as the row says.",
    "outside": "Outside the model: nothing in it could show the figure.",
}


def files(folder):
    """claims.md. A row that says `reproduced` must be: its formula on the built data is compared with the claim."""
    rows = tables.read(
        folder,
        "checks.csv",
        ("fact", "value", "unit", "year", "verdict", "because", "source", "confidence"),
        "fact",
    )
    counted = dict.fromkeys(VERDICTS, 0)
    ours = []
    for row in rows:
        if row["verdict"] not in VERDICTS:
            raise row.wrong(f"`verdict` is `{row['verdict']}`, and should be one of {', '.join(VERDICTS)}")
        if row["verdict"] != "outside" and not row["measure"].strip():
            raise row.wrong("`measure` is empty, and must say where the figure is seen")
        counted[row["verdict"]] += 1
        found = seen(folder, row)
        if row["verdict"] == "reproduced":
            compared(row, found)
        elif not found and row["verdict"] == "differs" and "run" not in row["measure"] and ":" not in row["measure"]:
            raise row.wrong("`measure` must name the cell of a run's results, or `ours` a formula")
        ours.append(found)
    lines = ["# Published claims", ""]
    lines += [
        f"The {len(rows)} figures that others have published on Europe's defence, and what this data set says of each. Nothing is",
        "fitted to them. Where the data show the figure, a formula of `tables/checks.csv` reads it from the built set, and the",
        "build refuses a verdict of *reproduced* that misses by more than the stated tolerance. Where only a plan shows it, the",
        "row names the table of the results. Sources are quoted as their publishers or the press gave them.",
        "",
    ]
    lines += [f"- {words} {counted[verdict]} of {len(rows)}." for verdict, words in VERDICTS.items()]
    lines += [
        "",
        "| fact | published | year | verdict | this set | tolerance | where it is seen | why | source |",
        "|---|---:|---|---|---:|---:|---|---|---|",
    ]
    for row, found in zip(rows, ours):
        cells = (
            row["fact"],
            f"{row['value']} {row['unit']}",
            row["year"],
            row["verdict"],
            " / ".join(map(shown, found))
            + (f" {row['unit_ours']}" if found else ""),
            row["tolerance"],
            row["measure"],
            row["because"],
            row["source"],
        )
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return {"claims.md": "\n".join(lines) + "\n"}


def shown(amount):
    """A number as people write it: years without a comma."""
    if 2000 <= amount < 2100 and amount == int(amount):
        return f"{amount:.0f}"
    return f"{amount:,.4g}" if abs(amount) < 1000 else f"{amount:,.0f}"


def seen(folder, row):
    """What the formulas of a row come to."""
    found = []
    for formula in filter(None, (part.strip() for part in row["ours"].split(";"))):
        try:
            found.append(float(formulas.value(folder, formula)))
        except formulas.Asked as asked:
            raise row.wrong(f"`ours`, `{formula}`: {asked}") from None
    if found and not row["unit_ours"].strip():
        raise row.wrong("`unit_ours` is empty, and must state the unit of `ours`")
    return found


def compared(row, found):
    """Refuses a claim that the set does not reproduce within the tolerance."""
    claimed = [part.strip() for part in row["against"].split(";") if part.strip()]
    if not found or len(claimed) != len(found):
        raise row.wrong("what is reproduced must state as many numbers in `against` as formulas in `ours`")
    stated = [part.strip() for part in row["tolerance"].split(";") if part.strip()]
    if len(stated) not in (1, len(found)):
        raise row.wrong("`tolerance` must be stated of what is reproduced: one for all, or as many as formulas")
    for amount, text, within in zip(found, claimed, stated * (len(found) if len(stated) == 1 else 1)):
        claim, share = number(row, "against", text), number(row, "tolerance", within.removesuffix("%")) / 100
        if abs(amount - claim) > share * abs(claim) + 1e-6:
            raise row.wrong(
                f"the set says {amount:.6g}, the claim {claim:g}: more than {within} apart, so that it is not reproduced"
            )


def number(row, column, text):
    """A part of a cell as a number."""
    try:
        return float(text)
    except ValueError:
        raise row.wrong(f"`{column}` holds `{text}`, and should hold numbers") from None
