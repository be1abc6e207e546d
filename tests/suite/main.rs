//! One crate for all tests from outside, so that there is one program to link.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod architecture;
mod bounds;
mod budgets;
mod cases;
mod cases_of_solving;
mod cli;
mod comparisons;
mod dependence;
mod examples;
mod flows;
mod golden;
mod hedge;
mod infeasible;
mod invalid;
mod json_schema;
mod laws;
mod laws_of_denial;
mod laws_of_proposals;
mod laws_of_scenarios;
mod laws_of_solving;
mod layers;
mod libraries;
mod models;
mod presets;
mod published;
mod readme;
mod reduction;
mod rules;
mod rules_at_their_limits;
mod scarce;
mod selection;
mod setting;
mod stored;
mod studies;
mod trade;
