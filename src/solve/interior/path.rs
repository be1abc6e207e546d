//! Along the central path to the middle of the best points.

use std::time::Instant;

use super::normal::Normal;
use super::onward::Way;
use super::programme::{Centre, Programme};
use super::standard::Standard;
use super::start::STARTS;
use super::walk::Walk;

/// What rows and prices may miss at the end, and how far goal and bound may be apart, relative, where a corner is to be found from there.
const ENOUGH: f64 = 1e-8;

/// Where numbers allow no more, this is enough for a corner to be found from there.
const FAIR: f64 = 3e-5;

/// Steps at most, and steps without progress at most.
const STEPS: usize = 150;
const PATIENCE: usize = 12;

/// The same on a way that was begun in another programme: a bad start shows soon.
const PATIENCE_ONWARD: usize = 5;

/// After so many steps prices are of the size that the start foresees; where they grow to so many times of that, it was a bad one.
const SETTLED: usize = 3;
const DEARER: f64 = 30.0;

/// As long as there is so much of the way left, it is worth beginning anew.
const LONG: f64 = 1e-2;

/// Where goal and bound are so far apart a programme that differs a little is best begun: nearer to the end too many columns are at
/// limits that are none of its own.
const FORK: f64 = 0.3;

/// Who is told how many steps there were.
type Told<'w> = Option<&'w dyn Fn(usize)>;

/// Who watches: seconds that are left, and who is told how many steps there were.
#[derive(Clone, Copy, Default)]
pub struct Watch<'w> {
    pub seconds: Option<f64>,
    pub told: Told<'w>,
}

/// From where to go, and how far.
#[derive(Clone, Copy, Default)]
pub struct Course<'w> {
    /// A point on the way in a programme that differs a little: with fewer rows, or with columns not yet fixed.
    pub from: Option<&'w Way>,
    /// Where it may end before the middle.
    pub rough: Option<Rough<'w>>,
}

/// An end before the middle: where goal and bound are so near to each other, relative, if the columns there are enough.
#[derive(Clone, Copy)]
pub struct Rough<'w> {
    pub within: f64,
    pub is_enough: &'w dyn Fn(&[f64]) -> bool,
}

/// The middle of the best points of a programme; nothing where it is not found, be it that there is none or that numbers do not
/// allow it.
pub fn centre(programme: &Programme, course: Course<'_>, watch: Watch<'_>) -> Option<Centre> {
    let began = Instant::now();
    let mut form = Standard::of(programme)?;
    if form.rows == 0 || form.columns() == 0 {
        return None;
    }
    let normal = Normal::of(&mut form)?;
    let mut walk = Walk::of(&form, normal);
    let left = || watch.seconds.map(|seconds| seconds - began.elapsed().as_secs_f64());
    let mut rough = course.rough;
    let mut is_enough = |walk: &Walk<'_>| {
        let near = rough.take_if(|rough| walk.far() <= rough.within);
        near.is_some_and(|rough| (rough.is_enough)(&walk.end(programme, 0).columns))
    };
    let mut steps = 0;
    if course.from.is_some_and(|way| walk.begin_from(way)) {
        let leg = Leg { patience: PATIENCE_ONWARD, dearer: f64::INFINITY };
        if let Some(end) =
            along(&mut walk, leg, &mut steps, &mut is_enough, (&left, watch.told)).centre(&walk, programme, steps)
        {
            return Some(end);
        }
    }
    for (place, farther) in STARTS.into_iter().enumerate() {
        let dearer = if place + 1 == STARTS.len() { f64::INFINITY } else { DEARER };
        let leg = Leg { patience: PATIENCE, dearer };
        if !walk.begin(farther) {
            return None;
        }
        let end = along(&mut walk, leg, &mut steps, &mut is_enough, (&left, watch.told));
        if end != End::Dear {
            return end.centre(&walk, programme, steps);
        }
    }
    None
}

/// How a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    There,
    /// On the way, where that was enough.
    Rough,
    Nowhere,
    /// Prices grew so far that a start where they are larger is the shorter way.
    Dear,
}

impl End {
    /// The centre at which a walk ended, if it did.
    fn centre(self, walk: &Walk<'_>, programme: &Programme, steps: usize) -> Option<Centre> {
        let is_rough = self == Self::Rough;
        (is_rough || self == Self::There).then(|| Centre { is_rough, ..walk.end(programme, steps) })
    }
}

/// How many steps to go without progress, and how far prices may grow.
#[derive(Clone, Copy)]
struct Leg {
    patience: usize,
    dearer: f64,
}

/// Walks on from where a walk begins, and counts the steps.
fn along(
    walk: &mut Walk<'_>,
    leg: Leg,
    steps: &mut usize,
    is_enough: &mut dyn FnMut(&Walk<'_>) -> bool,
    (left, told): (&dyn Fn() -> Option<f64>, Told<'_>),
) -> End {
    let (mut best, mut least) = (f64::INFINITY, f64::INFINITY);
    let (mut since, mut dear) = (0, f64::INFINITY);
    for step in 0..STEPS {
        walk.look();
        let far = walk.far();
        tracing::trace!(steps = *steps, far, gap = walk.gap, mean = walk.mean, "walked");
        if far <= ENOUGH {
            return End::There;
        }
        if step == SETTLED {
            dear = leg.dearer * walk.dearest();
        }
        if step >= SETTLED && far < FORK {
            walk.remember();
        }
        if is_enough(walk) {
            return End::Rough;
        }
        if far > LONG && walk.dearest() > dear {
            return End::Dear;
        }
        if far <= FAIR && far < best {
            walk.keep();
        }
        // While goal and bound are of unlike size their distance says nothing yet, and products fall all the same.
        let falls = far > FORK && walk.mean < 0.9 * least;
        since = if far < 0.9 * best || falls { 0 } else { since + 1 };
        (best, least) = (best.min(far), least.min(walk.mean));
        if since > leg.patience || !far.is_finite() || left().is_some_and(|left| left < 0.0) {
            break;
        }
        if let Some(told) = told {
            told(*steps);
        }
        if !walk.step() {
            break;
        }
        *steps += 1;
    }
    walk.look();
    if walk.far() <= FAIR || walk.go_back() { End::There } else { End::Nowhere }
}
