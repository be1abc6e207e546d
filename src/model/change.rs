//! Models made of a model: each operation says what it changes and what it refuses, and leaves the model as it is.

use super::{Denial, Funding, Goal, Hold, Measure, Model, ModelParts, Refusal, Required, Step, Threshold};
use crate::id::{CapabilityId, DenialId, Id, NationId, RuleId};
use crate::units::Share;

/// How much more money, lines and needs a model without narrow limits has.
const WIDER: f64 = 20.0;

impl Model {
    fn changed(&self, edit: impl FnOnce(&mut ModelParts)) -> Self {
        let mut model = self.clone();
        edit(&mut model.parts);
        model
    }

    /// The model with these goals in place of its own, most important first.
    ///
    /// # Errors
    /// A goal looks at a capability without a baseline, at nothing, at what the model does not have, or has a weight or a `within`
    /// that no document may state.
    pub fn with_goals(&self, goals: Vec<Goal>) -> Result<Self, Refusal> {
        self.changed(|parts| parts.goals = goals).statable()
    }

    /// The model in which a goal must reach a value, beside what it requires already.
    ///
    /// # Errors
    /// The goal is one that [`Model::with_goals`] refuses, or the value is no finite number.
    pub fn with_required(&self, required: Required) -> Result<Self, Refusal> {
        self.changed(|parts| parts.required.push(required)).statable()
    }

    /// The model with a further denial, and its id; the id of the same denial where the model has it under this code.
    ///
    /// # Errors
    /// The model has another denial of this code, or the denial names a party or a year that the model does not have.
    pub fn with_denial(&self, code: &str, denial: Denial) -> Result<(Self, DenialId), Refusal> {
        match self.denials.find(code) {
            Some(there) if self.denials[there] == denial => Ok((self.clone(), there)),
            Some(_) => {
                let what = format!("the model of this scenario has a denial `{code}` already");
                Err(Refusal::new(what, "give one of the two another name"))
            }
            None => {
                let mut model = self.clone();
                let id = model.parts.denials.add(code, denial);
                Ok((model.checked()?, id))
            }
        }
    }

    /// The model with a number that a rule hangs on put to another one.
    ///
    /// # Errors
    /// The rule hangs on no such number, or the number is negative or not finite.
    pub fn with_threshold(&self, rule: RuleId, threshold: Threshold) -> Result<Self, Refusal> {
        let own = self.rules[rule].demand.threshold();
        if own.is_none_or(|own| std::mem::discriminant(&own) != std::mem::discriminant(&threshold)) {
            let what = format!("the rule `{}` does not depend on such a number", self.rules.code(rule));
            return Err(Refusal::new(what, "name a rule that does"));
        }
        self.changed(|parts| parts.rules[rule].demand.put_threshold(threshold)).checked()
    }

    /// The model with all budgets times a factor. What signed contracts take stays, as far as there is money.
    ///
    /// # Errors
    /// A budget is then negative, not finite or beyond all measure.
    pub fn with_budgets_times(&self, factor: f64) -> Result<Self, Refusal> {
        self.changed(|parts| {
            parts.budgets.mapv_inplace(|budget| budget * factor);
            parts.settle_contracts();
        })
        .checked()
    }

    /// The model with every target of a capability some years later. Targets that would come after the horizon are gone.
    #[must_use]
    pub fn with_later_targets(&self, capability: CapabilityId, years: usize) -> Self {
        self.changed(|parts| {
            for nation in self.nations.ids() {
                for step in self.horizon.steps() {
                    let before = self.horizon.before(step, years);
                    let [n, k] = [nation.index(), capability.index()];
                    parts.targets[[n, k, step.index()]] =
                        before.map_or(f64::NAN, |before| self.targets[[n, k, before.index()]]);
                }
            }
        })
    }

    /// The model with other targets of a capability; those that are not stated stay so. What is needed follows its targets.
    #[must_use]
    pub fn with_targets(&self, capability: CapabilityId, target: impl Fn(NationId, Step, f64) -> f64) -> Self {
        self.changed(|parts| {
            for nation in self.nations.ids() {
                for step in self.horizon.steps() {
                    let stated = &mut parts.targets[[nation.index(), capability.index(), step.index()]];
                    if stated.is_finite() {
                        *stated = target(nation, step, *stated);
                    }
                }
            }
        })
    }

