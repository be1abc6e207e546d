//! One crate for all tests from outside, so that there is one program to link.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod architecture;
mod cli;
mod examples;
mod golden;
mod invalid;
mod json_schema;
mod laws;
mod libraries;
mod models;
mod published;
mod readme;
mod setting;
