//! Set algebra over countries: `EU27 - {HUN, POL} + {UKR}`. `+` joins, `-` takes away, from left to right.

use std::collections::HashMap;

use crate::input::finding::Findings;
use crate::input::known_groups::KnownGroup;
use crate::input::words::nearest;
use crate::schema::{DocumentTable, Position, SetDocument};

/// The named groups of a document, each worked out once.
pub struct Groups<'a> {
    documents: &'a DocumentTable<SetDocument>,
    known_code: &'a dyn Fn(&str) -> bool,
    likely: Vec<&'a str>,
    done: HashMap<String, Vec<String>>,
    open: Vec<String>,
}

impl<'a> Groups<'a> {
    /// The groups of a document; `known_code` tells what is a country, and `likely` are those that may be meant.
    pub fn new(
        documents: &'a DocumentTable<SetDocument>,
        known_code: &'a dyn Fn(&str) -> bool,
        likely: Vec<&'a str>,
    ) -> Self {
        Self { documents, known_code, likely, done: HashMap::new(), open: Vec::new() }
    }

    /// Works every group out, so that a bad one is found even where nobody uses it.
    pub fn check_all(&mut self, findings: &mut Findings) {
        let documents = self.documents;
        for name in documents.keys() {
            self.group(&name.value, name.at, findings);
        }
    }

    /// The members of a set, in a stable order.
    pub fn members(&mut self, algebra: &str, at: Position, findings: &mut Findings) -> Vec<String> {
        let mut members: Vec<String> = Vec::new();
        let mut rest = algebra.trim();
        let mut joins = true;
        if rest.is_empty() {
            findings.error(at, "an empty set", "write a group, or countries such as `{DEU, FRA}`");
        }
        while !rest.is_empty() {
            let (operand, after) = match rest.strip_prefix('{') {
                Some(inner) => {
                    let Some(end) = inner.find('}') else {
                        findings.error(at, format!("`{algebra}` lacks a `}}`"), "close the list of countries");
                        return members;
                    };
                    (
                        inner[..end].split(',').map(str::trim).filter(|s| !s.is_empty()).collect::<Vec<_>>(),
                        &inner[end + 1..],
                    )
                }
                None => {
                    let end = rest.find(['+', '-', '{', ' ']).unwrap_or(rest.len());
                    (vec![rest[..end].trim()], &rest[end..])
                }
            };
            let mut named = Vec::new();
            for name in operand {
                named.extend(self.group(name, at, findings));
            }
            if joins {
                for name in named {
                    if !members.contains(&name) {
                        members.push(name);
                    }
                }
            } else {
                members.retain(|name| !named.contains(name));
            }
            rest = after.trim_start();
            if rest.is_empty() {
                break;
            }
            joins = match rest.chars().next() {
                Some('+') => true,
                Some('-') => false,
                _ => {
                    findings.error(
                        at,
                        format!("`{algebra}` lacks a `+` or `-` before `{rest}`"),
                        "write sets as `EU27 - {HUN} + {UKR}`",
                    );
                    return members;
                }
            };
            rest = rest[1..].trim_start();
            if rest.is_empty() {
                findings.error(at, format!("`{algebra}` ends with a sign"), "write sets as `EU27 - {HUN} + {UKR}`");
            }
        }
        members
    }

    /// The members of a group, or the country itself.
    fn group(&mut self, name: &str, at: Position, findings: &mut Findings) -> Vec<String> {
        if let Some(members) = self.done.get(name) {
            return members.clone();
        }
        let documents = self.documents;
        let Some((key, document)) = documents.get_key_value(name) else {
            if (self.known_code)(name) {
                return vec![name.to_owned()];
            }
            match KnownGroup::named(name) {
                Some(Ok(group)) => {
                    let members: Vec<String> = group.members().map(str::to_owned).collect();
                    self.done.insert(name.to_owned(), members.clone());
                    return members;
                }
                Some(Err(what)) => {
                    findings.error(at, format!("`{name}` is no group: {what}"), "name one of these years");
                    return Vec::new();
                }
                None => {}
            }
            let built_in = KnownGroup::all().iter().map(|group| group.name);
            let declared = documents.keys().map(|key| key.value.as_str());
            let candidates = declared.chain(self.likely.iter().copied()).chain(built_in);
            let remedy = nearest(name, candidates).map_or_else(
                || "name a group of `groups`, one that `entente groups` lists, or countries".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            findings.error(at, format!("unknown group or country `{name}`"), remedy);
            return Vec::new();
        };
        if self.open.iter().any(|open| open == name) {
            let start = self.open.iter().position(|open| open == name).unwrap_or(0);
            let members = &self.open[start..];
            // A circle is met from each of its groups, and told once, at the first by name.
            if start > 0 || members.iter().any(|member| member.as_str() < name) {
                return Vec::new();
            }
            let circle = [members, &[name.to_owned()]].concat().join(" → ");
            findings.error(
                key.at,
                format!("the group `{name}` is made of itself: {circle}"),
                "define one of them by its countries",
            );
            return Vec::new();
        }
        self.open.push(name.to_owned());
        let members = match document {
            SetDocument::Algebra(algebra) => self.members(algebra, key.at, findings),
            SetDocument::List(list) => {
                let mut members = Vec::new();
                for name in list {
                    for member in self.group(name, key.at, findings) {
                        if !members.contains(&member) {
                            members.push(member);
                        }
                    }
                }
                members
            }
        };
        self.open.pop();
        self.done.insert(name.to_owned(), members.clone());
        members
    }
}
