//! What holds of every model, whoever made it: tables have the shape of the registries, ids lead somewhere, numbers are in their
//! ranges. `input` says of each number of a document where it stands; whoever changes a model hears the same words from here.

use super::{Denial, Fund, Goal, LONGEST, Line, Measure, Model, Offer, Range, Refusal};
use crate::id::{CapabilityId, DenialId, Id, Registry};

/// Room for rounding where a sum may not go beyond another.
const ROUNDING: f64 = 1e-9;

type Checked = Result<(), Refusal>;

impl Model {
    /// The model, if a document may state it: it is sound, and none of its goals or lines says nothing.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn statable(self) -> Result<Self, Refusal> {
        let model = self.checked()?;
        if let Some((id, _)) = model.lines.iter().find(|(_, line)| line.can_never_grow()) {
            return Err(Line::refused_ramp(&format!("lines.{}", model.lines.code(id))));
        }
        let required = model.required.iter().map(|required| &required.goal);
        for term in model.goals.iter().chain(required).flat_map(|goal| &goal.terms) {
            if let Measure::Gap(list)
            | Measure::WorstGap(list)
            | Measure::GapUnderDenial(list, _)
            | Measure::WorstGapUnderDenial(list, _) = &term.measure
                && let Some(k) = list.iter().find(|k| !model.has_baseline(**k))
            {
                let code = model.capabilities.code(*k);
                let what = format!("`{code}` has no `us_baseline`, so it has no such gap");
                return Err(Refusal::new(what, "give it `us_baseline`, or take it out of the goal"));
            }
        }
        Ok(model)
    }

    /// The model, if it is sound.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn checked(mut self) -> Result<Self, Refusal> {
        self.shapes()?;
        self.parts.settle_shares()?;
        self.money()?;
        self.lines.iter().try_for_each(|(id, line)| sound_line(self.lines.code(id), line))?;
        self.offers.iter().try_for_each(|(id, offer)| self.sound_offer(self.offers.code(id), offer))?;
        for (id, proposal) in self.proposals.iter() {
            let path = format!("proposals.{}", self.proposals.code(id));
            for (code, fund) in &proposal.funds {
                self.sound_fund(&format!("{path}.funds.{code}"), fund)?;
            }
            for (code, pool) in &proposal.pools {
                pool.members
                    .iter()
                    .try_for_each(|nation| within(&self.nations, *nation, || format!("{path}.pools.{code}")))?;
            }
        }
        self.funds
            .iter()
            .try_for_each(|(id, fund)| self.sound_fund(&format!("funds.{}", self.funds.code(id)), fund))?;
        self.denials.iter().try_for_each(|(id, denial)| self.sound_denial(self.denials.code(id), denial))?;
        let required = self.required.iter().map(|required| &required.goal);
        self.goals.iter().chain(required).try_for_each(|goal| self.sound_goal(goal))?;
        for required in &self.required {
            if !required.value.is_finite() {
                return Err(Refusal::new("what is required of a goal is not a finite number", "write a number"));
            }
        }
        for (id, rule) in self.rules.iter() {
            if let Some(threshold) = rule.demand.threshold() {
                Range::NotNegative.check(format!("rules.{}", self.rules.code(id)), threshold.number())?;
            }
        }
        self.describe_goals();
        Ok(self)
    }

    fn shapes(&self) -> Checked {
        let (n, k, t) = (self.nations.len(), self.capabilities.len(), self.horizon.len());
        let alike = |what: &str, found: &[usize], wanted: &[usize]| {
            let told = || {
                let what = format!("`{what}` has {found:?} values, and the model has room for {wanted:?}");
                Refusal::new(what, "give one value for each nation, capability and year")
            };
            if found == wanted { Ok(()) } else { Err(told()) }
        };
        for (what, table) in [("budget", &self.budgets), ("committed", &self.committed)] {
            alike(what, table.shape(), &[n, t])?;
        }
        for (what, table) in [
            ("us_baseline", &self.baselines),
            ("provided_by", &self.provided),
            ("missing_unit_worth", &self.missing_worth),
            ("ceiling", &self.ceilings),
        ] {
            alike(what, table.shape(), &[k, t])?;
        }
        for (what, table) in
            [("targets", &self.targets), ("held", &self.held), ("held_equivalents", &self.held_equivalents)]
        {
            alike(what, table.shape(), &[n, k, t])?;
        }
        if !self.used.is_empty() {
            alike("used", self.used.shape(), &[n, k, t])?;
        }
        for (_, line) in self.lines.iter() {
            for list in [&line.capacity, &line.backlog, &line.free] {
                alike("capacity", &[list.len()], &[t])?;
            }
        }
        self.holdings.iter().try_for_each(|(_, holding)| alike("holdings", &[holding.quantity.len()], &[t]))?;
        self.provisions.iter().try_for_each(|provision| alike("provided_by", &[provision.quantity.len()], &[t]))
    }

    /// Money by year, and what is needed.
    fn money(&self) -> Checked {
        let money = crate::units::money_unit(&self.money);
        for (nation, _) in self.nations.iter() {
            let path = format!("nations.{}.budget", self.nations.code(nation));
            let (all, signed) = (self.budgets.row(nation.index()), self.committed.row(nation.index()));
            let endless = all.iter().filter(|budget| **budget == f64::INFINITY).count();
            if endless > 0 && endless < all.len() {
                let what = format!("`{path}` is unlimited in part, and a budget is unlimited as a whole or not at all");
                return Err(Refusal::new(what, "write `budget: unlimited`, or an amount for each year"));
            }
            for ((step, budget), taken) in self.horizon.steps().zip(all).zip(signed) {
                if endless == 0 {
                    Range::NotNegative.check(&path, *budget)?;
                }
                Range::NotNegative.check(format!("nations.{}.committed", self.nations.code(nation)), *taken)?;
                if *taken > budget + ROUNDING {
                    let (code, year) = (self.nations.code(nation), self.horizon.year(step));
                    let what = format!(
                        "signed contracts of {code} take {taken:.1} {money} in {year}, more than its budget of {budget:.1}"
                    );
                    return Err(Refusal::new(what, "raise the budget, or lower `committed`"));
                }
            }
        }
        for (capability, _) in self.capabilities.iter() {
            let path = || format!("capabilities.{}.us_baseline", self.capabilities.code(capability));
            self.baselines
                .row(capability.index())
                .iter()
                .try_for_each(|baseline| Range::NotNegative.check(path(), *baseline))?;
        }
        Ok(())
    }

    fn sound_offer(&self, code: &str, offer: &Offer) -> Checked {
        let path = format!("offers.{code}.price");
        let Some(first) = offer.bands.first() else {
            return Err(Refusal::new(format!("`{path}` names no price"), "write the price of a unit"));
        };
        for band in &offer.bands {
            Range::NotNegative.check(&path, band.from)?;
            Range::NotNegative.check(&path, band.price.0)?;
        }
        if first.from != 0.0 || offer.bands.windows(2).any(|pair| pair[0].from >= pair[1].from) {
            let what = format!("the quantities of `{path}` do not rise from 0");
            return Err(Refusal::new(what, "let the first band start at 0, as `{ 0: 4.4, 200: 4.0 }`"));
        }
        if !offer.incremental && offer.bands.windows(2).any(|pair| pair[0].price < pair[1].price) {
            return Err(Refusal::new(
                format!("the prices of `{code}` rise, and one price is to hold for all units"),
                "let them fall, or say `bands_are: incremental`, so that only further units cost more",
            ));
        }
        if !(0.0..=LONGEST).contains(&offer.lead_time.0) {
            return Err(Refusal::new(
                format!("`offers.{code}.lead_time`: `{} years` is not a time", offer.lead_time.0),
                format!("write it in years, as `2 years`, from 0 to {LONGEST}"),
            ));
        }
        offer.lines.iter().try_for_each(|(line, _)| within(&self.lines, *line, || format!("offers.{code}.lines")))
    }

    fn sound_fund(&self, path: &str, fund: &Fund) -> Checked {
        Range::NotNegative.check(format!("{path}.envelope"), fund.envelope.0)?;
        Range::Part.check(format!("{path}.rate"), fund.rate.0)?;
        if fund.allocations.len() != self.nations.len() {
            let what = format!("`{path}.allocations` does not have one amount for each nation");
            return Err(Refusal::new(what, "give every nation that buys an amount, or leave them out"));
        }
        Ok(())
    }

    fn sound_denial(&self, code: &str, denial: &Denial) -> Checked {
        let path = format!("denials.{code}");
        Range::Positive.check(format!("{path}.weight"), denial.weight)?;
        if denial.from.index() >= self.horizon.len() {
            let what = format!("`{path}.from` is a year outside the horizon");
            return Err(Refusal::new(what, "name a year of the horizon"));
        }
        for party in &denial.by {
            match *party {
                super::Party::Country(id) => within(&self.countries, id, || path.clone())?,
                super::Party::Producer(id) => within(&self.producers, id, || path.clone())?,
            }
        }
        Ok(())
    }

    fn sound_goal(&self, goal: &Goal) -> Checked {
        Range::Part.check("goals.within", goal.within.0)?;
        Range::NotNegative.check("goals.within_amount", goal.within_amount)?;
        Range::Part.check("goals.proof_gap", goal.proof_gap.unwrap_or(0.0))?;
        for term in &goal.terms {
            if !term.weight.is_finite() {
                return Err(Refusal::new("a weight is no number", "write a number"));
            }
            match &term.measure {
                Measure::Gap(list) => self.sound_gap(list, true)?,
                Measure::WorstGap(list) => self.sound_gap(list, false)?,
                Measure::GapUnderDenial(list, denials) | Measure::WorstGapUnderDenial(list, denials) => {
                    self.sound_gap(list, true)?;
                    self.sound_denials(denials)?;
                }
                Measure::NationalGap(list) | Measure::NationalShortfall(list) => {
                    list.iter().try_for_each(|k| within(&self.capabilities, *k, || "goals.of".to_owned()))?;
                }
                Measure::CostOf(list) => {
                    list.iter().try_for_each(|n| within(&self.nations, *n, || "goals.of".to_owned()))?;
                }
                Measure::DomesticVolume(_) | Measure::Cost | Measure::Missing(_) | Measure::UsDependence => {}
            }
        }
        Ok(())
    }

    /// The capabilities of a gap to baselines, of which one must count where they are weighed.
    fn sound_gap(&self, list: &[CapabilityId], weighed: bool) -> Checked {
        list.iter().try_for_each(|k| within(&self.capabilities, *k, || "goals.of".to_owned()))?;
        if list.is_empty() {
            let what = "no capability has a `us_baseline`, so there is no such gap";
            return Err(Refusal::new(what, "give a capability one, or choose another goal"));
        }
        if weighed && list.iter().all(|k| self.capabilities[*k].weight <= 0.0) {
            let what = "every capability of this gap has weight 0";
            return Err(Refusal::new(what, "give one of them a weight above 0"));
        }
        Ok(())
    }

    fn sound_denials(&self, list: &[DenialId]) -> Checked {
        if list.is_empty() {
            let what = "the model has no `denials`, so there is no gap under denial";
            return Err(Refusal::new(what, "add a denial"));
        }
        list.iter().try_for_each(|id| within(&self.denials, *id, || "goals.under".to_owned()))
    }
}

fn sound_line(code: &str, line: &Line) -> Checked {
    let path = format!("lines.{code}");
    for made in &line.capacity {
        Range::NotNegative.check(format!("{path}.capacity"), *made)?;
    }
    for taken in line.backlog.iter().chain(&line.free) {
        Range::NotNegative.check(format!("{path}.backlog"), *taken)?;
    }
    Ok(())
}

/// Whether an id is one of a registry; the path names what names it.
fn within<I: Id, T>(registry: &Registry<I, T>, id: I, path: impl FnOnce() -> String) -> Checked {
    if id.index() < registry.len() {
        return Ok(());
    }
    Err(Refusal::new(format!("`{}` names what the model does not have", path()), "name an entry of this model"))
}
