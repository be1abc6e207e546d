//! Laws of what is drawn: moments, correlations, the Latin property, and that a seed says everything.

use entente::scenario::{Distribution, Drawing, Sample, Variable};

use crate::setting::assert_close;

fn variable(distribution: Distribution) -> Variable {
    Variable { name: "budget.*".to_owned(), distribution }
}

fn sample(n: usize, drawing: Drawing, distributions: &[Distribution], correlations: &[(usize, usize, f64)]) -> Sample {
    let variables = distributions.iter().cloned().map(variable).collect();
    Sample::of(n, 11, drawing, variables, correlations).unwrap()
}

const ALL: [Drawing; 3] = [Drawing::Random, Drawing::LatinHypercube, Drawing::Sobol];

fn column(sample: &Sample, place: usize) -> Vec<f64> {
    (0..sample.len()).map(|number| sample.point(number)[place]).collect()
}

fn many(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

fn mean(list: &[f64]) -> f64 {
    list.iter().sum::<f64>() / many(list.len())
}

fn deviation(list: &[f64]) -> f64 {
    let middle = mean(list);
    mean(&list.iter().map(|x| (x - middle).powi(2)).collect::<Vec<_>>()).sqrt()
}

fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let (a, b) = (mean(one), mean(other));
    let products: Vec<f64> = one.iter().zip(other).map(|(x, y)| (x - a) * (y - b)).collect();
    mean(&products) / deviation(one) / deviation(other)
}

/// Every distribution with its mean and standard deviation.
fn distributions() -> Vec<(Distribution, f64, f64)> {
    let sigma: f64 = 0.3;
    let (low, mode, high) = (0.9, 1.0, 1.4);
    let spread: f64 = low * low + mode * mode + high * high - low * mode - low * high - mode * high;
    let of_log = (sigma.powi(2) / 2.0).exp();
    vec![
        (Distribution::Uniform { low: 0.8, high: 1.2 }, 1.0, 0.4 / 12f64.sqrt()),
        (Distribution::Normal { mean: 1.0, deviation: 0.1 }, 1.0, 0.1),
        (Distribution::LogNormal { median: 1.0, sigma }, of_log, of_log * (sigma.powi(2).exp() - 1.0).sqrt()),
        (Distribution::Triangular { low, mode, high }, (low + mode + high) / 3.0, (spread / 18.0).sqrt()),
        (Distribution::Discrete(vec![(0.8, 0.25), (1.0, 0.5), (1.2, 0.25)]), 1.0, 0.02f64.sqrt()),
    ]
}

#[test]
fn draws_have_the_moments_of_their_distributions() {
    let list = distributions();
    let bare: Vec<Distribution> = list.iter().map(|(distribution, ..)| distribution.clone()).collect();
    for drawing in ALL {
        let sample = sample(20_000, drawing, &bare, &[]);
        // A random draw is off by some standard errors; the others are far nearer.
        let room = if drawing == Drawing::Random { 0.015 } else { 0.004 };
        for (place, (distribution, wanted, spread)) in list.iter().enumerate() {
            let drawn = column(&sample, place);
            let (found, found_spread) = (mean(&drawn), deviation(&drawn));
            assert!((found - wanted).abs() < room, "{drawing:?} {distribution:?}: mean {found}, not {wanted}");
            assert!((found_spread - spread).abs() < room, "{drawing:?} {distribution:?}: {found_spread}, not {spread}");
        }
        // What is not correlated is not correlated.
        for (one, other) in [(0, 1), (1, 2), (0, 4)] {
            let found = correlation(&column(&sample, one), &column(&sample, other));
            assert!(found.abs() < 0.03, "{drawing:?}: {one} and {other} are correlated by {found}");
        }
    }
}

#[test]
fn quantiles_never_fall() {
    for (distribution, ..) in distributions() {
        let at: Vec<f64> = (1..1000).map(|part| distribution.quantile(f64::from(part) / 1000.0)).collect();
        assert!(at.windows(2).all(|pair| pair[0] <= pair[1]), "{distribution:?}");
    }
    assert_close(Distribution::Normal { mean: 1.0, deviation: 0.1 }.quantile(0.975), 1.195_996_398, 1e-8);
}

#[test]
fn correlations_are_those_asked_for() {
    let normal = Distribution::Normal { mean: 1.0, deviation: 0.05 };
    let three = [normal.clone(), normal.clone(), normal];
    for drawing in ALL {
        let sample = sample(20_000, drawing, &three, &[(0, 1, 0.6), (1, 2, -0.3)]);
        let columns: Vec<Vec<f64>> = (0..3).map(|place| column(&sample, place)).collect();
        for (one, other, wanted) in [(0, 1, 0.6), (1, 2, -0.3), (0, 2, 0.0)] {
            let found = correlation(&columns[one], &columns[other]);
            assert!((found - wanted).abs() < 0.02, "{drawing:?}: {found}, not {wanted}");
        }
    }
    let variables = (0..3).map(|_| variable(Distribution::Uniform { low: 0.0, high: 1.0 })).collect();
    let impossible = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
    assert!(Sample::of(10, 0, Drawing::Random, variables, &impossible).is_err());
}

/// Each of n equal parts of each distribution holds one point.
#[test]
fn a_latin_hypercube_is_latin() {
    let even = Distribution::Uniform { low: 0.0, high: 1.0 };
    for n in [1, 7, 100, 1000] {
        let sample = sample(n, Drawing::LatinHypercube, &[even.clone(), even.clone(), even.clone()], &[]);
        for place in 0..3 {
            let mut drawn = column(&sample, place);
            drawn.sort_by(f64::total_cmp);
            let parts: Vec<f64> = drawn.iter().map(|x| (x * many(n)).floor()).collect();
            assert_eq!(parts, (0..n).map(many).collect::<Vec<_>>());
        }
        if n > 1 {
            assert_ne!(column(&sample, 0), column(&sample, 1), "two figures are drawn alike");
        }
    }
}

/// A point hangs on the seed and its number alone: this is what lets any machine draw any of them. The numbers themselves must
/// never change, or studies could not be gone on with.
#[test]
fn a_seed_says_everything() {
    let even = Distribution::Uniform { low: 0.0, high: 1.0 };
    for drawing in ALL {
        let one = sample(50, drawing, &[even.clone(), even.clone()], &[]);
        let backwards: Vec<Vec<f64>> = (0..50).rev().map(|number| one.point(number)).collect();
        let forwards: Vec<Vec<f64>> = (0..50).map(|number| one.point(number)).collect();
        assert_eq!(forwards, backwards.into_iter().rev().collect::<Vec<_>>());
        let variables = || vec![variable(even.clone()), variable(even.clone())];
        let other = Sample::of(50, 12, drawing, variables(), &[]).unwrap();
        assert_ne!(one.point(3), other.point(3), "{drawing:?}: another seed draws the same");
        assert!(forwards.iter().flatten().all(|x| *x > 0.0 && *x < 1.0));
    }
    let first: Vec<String> = ALL
        .iter()
        .map(|drawing| format!("{:.9?}", sample(50, *drawing, &[even.clone(), even.clone()], &[]).point(1)))
        .collect();
    expect_test::expect![[r"
        [0.090354653, 0.288995388]
        [0.661807093, 0.065779908]
        [0.000498086, 0.600969821]"]]
    .assert_eq(&first.join("\n"));
}
