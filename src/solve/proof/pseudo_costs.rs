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
        let (mut sums, mut counts) = ([0.0; 2], [0.0; 2]);
        for cost in &self.costs {
            for side in 0..2 {
                if cost.count[side] > 0.0 {
                    sums[side] += cost.sum[side] / cost.count[side];
                    counts[side] += 1.0;
                }
            }
        }
        let usual = |side: usize| if counts[side] > 0.0 { sums[side] / counts[side] } else { 1.0 };
        let rate = |place: usize, side: usize| {
            let cost = &self.costs[place];
            if cost.count[side] > 0.0 { cost.sum[side] / cost.count[side] } else { usual(side) }
        };
        let mut best: Option<((bool, f64), usize)> = None;
        for (place, (&value, &(lower, upper))) in at.iter().zip(limits).enumerate() {
            if lower >= upper {
                continue;
            }
            let fraction = value - value.floor();
            let away = fraction.min(1.0 - fraction);
            let down = (rate(place, 0) * fraction).max(1e-9);
            let up = (rate(place, 1) * (1.0 - fraction)).max(1e-9);
            // What is whole is only branched on where nothing else is left, and what is nearly so before what is.
            let score = if away > WHOLE { (true, down * up) } else { (false, away) };
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| place)
    }
}
