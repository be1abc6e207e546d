//! Columns by class of stock, for enablers, and for what is left when support is denied.

use crate::formulation::stock_class::classes;
use crate::formulation::{ColumnKey, Columns};
use crate::id::{CapabilityId, DenialId, Id};
use crate::model::Model;

impl Columns {
    pub(super) fn denials(&mut self, model: &Model) {
        for capability in model.capabilities.ids().filter(|k| model.touches_enablers(*k)) {
            self.classes_of(model, None, capability);
        }
        for denial in model.denials_in_use() {
            for (capability, entry) in model.capabilities.iter() {
                let baselines = model.baselines.row(capability.index());
                if !model.touches_enablers(capability) && baselines.iter().all(|&baseline| baseline <= 0.0) {
                    continue;
                }
                self.classes_of(model, Some(denial), capability);
                for step in model.horizon.steps().filter(|step| *step >= model.denials[denial].from) {
                    self.add(ColumnKey::Usable { denial: Some(denial), capability, step }, f64::INFINITY);
                    let baseline = baselines[step.index()];
                    for (band, width) in (0..).zip(&entry.gap_bands) {
                        if baseline > 0.0 {
                            let key = ColumnKey::Missing { denial: Some(denial), capability, step, band };
                            self.add(key, width.width.0 * baseline);
                        }
                    }
                }
            }
        }
    }

    fn classes_of(&mut self, model: &Model, denial: Option<DenialId>, capability: CapabilityId) {
        let first = denial.map_or(model.horizon.first_step(), |denial| model.denials[denial].from);
        let serves = model.touches_enablers(capability);
        for (class, entry) in (0..).zip(classes(model, denial.map(|id| &model.denials[id]), capability)) {
            for step in model.horizon.steps() {
                if !entry.offers.is_empty() {
                    self.add(ColumnKey::InService { denial, capability, class, step }, f64::INFINITY);
                }
                if serves && step >= first {
                    self.add(ColumnKey::Serving { denial, capability, class, step }, f64::INFINITY);
                }
            }
        }
    }
}
