//! What HiGHS asks while it runs: whether to stop, which it is told as soon as the budget is over. Within the LP relaxations of branch and
//! bound it does not ask, but it looks at its own clock there.

use std::ffi::c_void;
use std::os::raw::c_char;

use super::Highs;
use crate::engine::Watch;

/// The callbacks in which HiGHS can be interrupted: after each simplex iteration, each interior point iteration, and in branch and bound.
const INTERRUPTS: [i32; 3] = [
    highs_sys::kHighsCallbackSimplexInterrupt,
    highs_sys::kHighsCallbackIpmInterrupt,
    highs_sys::kHighsCallbackMipInterrupt,
];

impl Highs {
    /// Runs until the solver ends or the budget is over; returns the status of the model.
    pub(super) fn run_watched(&mut self, watch: Watch<'_>) -> i32 {
        let highs = self.model.as_mut_ptr();
        let data: *const Watch<'_> = &raw const watch;
        // SAFETY: the callback's data outlives the run, and the callback is taken out again after it.
        unsafe {
            highs_sys::Highs_setCallback(highs, Some(on_interrupt), data.cast_mut().cast::<c_void>());
            for kind in INTERRUPTS {
                highs_sys::Highs_startCallback(highs, kind);
            }
            highs_sys::Highs_run(highs);
            for kind in INTERRUPTS {
                highs_sys::Highs_stopCallback(highs, kind);
            }
            highs_sys::Highs_setCallback(highs, None, std::ptr::null_mut());
            highs_sys::Highs_getModelStatus(highs)
        }
    }
}

unsafe extern "C" fn on_interrupt(
    kind: i32,
    _message: *const c_char,
    out: *const highs_sys::HighsCallbackDataOut,
    input: *mut highs_sys::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: HiGHS passes its own data, valid for the call, and the pointer that the run gave it, which outlives the run.
    let (out, input, watch) = unsafe { (out.as_ref(), input.as_mut(), data.cast::<Watch<'_>>().as_ref()) };
    let Some(watch) = watch else { return };
    if let Some(out) = out {
        // The other counts are not filled in.
        let (iterations, is_search) = match kind {
            highs_sys::kHighsCallbackSimplexInterrupt => (i64::from(out.simplex_iteration_count), false),
            highs_sys::kHighsCallbackIpmInterrupt => (i64::from(out.ipm_iteration_count), false),
            _ => (out.mip_total_lp_iterations, true),
        };
        let (bound, gap) = (is_search.then_some(out.mip_dual_bound), is_search.then_some(out.mip_gap));
        watch.tell(iterations.max(0), bound, gap);
    }
    if let Some(input) = input
        && watch.stop().is_some()
    {
        input.user_interrupt = 1;
    }
}
