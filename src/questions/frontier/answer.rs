//! The trade-off between goals. Where plans form a linear programme, every corner of the frontier of two goals is found, and between two
//! neighbours there is nothing but the line; where all is ordered in whole lots, every efficient plan. Elsewhere each point is a plan of
//! its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::{audit, recompute};
use crate::budget::Budget;
use crate::formulation::{Expression, Formulation, Row, RowKey};
use crate::measures::goal_value;
use crate::model::{Goal, Model, Outcomes, Sense};
use crate::plan::Plan;
use crate::planning::{Problem, Run, side_by_side, standalone};
use crate::questions::frontier::anew::{efficient, points_anew};
use crate::questions::{Unanswered, cut_short};
use crate::solve::{Explorer, Failure, Found, Lexicographic, Solution, in_order, keeping};

/// One point of the frontier.
#[derive(Debug, Clone)]
pub struct FrontierPoint {
    /// The values of the goals, each in its own unit.
    pub values: Vec<f64>,
    /// The plan.
    pub plan: Plan,
}

/// How the points are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// Every corner; between two neighbours lies the line.
    Corners,
    /// Every efficient plan.
    Plans,
    /// Efficient plans at even distances; between them there may be others.
    Samples,
    /// Every corner with each integer decision as in the best plan by all goals; only earlier versions wrote it.
    CornersAsDecided,
}

/// The frontier of two or three goals.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// The model.
    pub model: Model,
    /// The goals: the two or three that are traded off, and those that decide between equals.
    pub goals: Vec<Goal>,
    /// From the best of the first goal on.
    pub points: Vec<FrontierPoint>,
    /// What they are.
    pub exactness: Exactness,
    /// Whether there are more points than were asked for.
    pub cut: bool,
    /// How many questions were put to the solver.
    pub solves: usize,
    /// What time did not suffice for, in a sentence; nothing where all was done.
    pub unfinished: Option<String>,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Tracing<'a> {
    /// Most points.
    pub points: usize,
    /// Whether every point of a large model is proven as finely as one of a small model, however long it takes.
    pub proven: bool,
    /// A plan of the model, where there is one: it knows what nations come to alone.
    pub base: Option<&'a Run>,
}

/// The frontier between the first two of some goals, or the first three; further ones decide between equals. Points that the budget does
/// not suffice for are left out, which the answer says.
///
/// # Errors
/// There is no plan, the solver could not be trusted, or the budget was spent before both ends were found.
pub fn frontier(
    model: &Model,
    goals: &[Goal],
    tracing: Tracing<'_>,
    budget: Budget<'_>,
) -> Result<Frontier, Unanswered> {
    let asking = model.with_goals(goals.to_vec()).map_err(Problem::from)?;
    let alone = match tracing.base {
        Some(run) => run.known.alone.clone(),
        None => standalone(&asking, budget)?,
    };
    let alone = alone.as_ref();
    let formulation = Formulation::of(&asking, alone);
    let lots = model.offers.iter().all(|(_, offer)| offer.lots_of > 0.0);
    let integers = formulation.has_integers();
    let planned = goals.len() > 2 || (integers && (formulation.is_large() || !lots));
    if !planned {
        match traced(&asking, goals, alone, formulation, tracing.points, budget) {
            // The solver finds no whole number that keeps another goal where it just was: plans of their own have more room.
            Err(Unanswered::Problem(Problem::Unsolved(Failure::Infeasible))) if integers => {}
            found => return found,
        }
    }
    Ok(points_anew(&asking, goals, alone, tracing, budget)?)
}

/// The frontier of two goals of a linear programme or of plans of whole lots, by one formulation.
fn traced(
    asking: &Model,
    goals: &[Goal],
    alone: Option<&Outcomes>,
    formulation: Formulation,
    most: usize,
    budget: Budget<'_>,
) -> Result<Frontier, Unanswered> {
    let integers = formulation.has_integers();
    let large = formulation.is_large();
    let mut tracer = Tracer::of(formulation.clone(), budget)?;
    let mut second = if large { Some(Tracer::of(formulation, budget)?) } else { None };
    let (first, last) = match &mut second {
        Some(other) => {
            let mut both = [&mut tracer, other];
            let ends = side_by_side(&mut both, &[(0, 1), (1, 0)], |one, (goal, other)| one.end(*goal, *other))?;
            (ends[0].clone(), ends[1].clone())
        }
        None => (tracer.end(0, 1)?, tracer.end(1, 0)?),
    };
    for goal in [0, 1] {
        let span = (first.1[goal] - last.1[goal]).abs();
        let size = if span > 1e-12 { span } else { 1.0 };
        tracer.sizes[goal] = size;
        if let Some(other) = &mut second {
            other.sizes[goal] = size;
        }
    }
    let exactness = if integers { Exactness::Plans } else { Exactness::Corners };
    let mut cut = false;
    let mut ended = None;
    let mut found = if tracer.is_same(&first.1, &last.1) {
        vec![first]
    } else if integers {
        let mut list = vec![first];
        match tracer.plans(&mut list, &last.1, most) {
            Ok(()) => {}
            Err(failure @ (Failure::TimeLimit { .. } | Failure::Cancelled)) => {
                ended = Some(failure);
                list.push(last);
                cut = true;
            }
            Err(failure) => return Err(failure.into()),
        }
        list
    } else {
        let mut workers: Vec<&mut Tracer<'_>> = std::iter::once(&mut tracer).chain(second.as_mut()).collect();
        let list;
        (list, cut, ended) = corners(&mut workers, first, last, most)?;
        list
    };
    cut = cut || found.len() > most;
    found.truncate(most);
    let solves = tracer.solves + second.map_or(0, |other| other.solves);
    let points: Vec<FrontierPoint> =
        (found.into_iter()).map(|(found, _)| tracer.told(asking, alone, &found)).collect::<Result<Vec<_>, _>>()?;
    let points = efficient(goals, points);
    let unfinished = ended.map(|failure| cut_short(failure, points.len(), most, "points at most")).transpose()?;
    Ok(Frontier { goals: goals.to_vec(), points, exactness, cut, solves, unfinished, model: asking.clone() })
}

