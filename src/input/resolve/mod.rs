//! From the document to the model: names become ids, years become tables, defaults come in, and every check runs.
//!
//! One file per part of the document; this one holds what they share.

mod budgets;
mod capabilities;
mod country_codes;
mod denials;
mod discounts;
mod figure_checks;
mod figures;
mod funding;
mod funds;
mod goals;
mod industry;
mod out_of_capacity;
mod out_of_reach;
mod ownership;
mod places;
mod price_bands;
mod proposals;
mod purchases;
mod rules;
mod spread;
mod stocks;
mod supply;

use std::collections::{HashMap, HashSet};

use crate::id::{Id, NationId, Registry};
use crate::input::countries::named;
use crate::input::finding::Findings;
use crate::input::sources::Sources;
use crate::input::tree::Node;
use crate::input::words::nearest;
use crate::model::{Horizon, Model, ModelDraft};
use crate::schema::{Document, Located, Position};
use crate::units::Year;

/// The ids that the files declare, good or bad, so that a bad entry does not make its users look wrong as well.
pub struct Declared {
    tables: HashMap<String, HashSet<String>>,
    keys: Vec<String>,
    /// Nations that have a key which is probably meant to be `budget`.
    misspelt_budgets: HashSet<String>,
}

impl Declared {
    /// The ids of every table of a tree.
    pub fn of(tree: &Node) -> Self {
        let mut tables = HashMap::new();
        for (name, table) in tree.as_map().into_iter().flatten() {
            if let Some(entries) = table.as_map() {
                tables.insert(name.value.clone(), entries.keys().map(|key| key.value.clone()).collect());
            }
        }
        let keys = tree.as_map().into_iter().flatten().map(|(key, _)| key.value.clone()).collect();
        let nations = tree.as_map().and_then(|map| map.get("nations")).and_then(Node::as_map);
        let misspelt = |entry: &Node| {
            let mut keys = entry.as_map().into_iter().flatten().map(|(key, _)| key.value.as_str());
            keys.any(|key| key != "budget" && nearest(key, ["budget"]).is_some())
        };
        let misspelt_budgets = (nations.into_iter().flatten())
            .filter(|(_, entry)| misspelt(entry))
            .map(|(code, _)| code.value.clone())
            .collect();
        Self { tables, keys, misspelt_budgets }
    }

    fn has(&self, table: &str, id: &str) -> bool {
        self.tables.get(table).is_some_and(|ids| ids.contains(id))
    }
}

/// What the parts share while a model is made.
struct Resolver<'a> {
    document: &'a Document,
    declared: &'a Declared,
    sources: &'a Sources,
    findings: &'a mut Findings,
    model: ModelDraft,
    /// Money of the model without its leading M, such as `EUR 2025`, and the file in which the model itself stands.
    money: String,
    own_file: u32,
}

/// Makes the model of a document. What is wrong is in the findings; the model is whole only if none is an error.
#[tracing::instrument(skip_all, name = "validate")]
pub fn resolve(document: &Document, declared: &Declared, sources: &Sources, findings: &mut Findings) -> Option<Model> {
    let own_file = document
        .horizon
        .as_ref()
        .map(|text| text.at.file)
        .or_else(|| document.model.as_ref().map(|title| title.at.file))
        .unwrap_or(0);
    let top = Position { file: own_file, line: 1, column: 1, length: 1 };
    if declared.keys.is_empty() {
        if !findings.has_errors() {
            findings.error(top, "the document is empty", "`entente new` writes one to start from");
        }
        return None;
    }
    let horizon = match document.horizon.as_ref().map(|text| (parse_years(&text.0), text.at)) {
        Some((Ok(horizon), _)) => horizon,
        Some((Err(what), at)) => {
            findings.error(at, what, "write it as `2026..2035`");
            ANY_YEARS
        }
        None => {
            if !declared.has_key("horizon") {
                findings.error(top, "the model has no `horizon`", "add its years, such as `horizon: 2026..2035`");
            }
            ANY_YEARS
        }
    };
    let title = document.model.as_ref().map_or_else(|| "Untitled model".to_owned(), |title| title.value.clone());
    let money = document.money.as_ref().map_or_else(|| "MEUR".to_owned(), |money| money.value.0.clone());
    if document.model.is_none() && !declared.has_key("model") {
        findings.error(top, "the model has no title", "add `model: what it is about`");
    }
    if let Some(unit) = &document.money
        && !is_money(&unit.0)
    {
        findings.error(unit.at, format!("`{}` is no money in millions", unit.0), "write it as `MEUR 2025`");
    }
    let mut resolver = Resolver {
        document,
        declared,
        sources,
        findings,
        model: ModelDraft::new(title, money.clone(), horizon),
        money: money.strip_prefix('M').unwrap_or(&money).to_owned(),
        own_file,
    };
    resolver.refuse_money_of_rates();
    resolver.places();
    resolver.capabilities();
    resolver.producers();
    resolver.provisions();
    resolver.decay();
    resolver.denials();
    resolver.holdings();
    resolver.industry();
    resolver.purchases();
    resolver.supply();
    resolver.goals();
    resolver.proposals();
    resolver.refuse_use_beside_others();
    if !resolver.findings.has_errors() {
        resolver.warn_of_spread();
        resolver.warn_of_what_nobody_can_pay();
    }
    resolver.model.parts().figures.sort_by(|a, b| a.figure.cmp(&b.figure));
    // What is wrong with a document has been told by place; only what is right is whole.
    if resolver.findings.has_errors() {
        return None;
    }
    match resolver.model.finish() {
        Ok(model) => Some(model),
        Err(refusal) => {
            findings.error(top, refusal.what, refusal.remedy);
            None
        }
    }
}

