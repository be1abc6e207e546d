//! Who gets what by a rule, and who would have more without the others.

use coalition_game::{
    CoreTest, Dissent, Division, Game, GameError, Standing, core_test, least_core, nucleolus, one_price, proportional,
    shapley, tau,
};

use crate::id::Id;
use crate::questions::Unanswered;
use crate::questions::coalition::data::{CoreLine, DissentLine, Paradox, ShareLine, SharesData};
use crate::questions::coalition::game::CoalitionGame;
use crate::questions::coalition::{Gain, ShareRule};

/// Most coalitions of a list.
const LISTED: usize = 20;

/// Shares by a rule.
pub(super) fn shares(of: &CoalitionGame<'_>, game: &Game, rule: ShareRule) -> Result<SharesData, Unanswered> {
    let asked = of.planner.asked;
    let alone: Vec<f64> = asked.players.iter().map(|player| of.paid_alone(&player.nations)).collect();
    let is_money = asked.gain == Gain::Money;
    let divided: Result<Division, GameError> = match rule {
        ShareRule::Shapley => shapley(game),
        ShareRule::Nucleolus => nucleolus(game),
        ShareRule::LeastCore => least_core(game).map(|found| found.division),
        ShareRule::Tau => tau(game),
        ShareRule::Proportional if alone.iter().sum::<f64>() > 0.0 => Ok(proportional(game, &alone)),
        ShareRule::Proportional => {
            return Err(Unanswered::Asked(
                "nobody pays anything alone, so there are no proportions to share by".to_owned(),
            ));
        }
        ShareRule::EqualPrice if is_money => Ok(one_price(game, game.all(), &alone, &volumes(of))),
        ShareRule::EqualPrice => {
            return Err(Unanswered::Asked("prices share out money; ask for `--gain money` or another rule".to_owned()));
        }
    };
    let division = divided.map_err(|error| Unanswered::Asked(error.to_string()))?;
    let all = u64::try_from(game.all()).unwrap_or(u64::MAX);
    let lines = asked.players.iter().zip(&division.shares).map(|(player, share)| {
        let paid = |plan: &crate::questions::coalition::PlannedCoalition| -> f64 {
            player.nations.iter().map(|nation| plan.paid[nation.index()]).sum()
        };
        let gives = is_money.then(|| of.paid_alone(&player.nations) - paid(of.plan(all)));
        ShareLine {
            player: player.code.clone(),
            share: (*share).into(),
            plan_gives: gives,
            receives: gives.map(|gives| share.value - gives),
        }
    });
    let lines = lines.collect();
    Ok(SharesData { rule, lines, core: core_line(of, &core_test(game, &division.points())) })
}

fn volumes(of: &CoalitionGame<'_>) -> Vec<f64> {
    of.planner.asked.players.iter().map(|player| of.volume_alone(&player.nations)).collect()
}

fn core_line(of: &CoalitionGame<'_>, test: &CoreTest) -> CoreLine {
    let line = |dissent: &Dissent| DissentLine {
        coalition: of.codes(dissent.coalition),
        at_least: dissent.at_least,
        at_most: dissent.at_most,
    };
    let (standing, times_tighter) = match test.standing {
        Standing::Inside => ("inside", None),
        Standing::Outside => ("outside", None),
        Standing::CannotBeTold { times_tighter } => {
            ("cannot_be_told", Some(times_tighter).filter(|times| times.is_finite()))
        }
    };
    CoreLine {
        standing: standing.to_owned(),
        times_tighter,
        leave: test.leave.iter().take(LISTED).map(line).collect(),
        in_doubt: test.in_doubt.iter().take(LISTED).map(line).collect(),
    }
}

/// Members that surely lose by a member that joins last where all pay one price.
pub(super) fn paradoxes(of: &CoalitionGame<'_>, game: &Game) -> Vec<Paradox> {
    let asked = of.planner.asked;
    if asked.gain != Gain::Money {
        return Vec::new();
    }
    let alone: Vec<f64> = asked.players.iter().map(|player| of.paid_alone(&player.nations)).collect();
    let volumes = volumes(of);
    let all: f64 = volumes.iter().sum();
    let with = one_price(game, game.all(), &alone, &volumes);
    let mut found = Vec::new();
    for newcomer in 0..game.players() {
        let without = one_price(game, game.all() & !(1 << newcomer), &alone, &volumes);
        for member in (0..game.players()).filter(|member| *member != newcomer) {
            let loses = without.shares[member] - with.shares[member];
            if loses.low > game.tolerance() {
                found.push(Paradox {
                    member: asked.players[member].code.clone(),
                    share_of_volume: volumes[member] / all,
                    newcomer: asked.players[newcomer].code.clone(),
                    loses: loses.into(),
                });
            }
        }
    }
    found
}