/// A point with the values of all goals, each so that less is better.
type Corner = (Found, Vec<f64>);

/// All corners between two, or as many as are asked for, the widest places first; whether there may be more; and what ended the
/// search before its end.
fn corners(
    workers: &mut [&mut Tracer<'_>],
    first: Corner,
    last: Corner,
    most: usize,
) -> Result<(Vec<Corner>, bool, Option<Failure>), Failure> {
    let mut list = vec![first, last];
    // Whether it is known that nothing lies between a corner and the next.
    let mut closed = vec![false];
    loop {
        let mut open: Vec<usize> = (0..closed.len()).filter(|place| !closed[*place]).collect();
        if open.is_empty() || list.len() >= most {
            return Ok((list, !open.is_empty(), None));
        }
        let width = |place: &usize| workers[0].width(&list[*place].1, &list[*place + 1].1);
        open.sort_by(|one, other| width(other).total_cmp(&width(one)));
        // The same two are asked whatever the number of workers, so that the points are the same, too.
        open.truncate(2.min(most - list.len()));
        let words = format!("{} points", list.len());
        workers[0].budget.announce(list.len(), Some(most), &words);
        let found = match side_by_side(workers, &open, |one, place| one.between(&list[*place], &list[*place + 1])) {
            Err(failure @ (Failure::TimeLimit { .. } | Failure::Cancelled)) => return Ok((list, true, Some(failure))),
            found => found?,
        };
        let mut places: Vec<(usize, Option<Corner>)> = open.into_iter().zip(found).collect();
        places.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        for (place, corner) in places {
            match corner {
                Some(corner) => {
                    list.insert(place + 1, corner);
                    closed.insert(place, false);
                }
                None => closed[place] = true,
            }
        }
    }
}

/// Traces points with one formulation.
struct Tracer<'a> {
    budget: Budget<'a>,
    explorer: Explorer<'a>,
    expressions: Vec<(Expression, Sense)>,
    /// Rows by which goals are held.
    limits: Vec<usize>,
    solves: usize,
    /// How far the two goals reach, by which distances are measured.
    sizes: [f64; 2],
}

impl Lexicographic for Tracer<'_> {
    type Reached = Found;

    fn reach(&mut self, goal: usize) -> Result<Found, Failure> {
        self.best(goal)
    }

    fn keep(&mut self, goal: usize, found: &Found) {
        let value = self.sign(goal) * found.value;
        self.hold(goal, value);
    }
}

impl<'a> Tracer<'a> {
    fn of(formulation: Formulation, budget: Budget<'a>) -> Result<Self, Failure> {
        let expressions: Vec<(Expression, Sense)> =
            formulation.goals.iter().map(|(goal, expression)| (expression.clone(), goal.sense)).collect();
        let mut explorer = Explorer::of(formulation)?.within(budget.silent());
        explorer.free(0.0);
        let limits = expressions
            .iter()
            .map(|(expression, sense)| {
                let key = RowKey::Kept { goal: 0 };
                let (lower, upper) = (f64::NEG_INFINITY, f64::INFINITY);
                let terms = keeping(expression, &explorer.formulation().columns, *sense);
                explorer.add(Row { key, lower, upper, terms, unit: 1.0 })
            })
            .collect();
        Ok(Self { budget, explorer, expressions, limits, solves: 0, sizes: [1.0, 1.0] })
    }

    /// How much room two corners leave for others between them.
    fn width(&self, from: &[f64], to: &[f64]) -> f64 {
        (0..2).map(|goal| (from[goal] - to[goal]).abs() / self.sizes[goal]).product()
    }

    fn sign(&self, goal: usize) -> f64 {
        if self.expressions[goal].1 == Sense::Minimise { 1.0 } else { -1.0 }
    }

    fn values(&self, found: &Found) -> Vec<f64> {
        (0..self.expressions.len())
            .map(|goal| self.sign(goal) * self.expressions[goal].0.value(&found.columns))
            .collect()
    }

