"""How a peer ends: one line that says what it found."""

import json


def tell(status, objective, **more):
    """Prints status and objective, and how large the programme was where that is known."""
    objective = None if objective is None else float(objective)
    print("RESULT " + json.dumps({"status": str(status), "objective": objective, **more}), flush=True)
