"""How time grows with nations, offers, years and proposals, each to the size where it breaks."""

import re

import measure
from european import MODEL
from results import ENTENTE, ROOT, Part
from shapes import SIZES
from sizes import BARE, TOOLS, check, entente, instance, peer

WORK = ROOT / "target/bench/curves"
AXES = {
    "nations": (0, [5, 10, 20, 27, 40, 60]),
    "offers": (2, [40, 120, 300, 600, 1200, 2400]),
    "years": (3, [3, 5, 10, 20, 40, 80]),
}
PROPOSALS = [1, 2, 5, 10, 20, 40]


def measure_curves(resume, limit):
    """Everything but one axis as in M. A tool that needed longer than `limit` is not asked for more."""
    part, wrong = Part("curves", resume), []
    for axis, (place, values) in AXES.items():
        over = set()
        for value in values:
            size = tuple(value if index == place else part_of for index, part_of in enumerate(SIZES["M"]))
            for tool in ("Entente", BARE):
                if tool in over or part.has(axis=axis, value=value, tool=tool):
                    continue
                folder = instance(size)
                run = entente(folder, limit=limit) if tool == "Entente" else peer(folder, *TOOLS[BARE][:2], limit)
                if not run["ended"]:
                    over.add(tool)
                part.add(axis=axis, value=value, tool=tool, limit=limit, **run)
            wrong += check([run for run in part.runs if (run["axis"], run["value"]) == (axis, value)], f"{axis} {value}")
    for value in PROPOSALS:
        if part.has(axis="proposals", value=value):
            continue
        run = measure.run([ENTENTE, "compare", with_proposals(value), "--format", "json"], limit)
        part.add(axis="proposals", value=value, tool="Entente", limit=limit, **run)
        if not run["ended"]:
            break
    return wrong


def with_proposals(count):
    """The European model with so many pools, each without another pair of nations, instead of its own."""
    text = MODEL.read_text()
    WORK.mkdir(parents=True, exist_ok=True)
    members = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
    members = members.split()
    pairs = [(a, b) for distance in (1, 2) for a, b in zip(members, members[distance:])]
    pools = "".join(
        f"  without_{a.lower()}_{b.lower()}:\n    pools:\n"
        f'      eu: {{ members: "EU27 - {{{a}, {b}}}", exclusive: true, overhead: 1 % }}\n'
        for a, b in pairs[:count]
    )
    text = re.sub(r"^proposals:\n(?:  .*\n|\n)*", f"proposals:\n{pools}\n", text, flags=re.M)
    text = text.replace("data: ../data/", f"data: {ROOT}/data/")
    path = WORK / f"proposals-{count}.yaml"
    path.write_text(text)
    return path
