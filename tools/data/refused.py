"""Why a nation does not order an offer, by the source tables alone."""

import yaml

from tables import read


def names(cell):
    """The names of a cell such as `[AUT, BEL]`."""
    return set(yaml.safe_load(cell) or []) if cell else set()


class Refused:
    """Why a nation does not order an offer, by the tables."""

    def __init__(self, folder):
        self.offers = {row["id"]: row for row in read(folder, "offers.csv", ("id", "by", "gives"), "id")}
        self.role = {row["capability"]: names(row["nations"]) for row in read(folder, "roles.csv", ("capability", "nations"), "capability")}
        self.only = {row["offer"]: names(row["nations"]) for row in read(folder, "only.csv", ("offer", "nations"), "offer")}
        self.said = {(row["nation"], row["kind"], row["what"]) for row in read(folder, "refusals.csv", ("nation", "kind", "what"))}

    def why(self, nation, offer):
        """The reason, or nothing."""
        row = self.offers[offer]
        if nation not in self.role.get(row["gives"], {nation}):
            return f"has no role in {row['gives']}"
        if nation not in self.only.get(offer, {nation}):
            return "is not among those to whom it is open"
        for kind, what in (("producer", row["by"]), ("offer", offer), ("capability", row["gives"])):
            if (nation, kind, what) in self.said:
                return f"refuses the {kind} {what}"
        return None