    /// Holds a goal at a value or better.
    fn hold(&mut self, goal: usize, value: f64) {
        let (expression, sense) = &self.expressions[goal];
        let value = if *sense == Sense::Minimise { value } else { -value };
        self.explorer.keep(self.limits[goal], expression, *sense, Some(value));
    }

    fn let_go(&mut self) {
        for (row, (expression, sense)) in self.limits.iter().zip(&self.expressions) {
            self.explorer.keep(*row, expression, *sense, None);
        }
    }

    fn best(&mut self, goal: usize) -> Result<Found, Failure> {
        self.solves += 1;
        let (expression, sense) = self.expressions[goal].clone();
        self.explorer.optimise(&expression, sense)
    }

    /// Holds what a point has of the goals so far, and lets the further ones decide.
    fn settle(&mut self, found: Found, order: &[usize]) -> Result<Corner, Failure> {
        for &goal in order {
            let value = self.sign(goal) * self.expressions[goal].0.value(&found.columns);
            self.hold(goal, value);
        }
        let rest: Vec<usize> = (0..self.expressions.len()).filter(|goal| !order.contains(goal)).collect();
        let found = in_order(self, rest)?.pop().unwrap_or(found);
        self.let_go();
        let values = self.values(&found);
        Ok((found, values))
    }

    /// The best of one goal, and among such plans the best of the other.
    fn end(&mut self, goal: usize, other: usize) -> Result<Corner, Failure> {
        let found = self.best_of_both(goal, other)?;
        self.settle(found, &[goal, other])
    }

    fn best_of_both(&mut self, goal: usize, other: usize) -> Result<Found, Failure> {
        let both = in_order(self, [goal, other])?.pop();
        both.ok_or_else(|| Failure::Numerical { goal: "frontier".to_owned(), what: "there is no goal".to_owned() })
    }

    fn is_same(&self, one: &[f64], other: &[f64]) -> bool {
        (0..2).all(|goal| (one[goal] - other[goal]).abs() <= 1e-7 * self.sizes[goal].max(one[goal].abs() * 1e-2))
    }

    /// A corner between two, found by weighing the goals such that both are worth the same: a corner that is worth more lies
    /// between them, or there is none.
    fn between(&mut self, from: &Corner, to: &Corner) -> Result<Option<Corner>, Failure> {
        let drop = [from.1[0] - to.1[0], from.1[1] - to.1[1]];
        let weights = [drop[1].abs() / self.sizes[1], drop[0].abs() / self.sizes[0]];
        if weights.iter().any(|weight| *weight <= 1e-9) {
            return Ok(None);
        }
        let mut sum = vec![0.0; self.explorer.formulation().columns.len()];
        for goal in [0, 1] {
            let sign = self.sign(goal);
            for &(column, coefficient) in &self.expressions[goal].0.terms {
                sum[column] += sign * weights[goal] / self.sizes[goal] * coefficient;
            }
        }
        let terms: Vec<(usize, f64)> = sum.into_iter().enumerate().filter(|(_, k)| *k != 0.0).collect();
        let worth =
            |values: &[f64]| -> f64 { (0..2).map(|goal| weights[goal] * values[goal] / self.sizes[goal]).sum() };
        self.solves += 1;
        let found = self.explorer.optimise(&Expression { terms }, Sense::Minimise)?;
        let values = self.values(&found);
        if worth(&values) >= worth(&from.1).min(worth(&to.1)) - 1e-7 {
            return Ok(None);
        }
        let corner = self.settle(found, &[0, 1])?;
        let known = self.is_same(&corner.1, &from.1) || self.is_same(&corner.1, &to.1);
        Ok((!known).then_some(corner))
    }

    /// Efficient plans one after another, each a little better by the second goal than the one before.
    fn plans(&mut self, list: &mut Vec<Corner>, last: &[f64], most: usize) -> Result<(), Failure> {
        let span = list.first().map_or(0.0, |first| first.1[1] - last[1]);
        while let Some((_, values)) = list.last() {
            let next = values[1] - 1e-6 * span;
            if values[1] - last[1] <= 1e-7 * span || next < last[1] - 1e-9 * span || list.len() > most {
                break;
            }
            self.hold(1, next);
            let found = self.best_of_both(0, 1)?;
            let corner = self.settle(found, &[0, 1])?;
            list.push(corner);
        }
        Ok(())
    }

    /// The point in domain words, audited.
    fn told(&self, model: &Model, alone: Option<&Outcomes>, found: &Found) -> Result<FrontierPoint, Failure> {
        let solution = Solution::at(found.columns.clone());
        let plan = Plan::of(model, self.explorer.formulation(), &solution);
        let known = recompute(model, &plan, alone);
        let verdict = audit(model, &plan, &known, &[]);
        if !verdict.passed() {
            let what = format!("a plan of the frontier fails its audit on {} limits", verdict.breaches.len());
            return Err(Failure::Numerical { goal: "frontier".to_owned(), what });
        }
        let values = model.goals.iter().map(|goal| goal_value(model, &plan, known.known(), goal)).collect();
        Ok(FrontierPoint { values, plan })
    }
}
