//! One crate for all tests from outside, so that there is one program to link.

mod architecture;
mod cli;
mod examples;
mod golden;
mod invalid;
mod laws;
mod libraries;
mod models;
mod published;
mod readme;
mod setting;
