//! Random small models, of which each figure can be changed by the words of its limit.

use std::fmt::Write;

use entente::model::Model;

use crate::setting::model;

/// What a small model says, so that each of its figures can be changed.
#[derive(Debug, Clone)]
pub struct Small {
    /// Of each nation: what it can pay, its target and what it holds.
    pub nations: Vec<[f64; 3]>,
    /// Whether targets must be met.
    pub required: bool,
    pub offers: Vec<SmallOffer>,
    pub goals: &'static str,
    pub rules: &'static str,
}

/// An offer of a small model; 0 where it does not say.
#[derive(Debug, Clone, Default)]
pub struct SmallOffer {
    pub price: f64,
    /// From how many units on the price is that share.
    pub band: (f64, f64),
    pub minimum: f64,
    pub lots: f64,
    pub capacity: f64,
    pub foreign: bool,
}

/// Numbers that are the same in every run.
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    pub fn whole(&mut self, from: u64, to: u64) -> f64 {
        f64::from(u32::try_from(from + self.below(to - from + 1)).unwrap())
    }

    pub fn is(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

impl Small {
    /// A random one.
    pub fn drawn(seed: u64) -> Self {
        let mut draw = Draw(seed.wrapping_mul(7919) + 11);
        for _ in 0..4 {
            draw.below(2);
        }
        let required = draw.is(2);
        let nations = (0..=draw.below(2)).map(|_| {
            let target = draw.whole(4, 20);
            [draw.whole(20, 120), target, if draw.is(3) { (target / 2.0).floor() } else { 0.0 }]
        });
        let nations = nations.collect();
        let offers = (0..=draw.below(3)).map(|_| {
            let mut offer = SmallOffer { price: draw.whole(2, 9), foreign: draw.is(3), ..SmallOffer::default() };
            match draw.below(5) {
                0 | 1 => offer.band = (draw.whole(3, 16), 0.75),
                2 => offer.minimum = draw.whole(3, 14),
                3 => offer.lots = draw.whole(2, 6),
                _ => {}
            }
            if draw.is(2) {
                offer.capacity = draw.whole(5, 20);
            }
            offer
        });
        let offers = offers.collect();
        let goals = match draw.below(4) {
            0 => "[{ minimise: gap }, { minimise: cost }]",
            1 => "[{ minimise: cost }]",
            2 => "[{ minimise: gap, within: 5 % }, { maximise: domestic_volume }, { minimise: cost }]",
            _ => "[{ maximise: domestic_volume }, { minimise: cost }]",
        };
        let rules = match draw.below(3) {
            0 => "{ inside: { rule: european_content, of: basket, at_least: 50 % } }",
            1 => "{ two: { rule: second_source, at_least: 20 % } }",
            _ => "{}",
        };
        Self { nations, required, offers, goals, rules }
    }

    pub fn text(&self) -> String {
        let codes = ["DEU", "POL"];
        let mut text =
            String::from("model: Small\nmoney: MEUR 2025\nhorizon: 2026\ndomestic: \"{DEU, POL}\"\nnations:\n");
        let (mut targets, mut held) = (Vec::new(), Vec::new());
        for (code, [budget, target, holds]) in codes.iter().zip(&self.nations) {
            writeln!(text, "  {code}: {{ budget: {budget} }}").unwrap();
            targets.push(format!("{code}: {target}"));
            held.push(format!("{code}: {holds}"));
        }
        let all: f64 = self.nations.iter().map(|nation| nation[1]).sum();
        let required = if self.required { ", targets_are: required" } else { "" };
        writeln!(
            text,
            "capabilities:\n  guns: {{ us_baseline: {all}, targets: {{ {} }}, held: {{ {} }}{required} }}",
            targets.join(", "),
            held.join(", ")
        )
        .unwrap();
        text.push_str("producers: { near: { seat: DEU }, far: { seat: USA } }\noffers:\n");
        for (place, offer) in self.offers.iter().enumerate() {
            let by = if offer.foreign { "far" } else { "near" };
            let price = if offer.band.0 > 0.0 {
                format!("{{ 0: {}, {}: {} }}", offer.price, offer.band.0, offer.price * offer.band.1)
            } else {
                offer.price.to_string()
            };
            let mut rest = String::new();
            for (key, value) in
                [("minimum_order", offer.minimum), ("lots_of", offer.lots), ("capacity", offer.capacity)]
            {
                if value > 0.0 {
                    write!(rest, ", {key}: {value}").unwrap();
                }
            }
            writeln!(text, "  o{place}: {{ by: {by}, gives: guns, price: {price}{rest} }}").unwrap();
        }
        writeln!(text, "rules: {}\ngoals: {}", self.rules, self.goals).unwrap();
        text
    }

    pub fn model(&self) -> Model {
        model(&self.text())
    }

    /// The same with a limit that `explain` names moved.
    pub fn moved(&self, limit: &str, units: f64) -> Option<Self> {
        let mut other = self.clone();
        let nation = |text: &str| usize::from(!text.contains("Germany"));
        if limit.starts_with("free budget of ") {
            other.nations[nation(limit)][0] += units;
        } else if limit.starts_with("target of ") {
            other.nations[nation(limit)][1] += units;
        } else if let Some(offer) = limit.strip_prefix("line of o") {
            other.offers[offer.split(',').next().unwrap().parse::<usize>().unwrap()].capacity += units;
        } else {
            return None;
        }
        Some(other)
    }
}
