"""The questions: their figures, by adding up again and by solving changed models."""

import asking_dependence
import asking_plans
import asking_tradeoffs

PARTS = {**asking_dependence.PARTS, **asking_plans.PARTS, **asking_tradeoffs.PARTS}
