//! Counts on pages are those that the tools kept.

use std::process::Command;

use crate::setting::{root, skipped, stderr, stdout};

#[test]
fn the_page_on_reliability_says_what_the_tools_counted() {
    let Ok(checked) = Command::new("python3").arg(root().join("tools/reliability/page")).arg("--check").output() else {
        skipped("the page on reliability is not compared with the counts: python3 is missing");
        return;
    };
    assert!(checked.status.success(), "{}{}", stdout(&checked), stderr(&checked));
}
