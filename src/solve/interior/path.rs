//! Along the central path to the middle of the best points.

use std::time::Instant;

use super::normal::Normal;
use super::programme::{Centre, Programme};
use super::standard::Standard;
use super::walk::Walk;

/// What rows and prices may miss at the end, and how far goal and bound may be apart, relative.
const ENOUGH: f64 = 1e-8;

/// Where numbers allow no more, this is enough for a corner to be found from there.
const FAIR: f64 = 1e-6;

/// Steps at most, and steps without progress at most.
const STEPS: usize = 150;
const PATIENCE: usize = 12;

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
    let mut walk = Walk::of(&form, normal)?;
    let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
    let (mut since, mut steps) = (0, 0);
    for step in 0..STEPS {
        steps = step;
        walk.look();
        let far = walk.far();
        tracing::trace!(step, far, gap = walk.gap, mean = walk.mean, "walked");
        if far <= ENOUGH {
            return Some(walk.end(programme, step));
        }
        // While goal and bound are of unlike size their distance says nothing yet, and products fall all the same.
        since = if far < 0.9 * best || walk.mean < 0.9 * least { 0 } else { since + 1 };
        (best, least) = (best.min(far), least.min(walk.mean));
        if since > PATIENCE
            || !far.is_finite()
            || watch.seconds.is_some_and(|left| began.elapsed().as_secs_f64() > left)
        {
            break;
        }
        if let Some(told) = watch.told {
            told(step);
        }
        if !walk.step() {
            break;
        }
    }
    walk.look();
    (walk.far() <= FAIR).then(|| walk.end(programme, steps))
}
