//! Along the central path to the middle of the best points.

use std::time::Instant;

use super::normal::Normal;
use super::programme::{Centre, Programme};
use super::standard::Standard;
use super::start::STARTS;
use super::walk::Walk;

/// What rows and prices may miss at the end, and how far goal and bound may be apart, relative, where a corner is to be found from there.
const ENOUGH: f64 = 1e-8;

/// Where numbers allow no more, this is enough for a corner to be found from there.
const FAIR: f64 = 1e-6;

/// Steps at most, and steps without progress at most.
const STEPS: usize = 150;
const PATIENCE: usize = 12;

/// After so many steps prices are of the size that the start foresees; where they grow to so many times of that, it was a bad one.
const SETTLED: usize = 3;
const DEARER: f64 = 30.0;

/// Who watches: seconds that are left, and who is told how many steps there were.
#[derive(Clone, Copy, Default)]
pub struct Watch<'w> {
    pub seconds: Option<f64>,
    pub told: Option<&'w dyn Fn(usize)>,
}

/// The middle of the best points of a programme; nothing where it is not found, be it that there is none or that numbers do not
/// allow it.
pub fn centre(programme: &Programme, watch: Watch<'_>) -> Option<Centre> {
    let began = Instant::now();
    let mut form = Standard::of(programme)?;
    if form.rows == 0 || form.columns() == 0 {
        return None;
    }
    let normal = Normal::of(&mut form)?;
    let mut walk = Walk::of(&form, normal);
    let mut before = 0;
    for (place, farther) in STARTS.into_iter().enumerate() {
        let left = || watch.seconds.map(|seconds| seconds - began.elapsed().as_secs_f64());
        let is_last = place + 1 == STARTS.len();
        let end = walk.begin(farther).then(|| along(&mut walk, (before, is_last), &left, watch.told))?;
        match end {
            End::There(steps) => return Some(walk.end(programme, steps)),
            End::Nowhere => return None,
            End::Dear(steps) => before = steps,
        }
    }
    None
}

/// How a walk ended, after how many steps in all.
enum End {
    There(usize),
    Nowhere,
    /// Prices grew so far that a start where they are larger is the shorter way.
    Dear(usize),
}

/// Walks on from where a walk begins, with so many steps before.
fn along(
    walk: &mut Walk<'_>,
    (before, is_last): (usize, bool),
    left: &dyn Fn() -> Option<f64>,
    told: Option<&dyn Fn(usize)>,
) -> End {
    let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
    let (mut since, mut steps, mut dear) = (0, before, f64::INFINITY);
    for step in 0..STEPS {
        steps = before + step;
        walk.look();
        let far = walk.far();
        tracing::trace!(steps, far, gap = walk.gap, mean = walk.mean, "walked");
        if far <= ENOUGH {
            return End::There(steps);
        }
        if step == SETTLED {
            dear = DEARER * walk.dearest();
        }
        if !is_last && far > FAIR && walk.dearest() > dear {
            return End::Dear(steps);
        }
        // While goal and bound are of unlike size their distance says nothing yet, and products fall all the same.
        since = if far < 0.9 * best || walk.mean < 0.9 * least { 0 } else { since + 1 };
        (best, least) = (best.min(far), least.min(walk.mean));
        if since > PATIENCE || !far.is_finite() || left().is_some_and(|left| left < 0.0) {
            break;
        }
        if let Some(told) = told {
            told(steps);
        }
        if !walk.step() {
            break;
        }
    }
    walk.look();
    if walk.far() <= FAIR { End::There(steps) } else { End::Nowhere }
}
