"""The report of a comparison: its sentences, and what their numbers must be."""


def read(reader, where, page, c, single):
    """Reads the sentences of a report of a comparison."""
    return
