"""Makes programmes.yaml: the development programmes that an offer, a line or a capability of the set asks for."""

import re

import tables


def asked(folder):
    """The programmes that the set names."""
    names = set()
    for file, column in (
        ("capabilities.csv", "switch"),
        ("missions.csv", "switch"),
        ("offers.csv", "needs"),
        ("lines.csv", "needs"),
    ):
        if (folder / "tables" / file).exists():
            names |= {row.get(column, "").strip() for row in tables.read(folder, file)}
    return names - {""}


def files(folder):
    """programmes.yaml."""
    names = asked(folder)
    text = "# Development programmes that something in the set asks for; tables/programmes.csv holds the others, too.\n"
    for row in tables.read(folder, "programmes.csv", needed=("id", "name", "status", "source", "confidence"), key="id"):
        if row["id"] not in names:
            continue
        if not row["cost"]:
            raise row.wrong(f"something asks for `{row['id']}`, and it has no cost")
        known = {
            "low": row["low"],
            "high": row["high"],
            "source": tables.quoted(row["source"]),
            "confidence": row["confidence"],
        }
        text += f"\n{row['id']}:\n  name: {tables.quoted(row['name'])}\n"
        text += f"  cost: {tables.figure(row['cost'], **known)}\n  duration: {row['duration']} years\n"
        if re.match(r"\[", row["nations"]):
            text += '  paid_by: "{' + ", ".join(re.findall(r"[A-Z]{3}", row["nations"])) + '}"\n'
        if row["note"]:
            text += f"  note: {tables.quoted(row['note'])}\n"
    return {"programmes.yaml": text}


def blocks(folder):
    """The table of programmes of the page."""
    lines = [
        "| programme | status | cost, MEUR | range | years to the first order | entry | members | asked for by |",
        "|---|---|---:|---|---:|---:|---|---|",
    ]
    asking = {}
    for offer in tables.read(folder, "offers.csv", key="id"):
        asking.setdefault(offer["needs"], []).append(f"`{offer['id']}`")
    for capability in tables.read(folder, "capabilities.csv", key="id"):
        asking.setdefault(capability["switch"], []).append(f"`{capability['id']}`")
    for row in tables.read(folder, "programmes.csv"):
        span = f"{row['low']} to {row['high']}" if row["low"] else ""
        lines.append(
            f"| {row['name']} | {row['status']} | {row['cost']} | {span} | {row['duration']} | {row['entry']} "
            f"| {row['nations'].strip('[]')} | {', '.join(asking.get(row['id'], []))} |"
        )
    return {"programmes": "\n".join(lines) + "\n"}
