"""The sizes of the made-up instances, and their seed. Apart from what needs numpy: the memory of whoever starts a process counts
as that of the process, so that this side stays small.
"""

# Nations, capabilities, offers, years.
SIZES = {"XS": (3, 3, 6, 3), "S": (6, 8, 20, 5), "M": (27, 20, 120, 10), "L": (32, 30, 300, 20), "XL": (32, 40, 800, 25)}
SEED = 20240611
