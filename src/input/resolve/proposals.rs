//! Proposals: pools and programmes, and the two proposals that stand beside those of the document.

use super::Resolver;
use super::figures::{Entry, Unit};
use super::rules::is_left_out;
use crate::id::{CapabilityId, NationId, Registry};
use crate::model::{ALONE, BuyingGroup, ModelDraft, Programme, Proposal, Range, TOGETHER};
use crate::schema::{DocumentTable, Located, PoolDocument, ProgrammeDocument, ProposalDocument};
use crate::units::{Money, Share};

impl Resolver<'_> {
    /// Every proposal; the model comes out under the one in which all buy together.
    pub(super) fn proposals(&mut self) {
        let document = self.document;
        self.capability_groups();
        let rules = self.rules("rules", &document.rules, &[]);
        self.refuse_what_no_offer_meets("rules", &document.rules, &rules);
        let programmes = self.programmes("programmes", &document.programmes);
        self.known_programmes();
        let mut proposals = Registry::default();
        let first = self.model.horizon.first_step();
        let plain = |name: &str, about: &str| Proposal {
            name: name.to_owned(),
            about: about.to_owned(),
            rules: rules.clone(),
            programmes: programmes.clone(),
            ..Proposal::default()
        };
        proposals.add(ALONE, plain("everyone alone", "Every nation buys by itself."));
        let mut together = plain("all together", "All buyers form one pool for everything.");
        let members = self.model.nations.ids().collect();
        let joint = BuyingGroup { exclusive: true, ..BuyingGroup::pool("all together".to_owned(), members, first) };
        together.pools.push(("joint".to_owned(), joint));
        let default = proposals.add(TOGETHER, together);
        for (code, entry) in &document.proposals {
            self.check_id("proposals", code);
            if [ALONE, TOGETHER].contains(&code.value.as_str()) {
                let what = format!("the proposal `{code}` is in every model without being written");
                self.findings.error(code.at, what, "give this one another name");
                continue;
            }
            let mut proposal = plain(entry.name.as_deref().unwrap_or(code), entry.about.as_deref().unwrap_or_default());
            self.proposal(code, entry, &mut proposal);
            proposals.add(code.value.clone(), proposal);
        }
        let default = match &document.proposal {
            None => default,
            Some(name) => proposals.find(&name.value).unwrap_or_else(|| {
                let known: Vec<String> = proposals.codes().map(str::to_owned).collect();
                self.unknown("proposal", "proposals", name, name.at, known.iter().map(String::as_str));
                default
            }),
        };
        self.model.parts().proposals = proposals;
        if !self.findings.has_errors() {
            for proposal in self.model.proposals.ids() {
                self.warn_of_idle_funds(proposal);
            }
        }
        self.model.parts().proof_gap = document.proof_gap.as_ref().map(|share| self.share("proof_gap", share).0);
        self.model = ModelDraft::of(&self.model.under(default));
    }

    fn proposal(&mut self, code: &Located<String>, entry: &ProposalDocument, proposal: &mut Proposal) {
        let path = format!("proposals.{code}");
        for (name, pool) in &entry.pools {
            self.check_id("pools", name);
            let of_nation = self.document.nations.contains_key(name);
            if of_nation || name.value == "joint" {
                let whose = if of_nation { "a nation" } else { "the pool of all in `together`" };
                let what = format!("the pool `{name}` bears the name of {whose}");
                self.findings.error(name.at, what, "give it a name of its own");
                continue;
            }
            if let Some(pool) = self.pool(&format!("{path}.pools.{name}"), name, pool) {
                self.refuse_overlaps(name, &pool, &proposal.pools);
                proposal.pools.push((name.value.clone(), pool));
            }
        }
        let pools: Vec<String> = entry.pools.keys().map(|name| name.value.clone()).collect();
        replace(&mut proposal.rules, self.rules(&format!("{path}.rules"), &entry.rules, &pools));
        proposal.rules.retain(|(code, _)| !entry.rules.get(code.as_str()).is_some_and(is_left_out));
        replace(&mut proposal.programmes, self.programmes(&format!("{path}.programmes"), &entry.programmes));
        proposal.funds = self.funds(&format!("{path}.funds"), &entry.funds, &pools);
        self.refuse_what_nobody_can_meet(&path, &entry.rules, proposal);
    }

    fn pool(&mut self, path: &str, name: &Located<String>, pool: &PoolDocument) -> Option<BuyingGroup> {
        let entry = Entry { path, source: None, confidence: None };
        let members = self.nations_of(Some(&pool.members));
        if members.is_empty() {
            if !self.findings.said_at(pool.members.at) {
                let what = format!("the pool `{name}` has no buying nation");
                self.findings.error(pool.members.at, what, "name at least one nation that buys in this model");
            }
            return None;
        }
        let horizon = self.model.horizon;
        let mut opens = horizon.first_step();
        if let Some(year) = &pool.opens {
            match horizon.step_of(crate::units::Year(year.value)) {
                Some(step) => opens = step,
                None if year.value < horizon.first.0 => {}
                None => {
                    let what = format!("`{path}.opens` is {}, after the horizon", year.value);
                    self.findings.error(year.at, what, format!("name a year up to {}", horizon.last));
                }
            }
        }
        let covers = self.capabilities_of(&pool.buys);
        if let Some(first) = pool.buys.first().filter(|_| covers.is_empty())
            && !pool.buys.iter().any(|named| self.findings.said_at(named.at))
        {
            let what = format!("the pool `{name}` buys nothing: its groups hold no capability");
            self.findings.error(first.at, what, "name a capability, or fill the group under `capability_groups`");
        }
        let overhead =
            pool.overhead.as_ref().map_or(Share::NONE, |share| self.share(&format!("{path}.overhead"), share));
        let harmonisation = pool.harmonisation.as_ref();
        let cost = harmonisation.and_then(|h| h.cost.as_ref());
        let cost = self.amount(entry, "harmonisation.cost", cost, Unit::Money("MEUR"));
        let delay = harmonisation
            .and_then(|h| h.delay.as_ref())
            .map_or(0, |text| self.whole_years(&format!("{path}.harmonisation.delay"), text));
        if let Some(text) = harmonisation.and_then(|h| h.delay.as_ref())
            && horizon.after(opens, delay).is_none()
        {
            let what = format!(
                "the pool `{name}` would place its first order in {}, after the horizon",
                horizon.year(opens).0 + i32::try_from(delay).unwrap_or(i32::MAX / 2)
            );
            self.findings.error(
                text.at,
                what,
                format!("shorten `delay`, or widen the horizon beyond {}", horizon.last),
            );
        }
        Some(BuyingGroup {
            covers,
            exclusive: pool.exclusive,
            overhead,
            discounts: self.discounts(path, pool),
            harmonisation: Money(cost),
            delay,
            ..BuyingGroup::pool(pool.name.clone().unwrap_or_else(|| name.value.clone()), members, opens)
        })
    }

    /// No nation can buy one thing through two pools alone.
    fn refuse_overlaps(&mut self, name: &Located<String>, pool: &BuyingGroup, others: &[(String, BuyingGroup)]) {
        for (other, earlier) in others.iter().filter(|(_, earlier)| earlier.exclusive && pool.exclusive) {
            let shared = self.model.capabilities.ids().find(|k| pool.buys(*k) && earlier.buys(*k));
            let member = pool.members.iter().find(|nation| earlier.members.contains(nation));
            if let (Some(capability), Some(&member)) = (shared, member) {
                let (nation, bought) = (self.model.nations.code(member), self.model.capabilities.code(capability));
                let what = format!(
                    "the exclusive pools `{other}` and `{name}` overlap: {nation} would have to buy `{bought}` through \
                     each of them alone"
                );
                self.findings.error(
                    name.at,
                    what,
                    format!("take {nation} out of one of them, or let one not be exclusive"),
                );
            }
        }
    }

    /// The buyers among a named set. A member that is no nation of the table is an error; one that does not buy in this
    /// model is passed over, as is one that a preset names.
    pub(super) fn nations_of(&mut self, text: Option<&Located<String>>) -> Vec<NationId> {
        let Some(text) = text else { return self.model.nations.ids().collect() };
        let document = self.document;
        let preset = self.sources.preset(text.at).is_some();
        let named: Vec<String> = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let mut list = Vec::new();
        for code in self.set(Some(text)).unwrap_or_default() {
            match self.model.nations.find(&code) {
                Some(nation) => list.push(nation),
                // Groups such as NATO hold nations that the model does not know; one that is named outright is a slip.
                None if !preset && named.contains(&code) && !document.nations.contains_key(code.as_str()) => {
                    let known = document.nations.keys().map(|key| key.value.as_str());
                    self.unknown("nation", "nations", &code, text.at, known);
                }
                None => {}
            }
        }
        list
    }

    /// Capabilities by name, or by the name of a group of them.
    pub(super) fn capabilities_of(&mut self, names: &[Located<String>]) -> Vec<CapabilityId> {
        let document = self.document;
        let mut list = Vec::new();
        for name in names {
            let found: Vec<CapabilityId> = match document.capability_groups.get(name.value.as_str()) {
                // What a group misnames is told where the group stands.
                Some(members) => members.iter().filter_map(|member| self.model.capabilities.find(member)).collect(),
                None => self.model.capabilities.find(name).into_iter().collect(),
            };
            if found.is_empty() && !document.capability_groups.contains_key(name.value.as_str()) {
                self.no_capability(name);
            }
            for capability in found {
                if !list.contains(&capability) {
                    list.push(capability);
                }
            }
        }
        list
    }

    /// Notes a name that is neither a capability nor a group of them.
    fn no_capability(&mut self, name: &Located<String>) {
        if let Some(preset) = self.sources.preset(name.at) {
            let what =
                format!("the preset `{preset}` speaks of the capabilities `{name}`, and the model does not list them");
            let remedy = format!("add `capability_groups: {{ {name}: [ … ] }}` to the model; the list may be empty");
            self.findings.error(name.at, what, remedy);
            return;
        }
        let mut known: Vec<String> = self.model.capabilities.codes().map(str::to_owned).collect();
        known.extend(self.document.capability_groups.keys().map(|key| key.value.clone()));
        self.unknown("capability", "capabilities", name, name.at, known.iter().map(String::as_str));
    }

    /// Groups of capabilities name capabilities that there are.
    fn capability_groups(&mut self) {
        let document = self.document;
        for (code, members) in &document.capability_groups {
            self.check_id("capability_groups", code);
            if self.model.capabilities.find(code).is_some() {
                let what = format!("`{code}` is a capability and a group of capabilities");
                self.findings.error(code.at, what, "rename the group");
            }
            for member in members {
                self.find("capability", "capabilities", member, member.at, |model| &model.capabilities);
            }
        }
    }

    fn programmes(&mut self, path: &str, table: &DocumentTable<ProgrammeDocument>) -> Vec<(String, Programme)> {
        let mut list = Vec::new();
        for (name, document) in table {
            self.check_id("programmes", name);
            let path = format!("{path}.{name}");
            let entry = Entry { path: &path, source: document.source.as_ref(), confidence: None };
            let cost = self.number(entry, "cost", &document.cost, Unit::Money("MEUR"), Range::NotNegative);
            let duration = self.whole_years(&format!("{path}.duration"), &document.duration);
            let payment = if document.payment.is_empty() {
                let years = duration.max(1);
                #[expect(clippy::cast_precision_loss, reason = "a duration has few years")]
                let share = Share(1.0 / years as f64);
                vec![share; years]
            } else {
                self.payment(&path, &document.payment)
            };
            let payers = self.nations_of(document.paid_by.as_ref());
            let funding = self.funding(entry, payers, document.key.as_ref());
            let open = self.steps_of(&path, document.open.as_ref());
            let (Some(funding), Some(open)) = (funding, open) else { continue };
            if self.model.horizon.after(open.0, duration).is_none() {
                let what = format!("`{path}` takes {duration} years, and the horizon is over before it is");
                let remedy = "shorten it, let it start earlier, or widen the horizon";
                self.findings.warning(document.duration.at, what, remedy);
            }
            let name_in_reports = document.name.clone().unwrap_or_else(|| name.value.clone());
            let programme = Programme { name: name_in_reports, cost: Money(cost), duration, payment, open, funding };
            list.push((name.value.clone(), programme));
        }
        list
    }

    /// Offers need programmes that the model or some proposal has.
    fn known_programmes(&mut self) {
        let document = self.document;
        let needs = document.offers.iter().filter_map(|(code, offer)| Some((code, offer.needs.as_ref()?)));
        let switches = document.capabilities.iter().filter_map(|(code, entry)| Some((code, entry.switch.as_ref()?)));
        let opens = document.lines.iter().filter_map(|(code, line)| Some((code, line.needs.as_ref()?)));
        for (code, needs) in needs.chain(switches).chain(opens) {
            self.known_programme("needs", code, needs);
        }
    }

    /// Notes a name that no programme bears, of the model or of a proposal.
    pub(super) fn known_programme(&mut self, does: &str, whose: &str, name: &Located<String>) {
        let document = self.document;
        let of_proposals = document.proposals.values().flat_map(|proposal| proposal.programmes.keys());
        let known: Vec<&str> = document.programmes.keys().chain(of_proposals).map(|key| key.value.as_str()).collect();
        if known.contains(&name.value.as_str()) {
            return;
        }
        let near = crate::input::words::nearest(name, known.iter().copied());
        let remedy = near.map_or_else(
            || "programmes are listed under `programmes`, in the model or in a proposal".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.findings.error(name.at, format!("`{whose}` {does} the unknown programme `{name}`"), remedy);
    }

    /// Pools that are there.
    pub(super) fn known_pools(&mut self, named: &[Located<String>], pools: &[String]) {
        if pools.is_empty() && self.findings.has_errors() {
            // The pools are there, but under a key misspelt, which has been told.
            return;
        }
        for pool in named.iter().filter(|pool| !pools.contains(&pool.value)) {
            let near = crate::input::words::nearest(pool, pools.iter().map(String::as_str));
            let listed = if pools.is_empty() {
                "only a proposal that has pools can name them in its rules and funds"
            } else {
                "pools are listed under `pools` of the same proposal"
            };
            let remedy = near.map_or_else(|| listed.to_owned(), |near| format!("did you mean `{near}`?"));
            self.findings.error(pool.at, format!("unknown pool `{pool}`"), remedy);
        }
    }
}

/// Adds entries; those of the same code take the place of earlier ones.
fn replace<T>(list: &mut Vec<(String, T)>, own: Vec<(String, T)>) {
    for (code, entry) in own {
        match list.iter_mut().find(|(there, _)| *there == code) {
            Some(place) => place.1 = entry,
            None => list.push((code, entry)),
        }
    }
}
