//! What members of a proposal gain together: the game, and what follows from it.

use coalition_game::{Found, Game, Structure, least_core};

use crate::budget::Budget;
use crate::id::Id;
use crate::model::Model;
use crate::questions::Unanswered;
use crate::questions::coalition::ask::MOST;
use crate::questions::coalition::data::{CoalitionData, MemberLine, OutsiderLine, PlayerLine, PropertyLine, ValueLine};
use crate::questions::coalition::game::CoalitionGame;
use crate::questions::coalition::plans::{CoalitionPlanner, Keeper, planned};
use crate::questions::coalition::shares::{paradoxes, shares};
use crate::questions::coalition::{Asked, ShareRule};

/// Plans every coalition that is not known yet, and tells what follows.
///
/// # Errors
/// The model cannot be asked, there is no plan or none that can be trusted, or the budget was spent; what was planned is kept.
pub fn coalition(
    model: &Model,
    asked: &Asked,
    rule: Option<ShareRule>,
    reach: f64,
    keeper: &mut dyn Keeper,
    budget: Budget<'_>,
) -> Result<CoalitionData, Unanswered> {
    asked.gain.check(&model.alone())?;
    let players = asked.players.len();
    if players > MOST {
        let what = format!(
            "{players} players have {} coalitions, which is too many to plan; name at most {MOST} blocs with --blocs",
            1_u64 << players.min(60)
        );
        return Err(Unanswered::Asked(what));
    }
    let planner = CoalitionPlanner::new(model, asked);
    let all = asked.everybody()?;
    let joined = (0..asked.outsiders.len()).map(|outsider| all | 1 << (players + outsider));
    let coalitions: Vec<u64> = (1..=all).chain(joined.clone()).collect();
    let plans = planned(&planner, &coalitions, keeper, budget)?;
    let of = CoalitionGame { planner: &planner, plans };
    let game = of.game()?;
    let error = |error: coalition_game::GameError| Unanswered::Asked(error.to_string());
    let grand = game.value(game.all());
    let wanted = reach * grand.low;
    let line = |coalition: usize| ValueLine {
        coalition: of.codes(coalition),
        gains: game.value(coalition).into(),
        unused: game.value(coalition).value <= 0.0,
        paid: paid(&of, coalition as u64),
    };
    let widest = (1..=game.all()).map(|coalition| game.value(coalition).width()).fold(0.0, f64::max);
    let structure = Structure::of(&game);
    Ok(CoalitionData {
        title: model.title.clone(),
        proposal: model.proposals.code(asked.proposal).to_owned(),
        gain: asked.gain,
        unit: asked.gain.unit(model),
        players: player_lines(&of),
        total: grand.into(),
        alone_open: of.alone_open(),
        widest,
        values: (1..=game.all()).map(line).collect(),
        outsiders: outsider_lines(&of, all),
        members: (0..players)
            .map(|player| {
                let others = game.all() & !(1 << player);
                MemberLine {
                    player: asked.players[player].code.clone(),
                    without: game.value(others).into(),
                    adds: game.added(player, others).into(),
                }
            })
            .collect(),
        joins: (asked.outsiders.iter().zip(joined))
            .map(|(nation, coalition)| MemberLine {
                player: model.nations.code(*nation).to_owned(),
                without: grand.into(),
                adds: (of.gains(coalition) - grand).into(),
            })
            .collect(),
        reach,
        pivotal: pivotal(&of, &game, wanted),
        smallest: Structure::smallest_reaching(&game, wanted).map(|coalition| of.codes(coalition)),
        superadditive: property(&of, structure.superadditive),
        convex: property(&of, structure.convex),
        least_excess: least_core(&game).map_err(error)?.excess.into(),
        paradoxes: paradoxes(&of, &game),
        shares: rule.map(|rule| shares(&of, &game, rule)).transpose()?,
    })
}

fn player_lines(of: &CoalitionGame<'_>) -> Vec<PlayerLine> {
    let model = of.planner.model;
    let line = |player: &crate::questions::coalition::Player| PlayerLine {
        player: player.code.clone(),
        nations: player.nations.iter().map(|nation| model.nations.code(*nation).to_owned()).collect(),
        paid_alone: of.paid_alone(&player.nations),
        volume_alone: of.volume_alone(&player.nations),
    };
    of.planner.asked.players.iter().map(line).collect()
}

/// What the members of a coalition pay.
fn paid(of: &CoalitionGame<'_>, coalition: u64) -> f64 {
    let nations = of.planner.nations(coalition);
    let plan = of.plan(coalition);
    nations.iter().map(|nation| plan.paid[nation.index()]).sum()
}

/// Who is outside a coalition and pays another amount than alone.
fn outsider_lines(of: &CoalitionGame<'_>, all: u64) -> Vec<OutsiderLine> {
    let model = of.planner.model;
    let mut lines = Vec::new();
    let size = of.alone().paid.iter().sum::<f64>();
    for (coalition, _) in of.plans.range(1..=all) {
        let plan = of.plan(*coalition);
        let members = of.planner.nations(*coalition);
        for nation in model.nations.ids().filter(|nation| !members.contains(nation)) {
            let saves = of.alone().paid[nation.index()] - plan.paid[nation.index()];
            if saves.abs() > 1e-6 * size {
                let coalition = of.codes(usize::try_from(*coalition).unwrap_or_default());
                lines.push(OutsiderLine { coalition, nation: model.nations.code(nation).to_owned(), saves });
            }
        }
    }
    lines
}

fn pivotal(of: &CoalitionGame<'_>, game: &Game, wanted: f64) -> Vec<String> {
    if wanted <= game.tolerance() {
        return Vec::new();
    }
    Structure::pivotal(game, wanted).into_iter().map(|player| of.planner.asked.players[player].code.clone()).collect()
}

fn property(of: &CoalitionGame<'_>, found: Found) -> PropertyLine {
    let (told, one, other, by) = match found {
        Found::Holds => ("holds", Vec::new(), Vec::new(), 0.0),
        Found::CannotBeTold => ("cannot_be_told", Vec::new(), Vec::new(), 0.0),
        Found::Broken { one, other, by } => ("broken", of.codes(one), of.codes(other), by),
    };
    PropertyLine { told: told.to_owned(), one, other, by }
}
