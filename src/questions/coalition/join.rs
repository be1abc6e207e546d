//! `join`: what one nation's joining is worth to it and to each member, and between which fees nobody loses.
//!
//! Who pays what in a plan is often a matter of ties. So members are billed by one price: what a coalition pays, in proportion to the volume
//! that each orders alone at reference prices. A fee that the newcomer pays is divided by the same volumes, so that the same fee suits all
//! members.

use coalition_game::Interval;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::id::{Id, NationId};
use crate::model::Model;
use crate::questions::Unanswered;
use crate::questions::coalition::data::Limits;
use crate::questions::coalition::game::CoalitionGame;
use crate::questions::coalition::plans::{CoalitionPlanner, Keeper, planned};
use crate::questions::coalition::{Asked, Gain, Player};
use crate::results::ResultDocument;

/// What joining changes for one player.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct JoinLine {
    /// Code of the nation, or name of the bloc.
    pub player: String,
    /// What it saves against standalone procurement before, MEUR.
    pub before: Limits,
    /// What it saves afterwards without any fee, MEUR.
    pub after: Limits,
    /// What it gains by the nation's joining without any fee, MEUR.
    pub gains: Limits,
    /// The same with the fee that is asked about, MEUR.
    #[serde(default)]
    pub with_fee: Option<Limits>,
}

/// What one nation's joining is worth.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct JoinData {
    /// Title of the model.
    pub title: String,
    /// Code of the proposal.
    pub proposal: String,
    /// Code of the nation.
    pub nation: String,
    /// The unit of money.
    pub unit: String,
    /// What members save together without it, MEUR.
    pub without: Limits,
    /// What members and the nation save together, MEUR.
    pub with: Limits,
    /// What joining adds for all together, MEUR.
    pub adds: Limits,
    /// The nation first, then members.
    pub lines: Vec<JoinLine>,
    /// With a smaller fee, members lose, MEUR; below zero, they could pay the nation to join.
    pub least_fee: Limits,
    /// With a larger fee, the nation loses, MEUR.
    pub largest_fee: Limits,
    /// The fee that is asked about, MEUR.
    #[serde(default)]
    pub fee: Option<f64>,
    /// What is told of that fee: `nobody_loses`, `the_nation_loses`, `members_lose`, `both_lose` or `cannot_be_told`.
    #[serde(default)]
    pub told: Option<String>,
}

impl ResultDocument for JoinData {
    const NAME: &'static str = "join";
}

/// Bills of a coalition at one price.
struct Bills<'a> {
    of: &'a CoalitionGame<'a>,
    members: Vec<NationId>,
    gains: Interval,
    paid: Interval,
}

impl<'a> Bills<'a> {
    fn new(of: &'a CoalitionGame<'a>, coalition: u64) -> Self {
        let members = of.planner.nations(coalition);
        let gains = of.gains(coalition);
        let paid = Interval::exact(of.paid_alone(&members)) - gains;
        Self { of, members, gains, paid }
    }

    /// What a player saves at one price.
    fn saves(&self, player: &Player) -> Interval {
        if self.gains == Interval::ZERO {
            // The pool stays unused, and everybody pays what it pays alone.
            return Interval::ZERO;
        }
        let all = self.of.volume_alone(&self.members);
        let part = if all > 0.0 { self.of.volume_alone(&player.nations) / all } else { 0.0 };
        Interval::exact(self.of.paid_alone(&player.nations)) - self.paid.times(part)
    }
}

/// Plans the members without a nation and with it, and tells what that changes.
///
/// # Errors
/// The nation is a member already, the model cannot be asked, there is no plan, or the budget was spent.
pub fn join(
    model: &Model,
    asked: &Asked,
    nation: NationId,
    fee: Option<f64>,
    keeper: &mut dyn Keeper,
    budget: Budget<'_>,
) -> Result<JoinData, Unanswered> {
    Gain::Money.check(&model.alone())?;
    let code = model.nations.code(nation);
    let Some(outsider) = asked.outsiders.iter().position(|outsider| *outsider == nation) else {
        let what = format!("`{code}` is in a pool of the proposal already; `coalition` tells what its leaving changes");
        return Err(Unanswered::Asked(what));
    };
    let planner = CoalitionPlanner::new(model, asked);
    let players = asked.players.len();
    let all = asked.everybody()?;
    let joined = all | 1 << (players + outsider);
    let plans = planned(&planner, &[all, joined], keeper, budget)?;
    let of = CoalitionGame { planner: &planner, plans };
    let (before, after) = (Bills::new(&of, all), Bills::new(&of, joined));
    let newcomer = Player { code: code.to_owned(), nations: vec![nation] };
    // Outside, it may save by what members leave to it.
    let outside = of.alone().paid[nation.index()] - of.plan(all).paid[nation.index()];
    let volume = of.volume_alone(&before.members);
    let line = |player: &Player, part: f64, before: Interval, after: Interval| {
        let gains = after - before;
        let with_fee = fee.map(|fee| Limits::from(gains + Interval::exact(fee * part)));
        JoinLine {
            player: player.code.clone(),
            before: before.into(),
            after: after.into(),
            gains: gains.into(),
            with_fee,
        }
    };
    let mut lines = vec![line(&newcomer, -1.0, Interval::exact(outside), after.saves(&newcomer))];
    let mut members = Interval::ZERO;
    for player in &asked.players {
        let (own_before, own_after) = (before.saves(player), after.saves(player));
        members = members + (own_after - own_before);
        let part = if volume > 0.0 { of.volume_alone(&player.nations) / volume } else { 0.0 };
        lines.push(line(player, part, own_before, own_after));
    }
    let least = members.times(-1.0);
    let largest = after.saves(&newcomer) - Interval::exact(outside);
    Ok(JoinData {
        title: model.title.clone(),
        proposal: model.proposals.code(asked.proposal).to_owned(),
        nation: code.to_owned(),
        unit: Gain::Money.unit(model),
        without: of.gains(all).into(),
        with: of.gains(joined).into(),
        adds: (of.gains(joined) - of.gains(all)).into(),
        lines,
        least_fee: least.into(),
        largest_fee: largest.into(),
        fee,
        told: fee.map(|fee| told(fee, least, largest).to_owned()),
    })
}

/// What is told of a fee between the limits within which nobody loses.
fn told(fee: f64, least: Interval, largest: Interval) -> &'static str {
    let room = 1e-6 * least.high.abs().max(largest.high.abs()).max(1.0);
    let members_lose = fee < least.low - room;
    let nation_loses = fee > largest.high + room;
    match (members_lose, nation_loses) {
        (true, true) => "both_lose",
        (true, false) => "members_lose",
        (false, true) => "the_nation_loses",
        (false, false) if fee >= least.high - room && fee <= largest.low + room => "nobody_loses",
        (false, false) => "cannot_be_told",
    }
}
