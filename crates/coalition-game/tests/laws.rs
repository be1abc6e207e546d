//! Laws of divisions, on random games.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::cast_precision_loss)]

use coalition_game::{
    Division, Found, Game, GameError, Interval, Standing, Structure, core_test, least_core, nucleolus, one_price,
    proportional, shapley, tau,
};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_assert, proptest};

/// The rules that look at all coalitions.
type RuleOf = fn(&Game) -> Result<Division, GameError>;

const RULES: [(&str, RuleOf); 4] = [
    ("shapley", shapley),
    ("nucleolus", nucleolus),
    ("least core", |game| Ok(least_core(game)?.division)),
    ("tau", tau),
];

/// Values that no player has by itself and that do not fall where players come; n players.
fn monotone(players: usize) -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(0.0..100.0_f64, 1 << players).prop_map(move |mut values| {
        for coalition in 0..1_usize << players {
            if coalition.count_ones() < 2 {
                values[coalition] = 0.0;
            } else {
                let below = (0..players).filter(|i| coalition >> i & 1 == 1).map(|i| values[coalition & !(1 << i)]);
                values[coalition] = values[coalition].mul_add(0.2, below.fold(0.0, f64::max));
            }
        }
        values
    })
}

fn some_game() -> impl Strategy<Value = (usize, Vec<f64>)> {
    (2..6_usize).prop_flat_map(|players| (Just(players), monotone(players)))
}

/// Random limits around exact values, with a value between them. The exact values are a game of the box, not its middle.
fn boxed(exact: &[f64], parts: &[(f64, f64, f64)], width: f64) -> Vec<Interval> {
    let one = |(value, (below, above, at)): (&f64, &(f64, f64, f64))| {
        let (low, high) = (value - below * width, value + above * width);
        Interval { low, value: low + at * (high - low), high }
    };
    exact.iter().zip(parts).map(one).collect()
}

fn parts(players: usize) -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 1 << players)
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-5
}

/// The game with one more player, who brings nothing.
fn with_nobody(players: usize, values: &[f64]) -> Game {
    Game::exact(players + 1, &[values, values].concat()).unwrap()
}

/// The game in which two players are exchanged and which is the mean of both.
fn with_equals(players: usize, values: &[f64]) -> Game {
    let swapped = |coalition: usize| {
        let (first, second) = (coalition & 1, coalition >> 1 & 1);
        coalition & !3 | first << 1 | second
    };
    let mean: Vec<f64> =
        (0..1 << players).map(|coalition| f64::midpoint(values[coalition], values[swapped(coalition)])).collect();
    Game::exact(players, &mean).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_sum_to_what_all_save((players, values) in some_game()) {
        let game = Game::exact(players, &values).unwrap();
        for (name, rule) in RULES {
            if let Ok(found) = rule(&game) {
                prop_assert!(close(Game::sum(&found.points(), game.all()), values[game.all()]), "{name}: {found:?}");
            } else {
                prop_assert!(name == "tau");
            }
        }
    }

    #[test]
    fn who_brings_nothing_gets_nothing((players, values) in some_game()) {
        let game = with_nobody(players, &values);
        for (name, rule) in [RULES[0], RULES[1], RULES[3]] {
            let Ok(found) = rule(&game) else { continue };
            prop_assert!(close(found.points()[players], 0.0), "{name}: {found:?}");
        }
    }

    #[test]
    fn equals_get_equal((players, values) in some_game()) {
        let game = with_equals(players, &values);
        for (name, rule) in [RULES[0], RULES[1], RULES[3]] {
            let Ok(found) = rule(&game) else { continue };
            prop_assert!(close(found.points()[0], found.points()[1]), "{name}: {found:?}");
        }
    }

    #[test]
    fn the_nucleolus_is_in_the_core_where_there_is_one((players, values) in some_game()) {
        let game = Game::exact(players, &values).unwrap();
        let core = core_test(&game, &nucleolus(&game).unwrap().points()).standing;
        let empty = least_core(&game).unwrap().excess.value > game.tolerance();
        prop_assert!(matches!(core, Standing::Outside) == empty, "{core:?}, empty: {empty}");
    }

    #[test]
    fn limits_hold_the_share_of_the_exact_game(
        (players, values, parts, width) in
            (2..5_usize).prop_flat_map(|n| (Just(n), monotone(n), parts(n), 0.001..20.0_f64))
    ) {
        let exact = Game::exact(players, &values).unwrap();
        let game = Game::new(players, boxed(&values, &parts, width)).unwrap();
        for (name, rule) in RULES {
            let (Ok(shares), Ok(found)) = (rule(&exact), rule(&game)) else { continue };
            for (share, limits) in shares.points().iter().zip(&found.shares) {
                prop_assert!(limits.holds(*share, 1e-5), "{name}: {share} is not within {limits:?}");
            }
        }
        let excess = (least_core(&exact).unwrap().excess.value, least_core(&game).unwrap().excess);
        prop_assert!(excess.1.holds(excess.0, 1e-5), "{excess:?}");
        let weights: Vec<f64> = (1..=players).map(|player| player as f64).collect();
        let alone: Vec<f64> = weights.iter().map(|weight| 900.0 / weight).collect();
        let by_price = |game: &Game| one_price(game, game.all(), &alone, &weights);
        for (share, limits) in (proportional(&exact, &weights).shares.iter().zip(proportional(&game, &weights).shares))
            .chain(by_price(&exact).shares.iter().zip(by_price(&game).shares))
        {
            prop_assert!(limits.holds(share.value, 1e-5), "{share:?} is not within {limits:?}");
        }
    }

    #[test]
    fn what_is_told_is_true_of_the_exact_game(
        (players, values, parts, width) in
            (2..5_usize).prop_flat_map(|n| (Just(n), monotone(n), parts(n), 0.001..40.0_f64))
    ) {
        let exact = Game::exact(players, &values).unwrap();
        let game = Game::new(players, boxed(&values, &parts, width)).unwrap();
        let division = shapley(&game).unwrap().points();
        let (known, told) = (core_test(&exact, &division), core_test(&game, &division));
        match told.standing {
            Standing::Inside => prop_assert!(known.leave.is_empty()),
            Standing::Outside => prop_assert!(!known.leave.is_empty()),
            Standing::CannotBeTold { times_tighter } => prop_assert!(times_tighter >= 1.0),
        }
        let (known, told) = (Structure::of(&exact), Structure::of(&game));
        for (known, told) in [(known.convex, told.convex), (known.superadditive, told.superadditive)] {
            match told {
                Found::Holds => prop_assert!(known == Found::Holds),
                Found::Broken { .. } => prop_assert!(matches!(known, Found::Broken { .. }), "broken"),
                Found::CannotBeTold => {}
            }
        }
    }
}

