//! A comparison of proposals as data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{CapabilityId, OfferId};
use crate::measures::{gaps, volume};
use crate::model::Rung;
use crate::planning::Run;
use crate::questions::compare::denied::{DeniedGap, denied};
use crate::questions::compare::nations::{NationLine, is_shared_out, nations};
use crate::questions::compare::proofs::{cost_within, gap_within, in_order, say_how_sure};
use crate::questions::compare::traded::{TradedCapability, traded};
use crate::questions::compare::{Comparison, SameOrders, Saving, Side};
use crate::results::ResultDocument;

/// Proposals side by side.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonSummary {
    /// The model's title.
    pub title: String,
    /// Money of all amounts.
    pub money: String,
    /// First year.
    pub first_year: i32,
    /// Last year.
    pub last_year: i32,
    /// What savings are measured at: the first goal in words.
    pub saving_goal: Option<String>,
    /// Its unit; nothing for a share.
    pub saving_unit: Cow<'static, str>,
    /// Whether nations want anything of their own, so that it can be told who is worse off.
    pub wants: bool,
    /// Codes of nations without a gross domestic product, where nobody has targets, so that nobody's share of the baselines is known.
    #[serde(default)]
    pub without_gdp: Vec<String>,
    /// Whether some nation's orders are limited by no need of its own, so that pooling cannot be told from one nation buying for all.
    #[serde(default)]
    pub without_own_needs: bool,
    /// Whether pools leave open which of their members orders how much, since no nation has targets: who is worse off follows from how
    /// orders are shared out.
    #[serde(default)]
    pub shared_out: bool,
    /// The standalone level of it.
    pub saving_at: Option<f64>,
    /// Standalone procurement first, then the others, the best first.
    pub proposals: Vec<ProposalLine>,
    /// What is ordered, with the unit price paid under each proposal.
    pub offers: Vec<OfferLine>,
    /// Types of each capability that are ordered under each proposal.
    pub types: Vec<TypesLine>,
    /// Nations under each proposal.
    pub nations: Vec<NationLine>,
}

impl ResultDocument for ComparisonSummary {
    const NAME: &'static str = "comparison";
}

/// What one proposal comes to.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ProposalLine {
    /// Its code.
    pub proposal: String,
    /// Its name.
    pub name: String,
    /// Why there is no result, where there is none.
    pub failed: Option<String>,
    /// Weighted gap over all capabilities, mean of the years.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub gap: f64,
    /// The same in the last year.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub last_gap: f64,
    /// Orders, MEUR at the price paid.
    pub orders: f64,
    /// Domestic value of orders on each rung, MEUR at the price paid.
    pub domestic: Vec<RungValue>,
    /// All that is paid over the horizon, MEUR.
    pub cost: f64,
    /// Of it, what funds take over, MEUR.
    pub funded: f64,
    /// Least cost of the standalone level of the first goal, MEUR.
    pub least_cost: Option<f64>,
    /// What the orders of the standalone plan cost under the proposal, and what that saves, MEUR.
    #[serde(default)]
    pub same_orders: Option<SameOrders>,
    /// By how much that is less than standalone procurement needs for it, and why, MEUR.
    pub saving: Option<Saving>,
    /// Capabilities of which that least cost leaves more missing than standalone procurement, since the goal lets others make up for them.
    #[serde(default)]
    pub traded: Vec<TradedCapability>,
    /// Rules that are broken at a price, or gave way.
    pub broken_rules: usize,
    /// Nations that are worse off than alone.
    pub worse_off: Vec<String>,
    /// How near to its bound the least proven goal is, relative.
    #[serde(deserialize_with = "crate::layout::json::or_infinite")]
    #[schemars(with = "Option<f64>")]
    pub proven_within: f64,
    /// The same for the least cost.
    pub least_cost_within: Option<f64>,
    /// How far from the mean gap the best possible may be, 0 to 1; nothing where the gap is no goal of its own.
    #[serde(default)]
    pub gap_within: Option<f64>,
    /// How far from the cost by which it is judged the best possible may be, MEUR; nothing where it is not proven.
    #[serde(default)]
    pub cost_within: Option<f64>,
    /// How far from the total of `saving` that of the best possible plans may be, by the proofs of both, MEUR; nothing where it is not proven.
    #[serde(default)]
    pub saving_plus_minus: Option<f64>,
    /// The gap in the last year under each denial of the model, by its name.
    #[serde(default)]
    pub denied: Vec<DeniedGap>,
}

