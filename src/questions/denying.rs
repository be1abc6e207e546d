//! Who denies what, in words, and the denials of a model that this means.

use crate::id::DenialId;
use crate::model::{Deniable, Denial, Model, Party};
use crate::questions::Unanswered;
use crate::units::Year;

/// Who denies what, as it is asked.
#[derive(Debug, Clone, Default)]
pub struct Denying {
    /// Who denies: codes of countries or producers. Empty: the denials of the model.
    pub deny: Vec<String>,
    /// What is denied. Empty: everything.
    pub what: Vec<Deniable>,
    /// The first year without support; nothing: the first of the horizon.
    pub from: Option<i32>,
    /// Ids of denials of the model. Empty, where nobody denies: all of them.
    pub denial: Vec<String>,
}

impl Denying {
    /// The denials that are asked for, added to the model where it does not have them.
    ///
    /// # Errors
    /// The model knows no such country, producer, year or denial.
    pub fn of(&self, model: &mut Model) -> Result<Vec<DenialId>, Unanswered> {
        self.found(model).map_err(Unanswered::Asked)
    }

    fn found(&self, model: &mut Model) -> Result<Vec<DenialId>, String> {
        if self.deny.is_empty() {
            let known: Vec<&str> = model.denials.codes().collect();
            let known = known.join(", ");
            if known.is_empty() {
                return Err("the model has no `denials`; say who denies, such as `--deny USA`".to_owned());
            }
            let all: Vec<DenialId> = model.denials.ids().collect();
            if self.denial.is_empty() {
                return Ok(all);
            }
            let find = |code: &String| {
                model.denials.find(code).ok_or_else(|| format!("the model has no denial `{code}`; it has {known}"))
            };
            return self.denial.iter().map(find).collect();
        }
        let denial = self.new_one(model)?;
        // What the model states already is that one, whose name is known; and a plan may say what it does about it.
        let same = |there: &Denial| (&there.by, there.from, &there.what) == (&denial.by, denial.from, &denial.what);
        if let Some((id, _)) = model.denials.iter().find(|(_, there)| same(there)) {
            return Ok(vec![id]);
        }
        let mut code = format!("deny_{}", self.deny.join("_").to_lowercase());
        while model.denials.find(&code).is_some() {
            code.push('_');
        }
        Ok(vec![model.denials.add(code, denial)])
    }

    fn new_one(&self, model: &Model) -> Result<Denial, String> {
        let mut by = Vec::new();
        for code in &self.deny {
            let producer = model.producers.find(code).map(Party::Producer);
            let party = producer.or_else(|| model.countries.find(code).map(Party::Country));
            by.push(party.ok_or_else(|| unknown(model, code))?);
        }
        let (first, last) = (model.horizon.first, model.horizon.last);
        let from = match self.from {
            None => model.horizon.first_step(),
            Some(year) => (model.horizon.step_of(Year(year)))
                .ok_or_else(|| format!("{year} is no year of the horizon {first}..{last}"))?,
        };
        let names: Vec<&str> = by.iter().map(|party| model.party_name(*party)).collect();
        let mut denial = model.denial(String::new(), &by, from, &self.what, 1.0);
        denial.name =
            format!("{} denied by {} from {} on", denial.what_words(), names.join(" and "), model.horizon.year(from));
        Ok(denial)
    }
}

/// That nobody has this code, and whose is like it.
fn unknown(model: &Model, code: &str) -> String {
    let asked = code.to_lowercase();
    let is_like = |known: &str, name: &str| {
        let (known, name) = (known.to_lowercase(), name.to_lowercase());
        !asked.is_empty() && (known.contains(&asked) || asked.contains(&known) || name.contains(&asked))
    };
    let producers = model.producers.iter().map(|(id, entry)| (model.producers.code(id), &entry.name));
    let countries = model.countries.iter().map(|(id, entry)| (model.countries.code(id), &entry.name));
    let like = producers.chain(countries).filter(|(known, name)| is_like(known, name)).take(5);
    let like: Vec<String> = like.map(|(known, _)| format!("`{known}`")).collect();
    let remedy = if like.is_empty() {
        "nothing of the model hangs on it, or it has another code".to_owned()
    } else {
        format!("did you mean {}?", like.join(" or "))
    };
    format!("the model knows no country and no producer `{code}`; {remedy}")
}