#[test]
fn a_proof_as_much_tighter_as_is_said_would_tell() {
    // Two of three players save 9 to 11, all save 15: 5 each leaves every pair with 10.
    let pair = Interval { low: 9.0, value: 10.0, high: 11.0 };
    let mut values = vec![Interval::ZERO; 8];
    for coalition in [3, 5, 6] {
        values[coalition] = pair;
    }
    values[7] = Interval::exact(15.0);
    let told = |values: &[Interval]| core_test(&Game::new(3, values.to_vec()).unwrap(), &[5.0; 3]);
    let test = told(&values);
    assert_eq!(test.standing, Standing::CannotBeTold { times_tighter: 2.0 });
    for coalition in [3, 5, 6] {
        values[coalition].high = 10.0;
    }
    assert_eq!(told(&values).standing, Standing::Inside);
}

#[test]
fn whom_a_coalition_needs() {
    // Player 0 with one of the others saves 8 of 10.
    let game = Game::exact(3, &[0.0, 0.0, 0.0, 8.0, 0.0, 8.5, 1.0, 10.0]).unwrap();
    assert_eq!(Structure::pivotal(&game, 8.0), [0]);
    assert_eq!(Structure::smallest_reaching(&game, 8.0), Some(5));
    assert_eq!(Structure::smallest_reaching(&game, 9.0), Some(7));
    assert_eq!(Structure::smallest_reaching(&game, 11.0), None);
    assert_eq!(Structure::of(&game).superadditive, Found::Holds);
    assert!(
        matches!(Structure::of(&game).convex, Found::Broken { one: 3, other: 5, .. }),
        "{:?}",
        Structure::of(&game)
    );
}

#[test]
fn a_large_member_loses_by_one_price() {
    // Two buy 100 and 20 units at 9 and 10; together all pay 9: the large one gains nothing. At 9.2 it loses.
    let game = Game::exact(2, &[0.0, 0.0, 0.0, 1100.0 - 120.0 * 9.2]).unwrap();
    let shares = one_price(&game, 3, &[900.0, 200.0], &[100.0, 20.0]).points();
    assert!(close(shares[0], -20.0) && close(shares[1], 16.0), "{shares:?}");
}

#[test]
fn what_is_no_game_is_refused() {
    assert!(matches!(Game::exact(2, &[0.0, 1.0, 2.0]), Err(GameError::Values { players: 2, values: 3, .. })));
    assert!(matches!(Game::exact(1, &[0.0, f64::NAN]), Err(GameError::NoNumber(1))));
    let apart = Game::exact(2, &[0.0, 5.0, 5.0, 8.0]).unwrap();
    assert_eq!(nucleolus(&apart), Err(GameError::NothingToDivide));
}