/// Domestic value on a rung.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RungValue {
    /// The rung.
    pub rung: Cow<'static, str>,
    /// MEUR that are domestic on every count up to this rung.
    pub value: f64,
    /// MEUR that are domestic on this count by itself; nothing in comparisons of earlier releases.
    #[serde(default)]
    pub alone: Option<f64>,
}

/// One offer under one proposal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OfferLine {
    /// The proposal's code.
    pub proposal: String,
    /// Id.
    pub offer: String,
    /// Name.
    pub name: String,
    /// Units ordered.
    pub units: f64,
    /// MEUR at the price paid.
    pub value: f64,
    /// Mean price of a unit, MEUR; nothing where none is ordered.
    pub unit_price: Option<f64>,
    /// The same if everyone buys alone.
    pub unit_price_alone: Option<f64>,
}

/// Types of one capability under one proposal.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct TypesLine {
    /// The proposal's code.
    pub proposal: String,
    /// Id.
    pub capability: String,
    /// Name.
    pub name: String,
    /// How many offers are ordered for it.
    pub types: usize,
}

impl ComparisonSummary {
    /// The comparison as data; nothing where not even the first of them has a plan, so that there is nothing to measure.
    #[must_use]
    pub fn of(comparison: &Comparison, title: &str) -> Option<Self> {
        let alone = comparison.sides.first()?;
        let base = alone.run.as_ref().ok()?;
        let mut proposals = in_order(comparison.sides.iter().map(|side| line(side, alone)).collect());
        say_how_sure(&mut proposals);
        let mut summary = Self {
            title: title.to_owned(),
            money: base.model.money.clone(),
            first_year: base.model.horizon.first.0,
            last_year: base.model.horizon.last.0,
            saving_goal: comparison.reached_alone.as_ref().map(|(goal, _)| goal.words()),
            saving_unit: comparison
                .reached_alone
                .as_ref()
                .map_or_else(Cow::default, |(goal, _)| base.model.in_its_money(goal.unit())),
            wants: base.model.wanted().iter().any(|wanted| *wanted > 0.0),
            without_gdp: (base.model.nations.iter())
                .filter(|(_, nation)| nation.gdp.is_none())
                .map(|(id, _)| base.model.nations.code(id).to_owned())
                .collect(),
            without_own_needs: base.model.is_without_own_needs(),
            shared_out: is_shared_out(comparison),
            saving_at: comparison.reached_alone.as_ref().map(|(_, value)| *value),
            proposals,
            offers: Vec::new(),
            types: Vec::new(),
            nations: Vec::new(),
        };
        let prices_alone = unit_prices(base);
        for side in &comparison.sides {
            if let Ok(run) = &side.run {
                offers(side, run, base, &prices_alone, &mut summary.offers);
                types(side, run, &mut summary.types);
                summary.nations.extend(nations(side, alone));
            }
        }
        Some(summary)
    }

    /// Why it cannot be told who is worse off.
    #[must_use]
    pub fn why_unjudged(&self) -> String {
        let (some, more) = (&self.without_gdp[..self.without_gdp.len().min(6)], self.without_gdp.len() > 6);
        if some.is_empty() {
            return "no nation has targets, and there is no baseline to share by gross domestic product".to_owned();
        }
        let (states, end) = (if some.len() == 1 { "states" } else { "state" }, if more { ", …" } else { "" });
        format!("no nation has targets, and {}{end} {states} no gross domestic product", some.join(", "))
    }
}

