//! Points of a frontier that are plans of their own: one goal is the best there is while others are held at even distances.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::budget::Budget;
use crate::measures::goal_value;
use crate::model::{Goal, Model, Outcomes, Required, Sense};
use crate::planning::{Approach, Problem, Run, plan, side_by_side, workers};
use crate::questions::cut_short;
use crate::questions::frontier::{Exactness, Frontier, FrontierPoint, Tracing};
use crate::solve::{Failure, SearchSettings};

/// How near the values of two plans are that are the same point, as a share of how far a goal reaches.
const SAME: f64 = 1e-7;

/// What is planned for one point: the goals in their order, by place, and what some must reach.
struct Wanted {
    order: Vec<usize>,
    at_most: Vec<(usize, f64)>,
}

/// The frontier of two or three goals at even distances. Every point decides anew, within the proof gap of every plan.
///
/// # Errors
/// There is no plan, the solver could not be trusted, or the budget was spent before the ends were found.
pub(super) fn points_anew(
    asking: &Model,
    goals: &[Goal],
    alone: Option<&Outcomes>,
    tracing: Tracing<'_>,
    budget: Budget<'_>,
) -> Result<Frontier, Problem> {
    let most = tracing.points;
    let traded = goals.len().min(3);
    let fine = SearchSettings::DEFAULT.gap;
    let gap_of_large = if tracing.proven { fine } else { SearchSettings::DEFAULT.gap_of_large };
    // Points lie near to each other, so that where searches end soon enough they end at the best.
    let settings = SearchSettings { gap: 0.0, gap_of_large, ..SearchSettings::DEFAULT };
    let planner = PointPlanner { asking, goals, alone, settings: &settings, budget };
    let order = |first: usize| -> Vec<usize> {
        std::iter::once(first).chain((0..goals.len()).filter(move |goal| *goal != first)).collect()
    };
    let ends: Vec<Wanted> = (0..traded).map(|first| Wanted { order: order(first), at_most: Vec::new() }).collect();
    let mut points = Vec::new();
    for found in planner.side_by_side(&ends)? {
        match found {
            Ok(point) => points.push(point),
            Err(problem) => return Err(problem),
        }
    }
    let values = |goal: usize| points.iter().map(move |point: &FrontierPoint| signed(&goals[goal], point.values[goal]));
    let reaches: Vec<(f64, f64)> = (0..traded)
        .map(|goal| (values(goal).fold(f64::INFINITY, f64::min), values(goal).fold(f64::NEG_INFINITY, f64::max)))
        .collect();
    let mut ended = None;
    let grid = levels(&reaches, most);
    for found in planner.side_by_side(&grid)? {
        match found {
            Ok(point) => points.push(point),
            // With more than two goals not every combination can be had.
            Err(Problem::Unsolved(Failure::Infeasible)) => {}
            Err(Problem::Unsolved(failure @ (Failure::TimeLimit { .. } | Failure::Cancelled))) => ended = Some(failure),
            Err(problem) => return Err(problem),
        }
    }
    let solves = ends.len() + grid.len();
    let points = efficient(goals, points);
    let cut = ended.is_some();
    let unfinished = ended.map(|failure| cut_short(failure, points.len(), most, "points at most")).transpose()?;
    let (goals, model) = (goals.to_vec(), asking.clone());
    Ok(Frontier { goals, points, exactness: Exactness::Samples, cut, solves, unfinished, model })
}

/// A value so that less is better.
fn signed(goal: &Goal, value: f64) -> f64 {
    if goal.sense == Sense::Minimise { value } else { -value }
}

