//! Games of the literature with published answers.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use coalition_game::{Division, Game, least_core, nucleolus, shapley};

/// A game from its values in the order of the literature: singles, pairs, triples, all.
fn in_order_of_size(players: usize, values: &[f64]) -> Game {
    let mut coalitions: Vec<usize> = (1..1 << players).collect();
    let list = |coalition: &usize| coalition_game::members(*coalition).collect::<Vec<_>>();
    coalitions.sort_by_key(|coalition| (coalition.count_ones(), list(coalition)));
    let mut by_coalition = vec![0.0; 1 << players];
    coalitions.iter().zip(values).for_each(|(coalition, value)| by_coalition[*coalition] = *value);
    Game::exact(players, &by_coalition).unwrap()
}

#[track_caller]
fn is(division: &Division, expected: &[f64]) {
    let points = division.points();
    assert!(points.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{points:?} is not {expected:?}");
    assert!(division.shares.iter().all(|share| share.width() < 1e-6), "{division:?}");
}

#[test]
fn tennessee_valley_authority() {
    let costs = [163_520.0, 140_826.0, 250_096.0, 301_607.0, 378_821.0, 367_370.0, 412_584.0];
    // Savings against each by itself; singles come first.
    let members: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];
    let saved: Vec<f64> = members
        .iter()
        .zip(costs)
        .map(|(members, cost)| members.iter().map(|i| costs[*i]).sum::<f64>() - cost)
        .collect();
    let game = in_order_of_size(3, &saved);
    let costs_of = |division: Division| -> Vec<f64> {
        division.points().iter().zip(costs).map(|(saved, alone)| alone - saved).collect()
    };
    let near = |found: Vec<f64>, expected: [f64; 3]| {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?} is not {expected:?}");
    };
    near(costs_of(shapley(&game).unwrap()), [117_829.0, 100_756.5, 193_998.5]);
    near(costs_of(nucleolus(&game).unwrap()), [116_234.0, 93_540.0, 202_810.0]);
}

#[test]
fn estates_of_the_talmud() {
    let claims = [100.0, 200.0, 300.0];
    let divided = [(100.0, [100.0 / 3.0; 3]), (200.0, [50.0, 75.0, 75.0]), (300.0, [50.0, 100.0, 150.0])];
    for (estate, expected) in divided {
        let left = |coalition: usize| -> f64 {
            let others = (0..3).filter(|player| coalition >> player & 1 == 0).map(|player| claims[player]);
            (estate - others.sum::<f64>()).max(0.0)
        };
        let game = Game::exact(3, &(0..8).map(left).collect::<Vec<_>>()).unwrap();
        is(&nucleolus(&game).unwrap(), &expected);
    }
}

#[test]
fn four_players_of_aumann() {
    let values = [120.0, 60.0, 40.0, 30.0, 120.0, 120.0, 120.0, 60.0, 60.0, 40.0, 120.0, 120.0, 120.0, 60.0, 120.0];
    let game = in_order_of_size(4, &values);
    is(&shapley(&game).unwrap(), &[80.833_333_333_333, 20.833_333_333_333, 10.833_333_333_333, 7.5]);
}

#[test]
fn a_majority_of_three_has_no_core() {
    let game = in_order_of_size(3, &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]);
    let found = least_core(&game).unwrap();
    assert!((found.excess.value - 1.0 / 3.0).abs() < 1e-9 && found.excess.width() < 1e-9, "{found:?}");
}
