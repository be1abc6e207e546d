//! Which integer column to branch on: the one that promises most, by what branching on it has brought so far (M. Benichou and others, Experiments in
//! mixed-integer linear programming, Math. Program. 1 (1971), 76–94).

/// By how much a value may be off a whole number to be one.
pub(super) const WHOLE: f64 = 1e-6;

/// What branching on a column up or down has raised the bound by so far, for each unit.
#[derive(Debug, Clone, Copy, Default)]
struct PseudoCost {
    sum: [f64; 2],
    count: [f64; 2],
}

/// The pseudocosts of all integer columns.
pub(super) struct PseudoCosts {
    costs: Vec<PseudoCost>,
}

impl PseudoCosts {
    /// Of so many columns, of which nothing is known.
    pub fn of(columns: usize) -> Self {
        Self { costs: vec![PseudoCost::default(); columns] }
    }

    /// Learns by how much a branch has raised the bound.
    pub fn learn(&mut self, column: usize, is_up: bool, distance: f64, raised: f64) {
        if raised.is_finite() && distance > WHOLE {
            let side = usize::from(is_up);
            self.costs[column].sum[side] += raised.max(0.0) / distance;
            self.costs[column].count[side] += 1.0;
        }
    }

    /// The integer column to branch on: of those that are not whole, the one that promises most on both sides; else one that is not decided.
    pub fn choose(&self, at: &[f64], limits: &[(f64, f64)]) -> Option<usize> {
        let mut best: Option<((bool, f64), usize)> = None;
        for (score, place) in self.scores(at, limits) {
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| place)
    }

    /// Those columns that are not whole of which nothing is known on one side, at most so many, those that promise most first.
    pub fn unknown(&self, at: &[f64], limits: &[(f64, f64)], most: usize) -> Vec<usize> {
        let is_unknown = |place: usize| self.costs[place].count.contains(&0.0);
        let mut found: Vec<_> =
            self.scores(at, limits).filter(|((is_open, _), place)| *is_open && is_unknown(*place)).collect();
        found.sort_by(|((_, a), _), ((_, b), _)| b.total_cmp(a));
        found.into_iter().take(most).map(|(_, place)| place).collect()
    }

    /// What branching on each column that is not decided promises: whether it is not whole, and how much.
    fn scores<'s>(
        &'s self,
        at: &'s [f64],
        limits: &'s [(f64, f64)],
    ) -> impl Iterator<Item = ((bool, f64), usize)> + 's {
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        for cost in &self.costs {
            for side in 0..2 {
                if cost.count[side] > 0.0 {
                    sums[side] += cost.sum[side] / cost.count[side];
                    counts[side] += 1.0;
                }
            }
        }
        let rate = move |place: usize, side: usize| {
            let cost = &self.costs[place];
            match (cost.count[side] > 0.0, counts[side] > 0.0) {
                (true, _) => cost.sum[side] / cost.count[side],
                (false, true) => sums[side] / counts[side],
                (false, false) => 1.0,
            }
        };
        let undecided = at.iter().zip(limits).enumerate().filter(|(_, (_, (lower, upper)))| lower < upper);
        undecided.map(move |(place, (value, _))| {
            let fraction = value - value.floor();
            let away = fraction.min(1.0 - fraction);
            let down = (rate(place, 0) * fraction).max(1e-9);
            let up = (rate(place, 1) * (1.0 - fraction)).max(1e-9);
            // What is whole is only branched on where nothing else is left, and what is nearly so before what is.
            (if away > WHOLE { (true, down * up) } else { (false, away) }, place)
        })
    }
}
