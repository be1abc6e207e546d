"""HiGHS with nothing around it: matrices by numpy, then the method named, or the solver's own choice."""

import highspy
import numpy as np
from told import tell

from instance import load_named
from programme import lp_of

d, method = load_named()
lp = lp_of(d)
highs = highspy.Highs()
highs.setOptionValue("output_flag", False)
highs.setOptionValue("threads", 1)
if method:
    highs.setOptionValue("solver", method[0])
highs.passModel(lp)
highs.run()
np.asarray(highs.getSolution().col_value)
size = {"rows": lp.num_row_, "columns": lp.num_col_, "coefficients": int(lp.a_matrix_.start_[-1])}
tell(highs.getModelStatus(), highs.getObjectiveValue(), **size)