fn line(side: &Side, alone: &Side) -> ProposalLine {
    let mut line = ProposalLine {
        proposal: side.code.clone(),
        name: side.name.clone(),
        failed: side.run.as_ref().err().map(ToString::to_string),
        gap: f64::NAN,
        last_gap: f64::NAN,
        orders: 0.0,
        domestic: Vec::new(),
        cost: 0.0,
        funded: 0.0,
        least_cost: None,
        same_orders: side.same_orders,
        saving: side.saving,
        traded: Vec::new(),
        broken_rules: 0,
        worse_off: Vec::new(),
        proven_within: f64::NAN,
        least_cost_within: None,
        gap_within: None,
        cost_within: None,
        saving_plus_minus: None,
        denied: Vec::new(),
    };
    let worst = |run: &Run| run.stages.iter().map(|stage| stage.proof_gap).fold(0.0, f64::max);
    if let Some(Ok(run)) = &side.cheapest {
        line.least_cost = Some(run.known.spending.paid().sum());
        line.least_cost_within = Some(worst(run));
        line.cost_within = cost_within(run);
        if let (Ok(first), false) = (&alone.run, side.code == alone.code) {
            line.traded = traded(first, run);
        }
    }
    let Ok(run) = &side.run else { return line };
    let all = gaps(&run.model, &run.known.stocks);
    let ordered = volume(&run.model, &run.plan, &run.known.terms);
    line.gap = all.mean;
    line.denied = denied(run);
    line.gap_within = gap_within(run, all.mean);
    if side.cheapest.is_none() {
        line.cost_within = cost_within(run);
    }
    line.last_gap = all.weighted.last().copied().unwrap_or_default();
    line.orders = ordered.value.0;
    line.domestic = Rung::ALL
        .into_iter()
        .map(|rung| RungValue {
            rung: rung.word().into(),
            value: ordered.on(rung).0,
            alone: Some(ordered.alone[rung as usize].0),
        })
        .collect();
    line.cost = run.known.spending.paid().sum();
    line.funded = run.known.spending.funded.sum();
    let broken = |judgement: &&crate::measures::Judgement| {
        !run.model.rules[judgement.rule].is_hard() && judgement.missing > 1e-6 * line.cost.max(1.0)
    };
    line.broken_rules = run.known.judgements.iter().filter(broken).count();
    line.worse_off = nations(side, alone).into_iter().filter(|n| n.worse_off.is_some()).map(|n| n.nation).collect();
    line.proven_within = worst(run);
    line
}

/// Mean price of a unit of each offer that is ordered.
fn unit_prices(run: &Run) -> BTreeMap<OfferId, f64> {
    let ordered = volume(&run.model, &run.plan, &run.known.terms);
    let some = ordered.by_offer.iter().filter(|(_, tally)| tally.units > 0.0);
    some.map(|(offer, tally)| (*offer, tally.value.0 / tally.units)).collect()
}

fn offers(side: &Side, run: &Run, base: &Run, alone: &BTreeMap<OfferId, f64>, list: &mut Vec<OfferLine>) {
    let ordered = volume(&run.model, &run.plan, &run.known.terms);
    for (offer, tally) in &ordered.by_offer {
        // A model beside the first one may have other offers: they meet by their codes.
        let code = run.model.offers.code(*offer);
        let price_alone = base.model.offers.find(code).and_then(|offer| alone.get(&offer).copied());
        if tally.units <= 0.0 && price_alone.is_none() {
            continue;
        }
        list.push(OfferLine {
            proposal: side.code.clone(),
            offer: code.to_owned(),
            name: run.model.offers[*offer].name.clone(),
            units: tally.units,
            value: tally.value.0,
            unit_price: (tally.units > 0.0).then(|| tally.value.0 / tally.units),
            unit_price_alone: price_alone,
        });
    }
}

fn types(side: &Side, run: &Run, list: &mut Vec<TypesLine>) {
    let model = &run.model;
    let mut by: BTreeMap<CapabilityId, BTreeSet<OfferId>> = BTreeMap::new();
    for order in &run.plan.orders {
        by.entry(model.offers[order.offer].main()).or_default().insert(order.offer);
    }
    for (capability, types) in by {
        list.push(TypesLine {
            proposal: side.code.clone(),
            capability: model.capabilities.code(capability).to_owned(),
            name: model.capabilities[capability].name.clone(),
            types: types.len(),
        });
    }
}