impl Declared {
    /// Whether a key of the document is there, or one that is probably meant for it.
    fn has_key(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key == name || nearest(key, [name]).is_some())
    }
}

/// Stands in for a horizon that is missing or wrong, so that everything else is checked all the same.
const ANY_YEARS: Horizon = Horizon { first: Year(1900), last: Year(2200) };

/// First and last year of `2026..2035` or `2026`.
fn parse_years(text: &str) -> Result<Horizon, String> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let year = |text: &str| -> Result<i32, String> {
        text.trim()
            .parse::<i32>()
            .ok()
            .filter(|y| (1900..=2200).contains(y))
            .ok_or_else(|| format!("`{}` is no year", text.trim()))
    };
    let (first, last) = (year(first)?, year(last)?);
    if last < first {
        return Err(format!("the years run backwards: {text}"));
    }
    Ok(Horizon { first: Year(first), last: Year(last) })
}

/// Whether a text is a money such as `MEUR 2025`.
fn is_money(text: &str) -> bool {
    let Some((code, year)) = text.split_once(' ') else { return false };
    let Some(code) = code.strip_prefix('M') else { return false };
    code.len() == 3
        && code.chars().all(|c| c.is_ascii_uppercase())
        && year.len() == 4
        && year.chars().all(|c| c.is_ascii_digit())
}

impl Resolver<'_> {
    /// Notes a name that nothing bears, unless its entry is there but bad.
    fn unknown<'n>(
        &mut self,
        what: &str,
        table: &str,
        name: &str,
        at: Position,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.declared.has(table, name) {
            return;
        }
        let listed = format!("{what}s are listed under `{table}`")
            .replace("capabilitys", "capabilities")
            .replace("countrys", "countries");
        let near = if self.findings.are_many() { None } else { nearest(name, known) };
        let remedy = near.map_or_else(|| listed.clone(), |near| format!("did you mean `{near}`? {listed}"));
        self.findings.error(at, format!("unknown {what} `{name}`"), remedy);
    }

    /// The id of a name in a registry of the model, or a finding.
    fn find<I: Id, T>(
        &mut self,
        what: &str,
        table: &str,
        name: &str,
        at: Position,
        registry: fn(&Model) -> &Registry<I, T>,
    ) -> Option<I> {
        let found = registry(&self.model).find(name);
        if found.is_none() {
            let all = if self.findings.are_many() { 0 } else { usize::MAX };
            let known: Vec<String> = registry(&self.model).codes().take(all).map(str::to_owned).collect();
            self.unknown(what, table, name, at, known.iter().map(String::as_str));
        }
        found
    }

    /// The buying nation of a code. Nations of the table that do not buy in this model are passed over in silence.
    fn nation(&mut self, name: &str, at: Position) -> Option<NationId> {
        if self.model.nations.find(name).is_none() && self.document.nations.contains_key(name) {
            return None;
        }
        self.find("nation", "nations", name, at, |model| &model.nations)
    }

    /// Checks that an id is made of letters, digits and `_`, so that it can stand in paths and in formulas that other
    /// solvers read.
    fn check_id(&mut self, table: &str, id: &Located<String>) {
        let good = id.value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && id.value.len() <= 64
            && !id.value.is_empty();
        if !good {
            let country = named(&id.value).filter(|_| matches!(table, "nations" | "countries"));
            let remedy = country.map_or_else(
                || "use letters, digits and `_`, at most 64; put the full name under `name`".to_owned(),
                |code| format!("write the code of the country, `{code}`; put the full name under `name`"),
            );
            self.findings.error(id.at, format!("`{}` cannot be an id in `{table}`", id.value), remedy);
        }
    }
}
