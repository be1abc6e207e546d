//! What `coalition` tells, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::questions::coalition::{Gain, ShareRule};
use crate::results::ResultDocument;

/// A value that is known to within a proof.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Limits {
    /// The exact value is no less.
    pub low: f64,
    /// What plans reach.
    pub value: f64,
    /// The exact value is no more.
    pub high: f64,
}

impl From<coalition_game::Interval> for Limits {
    fn from(interval: coalition_game::Interval) -> Self {
        let neat = |x: f64| if x.abs() < 1e-9 { 0.0 } else { x };
        Self { low: neat(interval.low), value: neat(interval.value), high: neat(interval.high) }
    }
}

/// A player.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PlayerLine {
    /// Code of the nation, or name of the bloc.
    pub player: String,
    /// Codes of its nations.
    pub nations: Vec<String>,
    /// What it pays alone, MEUR.
    pub paid_alone: f64,
    /// Value of its orders alone at reference prices, MEUR.
    pub volume_alone: f64,
}

/// A coalition.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ValueLine {
    /// Its players.
    pub coalition: Vec<String>,
    /// What it gains.
    pub gains: Limits,
    /// Whether it gains nothing by its pool, which stays unused.
    pub unused: bool,
    /// What its members pay, MEUR.
    pub paid: f64,
}

/// What somebody outside a coalition gains by it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OutsiderLine {
    /// The players of the coalition.
    pub coalition: Vec<String>,
    /// The nation outside.
    pub nation: String,
    /// What it pays less than alone, MEUR; below zero: more.
    pub saves: f64,
}

/// What a member adds to all others.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct MemberLine {
    /// The member; or a nation that might join.
    pub player: String,
    /// What the others gain without it; for a newcomer, what members gain without it.
    pub without: Limits,
    /// What all gain beyond that with it.
    pub adds: Limits,
}

/// A property of the game.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct PropertyLine {
    /// `holds`, `broken` or `cannot_be_told`.
    pub told: String,
    /// Where it is broken, the one coalition.
    pub one: Vec<String>,
    /// And the other.
    pub other: Vec<String>,
    /// By how much at least.
    pub by: f64,
}

/// A coalition that has more by itself, or may have.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DissentLine {
    /// Its players.
    pub coalition: Vec<String>,
    /// What it has by itself at least beyond what it is given.
    pub at_least: f64,
    /// What it has by itself at most beyond that.
    pub at_most: f64,
}

/// The core test of a division.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CoreLine {
    /// `inside`, `outside` or `cannot_be_told`.
    pub standing: String,
    /// Where it cannot be told, by how many times limits would have to be narrower; nothing where no proof would do.
    pub times_tighter: Option<f64>,
    /// Coalitions that surely have more by themselves.
    pub leave: Vec<DissentLine>,
    /// Coalitions of which that cannot be told.
    pub in_doubt: Vec<DissentLine>,
}

/// A player's share.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ShareLine {
    /// The player.
    pub player: String,
    /// Its share of what all gain.
    pub share: Limits,
    /// What the plan of all gives it before anybody pays anybody, MEUR: what it pays less than alone. Nothing where the gain is no money.
    pub plan_gives: Option<f64>,
    /// What it gets from the others on top, MEUR; below zero: what it pays them.
    pub receives: Option<f64>,
}

/// Shares by a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SharesData {
    /// The rule.
    pub rule: ShareRule,
    /// Shares, player by player.
    pub lines: Vec<ShareLine>,
    /// Whether anybody has more without the others.
    pub core: CoreLine,
}

/// A member that loses by another's joining where all pay one price.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Paradox {
    /// The member.
    pub member: String,
    /// Its share of the volume of all.
    pub share_of_volume: f64,
    /// Who joins last.
    pub newcomer: String,
    /// What the member loses by that.
    pub loses: Limits,
}

/// What members of a proposal gain together, and who would leave.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CoalitionData {
    /// Title of the model.
    pub title: String,
    /// Code of the proposal.
    pub proposal: String,
    /// What is gained.
    pub gain: Gain,
    /// Its unit; nothing for a share.
    pub unit: String,
    /// Who the players are.
    pub players: Vec<PlayerLine>,
    /// What all gain together.
    pub total: Limits,
    /// How much better than the plan at hand standalone procurement may be; it is part of every limit.
    pub alone_open: f64,
    /// The widest distance between the limits of a coalition.
    pub widest: f64,
    /// What each coalition gains.
    pub values: Vec<ValueLine>,
    /// Who outside a coalition gains or loses by it.
    pub outsiders: Vec<OutsiderLine>,
    /// If each member leaves.
    pub members: Vec<MemberLine>,
    /// If each outsider joins.
    pub joins: Vec<MemberLine>,
    /// The part of what all gain that is asked about next.
    pub reach: f64,
    /// Members without whom no coalition can reach it.
    pub pivotal: Vec<String>,
    /// The smallest coalition that surely reaches it.
    pub smallest: Option<Vec<String>>,
    /// Whether two coalitions are worth no more apart than together.
    pub superadditive: PropertyLine,
    /// Whether a member adds the more, the more others there are.
    pub convex: PropertyLine,
    /// What the most dissatisfied coalition lacks, however all is divided: above zero, the core is empty by so much.
    pub least_excess: Limits,
    /// Members that lose by another's joining where all pay one price.
    pub paradoxes: Vec<Paradox>,
    /// Shares by the rule that is asked for.
    #[serde(default)]
    pub shares: Option<SharesData>,
}

impl ResultDocument for CoalitionData {
    const NAME: &'static str = "coalition";
}
