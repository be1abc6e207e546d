//! Who the players are, and what is asked of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{NationId, ProposalId};
use crate::model::{ALONE, Model};
use crate::questions::Unanswered;
use crate::questions::coalition::Gain;
use crate::results::ResultDocument;

/// A nation, or nations that act as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Player {
    /// What it is called: the code of its nation, or the name of the bloc.
    pub code: String,
    /// Its nations.
    pub nations: Vec<NationId>,
}

/// How what all save is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ShareRule {
    /// Each gets what it adds on average over all orders in which members may come.
    Shapley,
    /// The most dissatisfied coalition is as little dissatisfied as possible, then the next.
    Nucleolus,
    /// In proportion to what members pay alone.
    Proportional,
    /// All pay one price, by volume.
    EqualPrice,
    /// The most dissatisfied coalition is as little dissatisfied as possible.
    LeastCore,
    /// Between what each can ask for at most and claim at least.
    Tau,
}

impl ShareRule {
    /// The word that options use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shapley => "shapley",
            Self::Nucleolus => "nucleolus",
            Self::Proportional => "proportional",
            Self::EqualPrice => "equal-price",
            Self::LeastCore => "least-core",
            Self::Tau => "tau",
        }
    }
}

/// What is asked of a model.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The proposal.
    pub proposal: ProposalId,
    /// Members of its pools: each nation by itself, or blocs.
    pub players: Vec<Player>,
    /// Nations in none of its pools that might join.
    pub outsiders: Vec<NationId>,
    /// What a coalition gains.
    pub gain: Gain,
    /// Whether large models are proven as finely as small ones.
    pub proven: bool,
}

/// How many can take part in coalitions that are numbered.
const NUMBERED: usize = 63;

impl Asked {
    /// The coalition of all players: one bit for each player, and one behind them for each nation that might join.
    ///
    /// # Errors
    /// Players and nations that might join are too many to be numbered.
    pub(super) fn everybody(&self) -> Result<u64, Unanswered> {
        let (players, outsiders) = (self.players.len(), self.outsiders.len());
        if players + outsiders > NUMBERED {
            return Err(Unanswered::Asked(format!(
                "{players} players and {outsiders} nations that might join are too many to be numbered, {NUMBERED} at most; put members into blocs with \
                 --blocs, or leave others out with --members-only"
            )));
        }
        Ok((1 << players) - 1)
    }
}

/// Which game a folder holds values of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CoalitionStudy {
    /// Version of the program.
    pub version: String,
    /// Name and version of the solver.
    pub solver: String,
    /// SHA-256 in hexadecimal of the files that the model was read from and of values that were set.
    pub model: String,
    /// Code of the proposal.
    pub proposal: String,
    /// Players, each with the codes of its nations.
    pub players: Vec<(String, Vec<String>)>,
    /// What a coalition gains.
    pub gain: Gain,
    /// Whether large models are proven as finely as small ones.
    pub proven: bool,
}

impl ResultDocument for CoalitionStudy {
    const NAME: &'static str = "coalition-study";
}

impl CoalitionStudy {
    /// Of what is asked, and a digest of what the model was read from.
    #[must_use]
    pub fn of(model: &Model, asked: &Asked, digest: String, solver: String) -> Self {
        let code = |nation: &NationId| model.nations.code(*nation).to_owned();
        let players =
            asked.players.iter().map(|player| (player.code.clone(), player.nations.iter().map(code).collect()));
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            solver,
            model: digest,
            proposal: model.proposals.code(asked.proposal).to_owned(),
            players: players.collect(),
            gain: asked.gain,
            proven: asked.proven,
        }
    }
}

/// Most players for whom every coalition is planned.
pub(super) const MOST: usize = 10;

/// The players of a proposal: blocs, each a name with codes of countries, and members that are in no bloc by themselves. Nations that
/// are not members count as outsiders, in a bloc or not.
///
/// # Errors
/// There is no such proposal or it has no pool, a bloc has no member, two have one, or there are too many players.
pub fn players_of(
    model: &Model,
    proposal: &str,
    blocs: &[(String, Vec<String>)],
) -> Result<(ProposalId, Vec<Player>), Unanswered> {
    let Some(id) = model.proposals.find(proposal) else {
        let known: Vec<&str> = model.proposals.codes().filter(|code| *code != ALONE).collect();
        let known = known.join(", ");
        return Err(Unanswered::NoProposal(format!("the model has no proposal `{proposal}`; it has {known}")));
    };
    let members = model.members_of(id);
    if members.len() < 2 {
        return Err(Unanswered::Asked(format!(
            "the proposal `{proposal}` pools fewer than two nations; name another one"
        )));
    }
    let mut players: Vec<Player> = Vec::new();
    for (name, codes) in blocs {
        let nations: Vec<NationId> = members
            .iter()
            .copied()
            .filter(|nation| codes.iter().any(|code| code == model.nations.code(*nation)))
            .collect();
        if nations.is_empty() {
            return Err(Unanswered::Asked(format!("no nation of `{name}` is in a pool of `{proposal}`; leave it out")));
        }
        if let Some(twice) = players.iter().find(|player| player.nations.iter().any(|nation| nations.contains(nation)))
        {
            let other = &twice.code;
            return Err(Unanswered::Asked(format!(
                "`{name}` and `{other}` have a common member; name blocs without one"
            )));
        }
        players.push(Player { code: name.clone(), nations });
    }
    for nation in members {
        if !players.iter().any(|player| player.nations.contains(&nation)) {
            players.push(Player { code: model.nations.code(nation).to_owned(), nations: vec![nation] });
        }
    }
    Ok((id, players))
}