    /// The model without goals, in which every hard rule gives way last of all, so that what is missing to it can be counted.
    #[must_use]
    pub fn with_soft_rules(&self) -> Self {
        self.changed(|parts| {
            for rule in self.rules.ids() {
                if parts.rules[rule].is_hard() {
                    parts.rules[rule].hold = Hold::LAST;
                }
            }
            parts.goals.clear();
        })
    }

    /// The model with far more money and lines, and needs where that is asked, by which integer decisions are bounded where limits may give
    /// way. Where no money or no capacity is free, that is so much, in MEUR and in units. No document states it, and no plan of it is a
    /// result.
    #[must_use]
    pub fn with_wide_limits(&self, needs: bool, money: f64, units: f64) -> Self {
        self.changed(|parts| {
            parts.budgets.zip_mut_with(&self.committed, |budget, taken| {
                *budget = if *budget > *taken { WIDER * *budget } else { taken + money };
            });
            for line in self.lines.ids() {
                let wide = |free: f64| if free > 0.0 { WIDER * free } else { units };
                parts.lines[line].free.iter_mut().for_each(|free| *free = wide(*free));
            }
            for capability in self.capabilities.ids().filter(|_| needs) {
                parts.capabilities[capability].overshoot.0 *= WIDER;
            }
            for relation in self.relations.ids() {
                parts.relations[relation].at_most *= WIDER;
            }
        })
    }

    /// Whether a capability has a baseline in some year.
    #[must_use]
    pub fn has_baseline(&self, capability: CapabilityId) -> bool {
        self.baselines.row(capability.index()).iter().any(|baseline| *baseline > 0.0)
    }
}

impl ModelParts {
    /// Signed contracts are paid as far as there is money at all.
    pub fn settle_contracts(&mut self) {
        self.committed.zip_mut_with(&self.budgets, |taken, budget| *taken = taken.min(*budget));
    }

    /// Shares what payers share by their budgets anew.
    ///
    /// # Errors
    /// Nobody of them has a budget, or one has no limit.
    pub(super) fn settle_shares(&mut self) -> Result<(), Refusal> {
        let Self { budgets, lines, programmes, proposals, .. } = self;
        let settle = |path: String, funding: &mut Funding| {
            let Funding::ByBudget(shares) = funding else { return Ok(()) };
            let of = |nation: NationId| budgets.row(nation.index()).sum();
            let sum: f64 = shares.iter().map(|(nation, _)| of(*nation)).sum();
            if !sum.is_finite() || sum <= 0.0 {
                let what = format!("`{path}`: nobody can pay by this key");
                return Err(Refusal::new(what, "name payers with budgets, or use `free`"));
            }
            for (nation, share) in shares {
                *share = Share(of(*nation) / sum);
            }
            Ok(())
        };
        for line in lines.ids() {
            let path = format!("lines.{}.expansion", lines.code(line));
            if let Some(expansion) = &mut lines[line].expansion {
                settle(path, &mut expansion.funding)?;
            }
        }
        for programme in programmes.ids() {
            let path = format!("programmes.{}", programmes.code(programme));
            settle(path, &mut programmes[programme].funding)?;
        }
        for proposal in proposals.ids() {
            let path = format!("proposals.{}.programmes", proposals.code(proposal));
            for (code, programme) in &mut proposals[proposal].programmes {
                settle(format!("{path}.{code}"), &mut programme.funding)?;
            }
        }
        Ok(())
    }

    /// Takes capabilities without a baseline out of the gaps of goals, as if the document had none for them.
    pub fn settle_gaps(&mut self) {
        let based = |k: &CapabilityId| self.baselines.row(k.index()).iter().any(|baseline| *baseline > 0.0);
        let goals = self.goals.iter_mut().chain(self.required.iter_mut().map(|required| &mut required.goal));
        for term in goals.flat_map(|goal| &mut goal.terms) {
            match &mut term.measure {
                Measure::Gap(list)
                | Measure::WorstGap(list)
                | Measure::GapUnderDenial(list, _)
                | Measure::WorstGapUnderDenial(list, _) => list.retain(based),
                _ => {}
            }
        }
    }
}