/// What is held for the points between the ends: the second goal at even distances, or the second and the third.
fn levels(reaches: &[(f64, f64)], most: usize) -> Vec<Wanted> {
    let Some(inside) = most.checked_sub(reaches.len()).filter(|inside| *inside > 0) else { return Vec::new() };
    let even = |goal: usize, count: usize| -> Vec<f64> {
        let (least, largest) = reaches[goal];
        #[expect(clippy::cast_precision_loss, reason = "points are few")]
        let at = |place: usize| largest - (largest - least) * (place as f64 / (count + 1) as f64);
        if largest - least > 1e-9 * largest.abs().max(1.0) { (1..=count).map(at).collect() } else { Vec::new() }
    };
    let order: Vec<usize> = (0..reaches.len()).collect();
    if reaches.len() < 3 {
        let held = even(1, inside).into_iter();
        return held.map(|value| Wanted { order: order.clone(), at_most: vec![(1, value)] }).collect();
    }
    let each = inside.isqrt().max(1);
    let pairs = even(1, each).into_iter().flat_map(|one| even(2, each).into_iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| Wanted { order: order.clone(), at_most: vec![(1, one), (2, other)] }).collect()
}

/// Plans points, as many at a time as there are workers.
struct PointPlanner<'a> {
    asking: &'a Model,
    goals: &'a [Goal],
    alone: Option<&'a Outcomes>,
    settings: &'a SearchSettings,
    budget: Budget<'a>,
}

impl PointPlanner<'_> {
    /// The points, as far as each has a plan.
    fn side_by_side(&self, wanted: &[Wanted]) -> Result<Vec<Result<FrontierPoint, Problem>>, Problem> {
        let mut workers = vec![(); workers(wanted.len())];
        let done = AtomicUsize::new(0);
        side_by_side(&mut workers, wanted, |(), one| {
            let number = done.fetch_add(1, Ordering::Relaxed) + 1;
            self.budget.announce(number, Some(wanted.len()), "points");
            Ok(self.point(one))
        })
    }

    fn point(&self, wanted: &Wanted) -> Result<FrontierPoint, Problem> {
        let ordered: Vec<Goal> = wanted.order.iter().map(|goal| self.goals[*goal].clone()).collect();
        let mut model = self.asking.with_goals(ordered)?;
        for &(goal, value) in &wanted.at_most {
            let goal = self.goals[goal].clone();
            let value = signed(&goal, value);
            model = model.with_required(Required { goal, value })?;
        }
        let approach =
            Approach { alone: self.alone, settings: self.settings, ..Approach::within(self.budget.silent()) };
        Ok(self.told(plan(&model, approach)?))
    }

    fn told(&self, run: Run) -> FrontierPoint {
        let value = |goal| goal_value(self.asking, &run.plan, run.known.known(), goal);
        FrontierPoint { values: self.goals.iter().map(value).collect(), plan: run.plan }
    }
}

/// The points that no other one is better than by one goal and not worse than by any other, from the best of the first goal on; each
/// once. Only the goals that are traded off count.
pub(super) fn efficient(goals: &[Goal], points: Vec<FrontierPoint>) -> Vec<FrontierPoint> {
    let traded = goals.len().min(3);
    let value = |point: &FrontierPoint, goal: usize| signed(&goals[goal], point.values[goal]);
    let room: Vec<f64> = (0..traded)
        .map(|goal| {
            let least = points.iter().map(|point| value(point, goal)).fold(f64::INFINITY, f64::min);
            let most = points.iter().map(|point| value(point, goal)).fold(f64::NEG_INFINITY, f64::max);
            SAME * (most - least).max(1e-6 * most.abs().max(1e-3))
        })
        .collect();
    let no_worse = |one: &FrontierPoint, other: &FrontierPoint| {
        (0..traded).all(|goal| value(one, goal) <= value(other, goal) + room[goal])
    };
    let mut kept: Vec<FrontierPoint> = Vec::new();
    for point in points {
        if !kept.iter().any(|other| no_worse(other, &point)) {
            kept.retain(|other| !no_worse(&point, other));
            kept.push(point);
        }
    }
    kept.sort_by(|one, other| {
        let by = |goal: usize| value(one, goal).total_cmp(&value(other, goal));
        (0..traded).map(by).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    kept
}
