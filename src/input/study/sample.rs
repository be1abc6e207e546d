//! What is drawn at random, and how it is distributed.

use super::StudyResolver;
use crate::scenario::{Distribution, Drawing, Sample, Variable};
use crate::schema::{DistributionDocument, Located, MethodName, SampleDocument};

impl StudyResolver<'_> {
    pub(super) fn sample(&mut self) -> Option<Sample> {
        let document = self.document.sample.as_ref()?;
        let drawing = match document.method {
            MethodName::Random => Drawing::Random,
            MethodName::LatinHypercube => Drawing::LatinHypercube,
            MethodName::Sobol => Drawing::Sobol,
        };
        let n = document.n.value;
        if n == 0 || n > 100_000_000 {
            self.findings.error(document.n.at, format!("{n} scenarios cannot be drawn"), "write a number from 1 on");
        } else if drawing == Drawing::Sobol && n > Sample::MOST_OF_SOBOL {
            let what = format!("a Sobol sequence has at most {} points", Sample::MOST_OF_SOBOL);
            self.findings.error(document.n.at, what, "draw fewer, or by `latin_hypercube` or `random`");
        }
        let mut variables = Vec::new();
        let mut correlations = Vec::new();
        let mut places: Vec<(&str, Vec<usize>)> = Vec::new();
        for (name, entry) in &document.figures {
            if !self.knows_figure(name) {
                continue;
            }
            let Some(distribution) = self.distribution(name, entry) else { continue };
            let names = if entry.each { self.figures_like(name) } else { vec![name.value.clone()] };
            let first = variables.len();
            variables.extend(names.into_iter().map(|name| Variable { name, distribution: distribution.clone() }));
            let own: Vec<usize> = (first..variables.len()).collect();
            if let Some(correlation) = &entry.correlation {
                if !entry.each {
                    let what = "one draw for all has no correlation";
                    self.findings.error(correlation.at, what, "add `each: true`, or take `correlation` out");
                }
                self.is_correlation(correlation);
                let pairs =
                    own.iter().flat_map(|one| own.iter().filter(move |other| one < other).map(move |o| (*one, *o)));
                correlations.extend(pairs.map(|(one, other)| (one, other, correlation.value)));
            }
            places.push((&name.value, own));
        }
        if document.figures.is_empty() {
            self.findings.error(
                document.n.at,
                "nothing is drawn",
                "add `figures: { budget.*: { uniform: [0.8, 1.2] } }`",
            );
        }
        self.correlations(document, &places, &mut correlations);
        if self.findings.has_errors() {
            return None;
        }
        // In which part of each distribution each point lies is kept.
        if drawing == Drawing::LatinHypercube && n.saturating_mul(variables.len()) > Sample::MOST_OF_HYPERCUBE {
            let what = format!(
                "a Latin hypercube of {n} points and {} figures keeps more than {} numbers",
                variables.len(),
                Sample::MOST_OF_HYPERCUBE
            );
            self.findings.error(document.n.at, what, "draw fewer, or by `method: random`, which keeps none");
            return None;
        }
        match Sample::of(n, document.seed, drawing, variables, &correlations) {
            Ok(sample) => Some(sample),
            Err(what) => {
                let at = document.correlations.first().map_or(document.n.at, |entry| entry.is.at);
                self.findings.error(at, what, "bring the correlations nearer to 0");
                None
            }
        }
    }

    fn is_correlation(&mut self, correlation: &Located<f64>) {
        if !(-1.0..=1.0).contains(&correlation.value) {
            let what = format!("{} is no correlation", correlation.value);
            self.findings.error(correlation.at, what, "write a number from -1 to 1");
        }
    }

    fn correlations(
        &mut self,
        document: &SampleDocument,
        places: &[(&str, Vec<usize>)],
        correlations: &mut Vec<(usize, usize, f64)>,
    ) {
        for entry in &document.correlations {
            self.is_correlation(&entry.is);
            let [one, other] = &entry.of[..] else {
                self.findings.error(entry.is.at, "a correlation is of two", "write `of: [budget.DEU, budget.FRA]`");
                continue;
            };
            let mut sides = Vec::new();
            for name in [one, other] {
                match places.iter().find(|(known, _)| *known == name.value) {
                    Some((_, own)) => sides.push(own),
                    None if document.figures.contains_key(name.value.as_str()) => {}
                    None => {
                        let what = format!("`{name}` is not drawn");
                        self.findings.error(name.at, what, "name two entries of `figures` as they are written there");
                    }
                }
            }
            if let [one, other] = &sides[..] {
                if one == other {
                    let what = "a correlation of one entry with itself";
                    self.findings.error(entry.is.at, what, "write `correlation` into the entry");
                    continue;
                }
                for first in *one {
                    correlations.extend(other.iter().map(|second| (*first, *second, entry.is.value)));
                }
            }
        }
    }

    /// The distribution of an entry; nothing where it is wrong, which is told.
    fn distribution(&mut self, name: &Located<String>, entry: &DistributionDocument) -> Option<Distribution> {
        let lists = [
            ("uniform", entry.uniform.as_ref(), 2),
            ("normal", entry.normal.as_ref(), 2),
            ("lognormal", entry.lognormal.as_ref(), 2),
            ("triangular", entry.triangular.as_ref(), 3),
        ];
        let named = lists.iter().filter(|(_, list, _)| list.is_some()).count() + usize::from(entry.discrete.is_some());
        if named != 1 {
            let what =
                format!("`{name}` has {}", if named == 0 { "no distribution" } else { "more distributions than one" });
            let remedy = "give one of `uniform`, `normal`, `lognormal`, `triangular` and `discrete`";
            self.findings.error(name.at, what, remedy);
            return None;
        }
        if let Some(discrete) = &entry.discrete {
            return self.discrete(discrete);
        }
        let (word, list, wanted) = lists.into_iter().find_map(|(word, list, many)| Some((word, list?, many)))?;
        let mut good = list.value.len() == wanted && list.value.iter().all(|x| x.is_finite() && *x >= 0.0);
        let found = match (word, &list.value[..]) {
            ("uniform", &[low, high]) => {
                good &= low < high;
                Some(Distribution::Uniform { low, high })
            }
            ("normal", &[mean, deviation]) => {
                good &= mean > 0.0 && deviation > 0.0;
                Some(Distribution::Normal { mean, deviation })
            }
            ("lognormal", &[median, sigma]) => {
                good &= median > 0.0 && sigma > 0.0;
                Some(Distribution::LogNormal { median, sigma })
            }
            ("triangular", &[low, mode, high]) => {
                good &= low <= mode && mode <= high && low < high;
                Some(Distribution::Triangular { low, mode, high })
            }
            _ => None,
        };
        if !good {
            let (what, remedy) = match word {
                "uniform" => ("is between two factors", "write the lower and the higher one, such as `[0.8, 1.2]`"),
                "triangular" => ("has three factors", "write lowest, likeliest and highest, such as `[0.9, 1, 1.4]`"),
                _ => ("has two numbers above 0", "write the middle and the deviation, such as `[1, 0.1]`"),
            };
            self.findings.error(list.at, format!("`{word}` {what}"), remedy);
            return None;
        }
        found
    }

    fn discrete(
        &mut self,
        discrete: &Located<crate::schema::DocumentTable<crate::schema::ShareText>>,
    ) -> Option<Distribution> {
        let mut factors = Vec::new();
        for (factor, share) in &discrete.value {
            match factor.trim_start_matches(['x', '×']).parse::<f64>() {
                Ok(value) if value >= 0.0 && value.is_finite() => factors.push((value, share.0)),
                _ => self.findings.error(
                    factor.at,
                    format!("`{factor}` is no factor"),
                    "write such as `{ 0.8: 25 %, 1: 75 % }`",
                ),
            }
        }
        let sum: f64 = factors.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-9 || factors.iter().any(|(_, share)| *share < 0.0) {
            let what = format!("the probabilities sum to {} %", (sum * 1e4).round() / 100.0);
            self.findings.error(discrete.at, what, "let them sum to 100 %");
            return None;
        }
        Some(Distribution::Discrete(factors))
    }
}
