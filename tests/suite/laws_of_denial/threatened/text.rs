//! Random models as the documents that they are.

use std::fmt::{self, Write};

use super::{Bill, Capability, KINDS, NOT_US, PARTIES, World};

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}under {}\n", self.text("minimise: gap", ""), self.proposal)
    }
}

impl Bill {
    fn text(&self) -> String {
        let mut text = String::new();
        let parties = self.left.iter().map(|entry| entry.1);
        let mut named = parties.chain(self.software.map(|part| part.0)).chain(self.sustained.map(|part| part.0));
        if named.all(|who| who != 0 && who < NOT_US) {
            write!(text, ", without_us: {}", self.without_us).unwrap();
        }
        for (word, part) in [("software", self.software), ("sustained_by", self.sustained)] {
            if let Some((who, share)) = part {
                write!(text, ", {word}: {{ {}: {share} }}", PARTIES[who]).unwrap();
            }
        }
        if let Some(who) = self.licensed {
            write!(text, ", licensed_from: [{}]", PARTIES[who]).unwrap();
        }
        text.push_str(", when_denied: { ");
        for (kind, word) in KINDS.iter().enumerate().take(3) {
            let mut told = Vec::new();
            write!(text, "{word}: {{ ").unwrap();
            for &(of, who, first, last, after) in &self.left {
                if of == kind && !told.contains(&who) {
                    told.push(who);
                    write!(text, "{}: {{ 0: {first}, {after}: {last} }}, ", PARTIES[who]).unwrap();
                }
            }
            text.push_str("}, ");
        }
        text + "}"
    }
}

impl World {
    fn nation(&self, n: usize) -> String {
        let letter = |n: usize| char::from(b'A' + u8::try_from(n).unwrap());
        if self.renamed { format!("Z{}", letter(9 - n)) } else { format!("N{}", letter(n)) }
    }

    fn capability(&self, k: usize) -> String {
        if self.renamed { format!("c{}", 9 - k) } else { format!("k{k}") }
    }

    /// A producer by place: makers at home first, then those abroad.
    fn producer(&self, i: usize) -> String {
        let abroad = ["star", "albion", "daughter", "grand"];
        if i < self.nations.len() { format!("maker{i}") } else { abroad[i % abroad.len()].to_owned() }
    }

    fn order(&self, count: usize) -> Vec<usize> {
        if self.renamed { (0..count).rev().collect() } else { (0..count).collect() }
    }

    /// The world as a document, with goals and with whatever else stands before them.
    pub fn text(&self, goals: &str, more: &str) -> String {
        let last = 2025 + self.years;
        let mut text = format!("model: Random\nhorizon: 2026..{last}\nnations:\n");
        for n in self.order(self.nations.len()) {
            let (first, end) =
                (self.nations[n].budget * self.scale, self.nations[n].growth * self.nations[n].budget * self.scale);
            writeln!(text, "  {}: {{ budget: {{ 2026: {first}, {last}: {end} }} }}", self.nation(n)).unwrap();
        }
        text.push_str("capabilities:\n");
        for k in self.order(self.capabilities.len()) {
            self.push_capability(k, &mut text);
        }
        self.push_producers(&mut text);
        text.push_str("holdings:\n");
        for (h, holding) in self.holdings.iter().enumerate() {
            let k = holding.gives % self.capabilities.len();
            let units = holding.quantity * self.capabilities[k].baseline * self.scale;
            let by = holding.by.map_or_else(String::new, |by| format!(", by: {}", self.producer(by)));
            writeln!(
                text,
                "  h{h}: {{ nation: {}, gives: {}, quantity: {{ 2026: {units}, {last}: {} }}, quality: {}{by}{} }}",
                self.nation(holding.nation),
                self.capability(k),
                units * holding.falls_to,
                holding.quality,
                holding.bill.text()
            )
            .unwrap();
        }
        text.push_str("offers:\n");
        for p in self.order(self.offers.len()) {
            self.push_offer(p, &mut text);
        }
        text.push_str(&self.denials_text());
        let (first, second) = (self.nation(0), self.nation(1));
        writeln!(text, "proposals: {{ some: {{ pools: {{ both: {{ members: '{{{first}, {second}}}' }} }} }} }}")
            .unwrap();
        write!(text, "{more}goals:\n  - {goals}\n").unwrap();
        text
    }

    fn push_capability(&self, k: usize, text: &mut String) {
        let Capability { baseline, weight, held, needs, flow } = &self.capabilities[k];
        let baseline = baseline * self.scale;
        let kind = if *flow { "flow" } else { "stock" };
        let (code, holder) = (self.capability(k), self.nation(0));
        write!(
            text,
            "  {code}: {{ kind: {kind}, us_baseline: {baseline}, weight: {weight}, held: {{ {holder}: {} }}",
            held * baseline
        )
        .unwrap();
        text.push_str(", needs: { ");
        for (j, amount) in needs.iter().enumerate().filter(|(j, amount)| *j < k && **amount > 0.0) {
            write!(text, "{}: {amount}, ", self.capability(j)).unwrap();
        }
        text.push('}');
        if k == 0 {
            let (us, daughter) = (self.provided.0 * baseline, self.provided.1 * baseline);
            write!(text, ", us_provides: {us}, provided_by: {{ daughter: {daughter} }}").unwrap();
            if self.switch.is_some() {
                text.push_str(", switch: renewal");
            }
        }
        text.push_str(" }\n");
    }

    fn push_producers(&self, text: &mut String) {
        if let Some((cost, years)) = self.switch {
            let all: f64 = self.nations.iter().map(|nation| nation.budget).sum();
            let cost = cost * all * self.scale;
            writeln!(text, "programmes: {{ renewal: {{ cost: {cost}, duration: {years} years, payment: [100 %] }} }}")
                .unwrap();
        }
        text.push_str("producers:\n");
        for n in 0..self.nations.len() {
            writeln!(text, "  maker{n}: {{ seat: {} }}", self.nation(n)).unwrap();
        }
        let (daughter, grand) = self.owned;
        let (first, second) = (self.nation(0), self.nation(1));
        writeln!(text, "  star: {{ seat: USA, owners: {{ USA: 40 %, GBR: 60 % }} }}").unwrap();
        writeln!(text, "  albion: {{ seat: GBR }}").unwrap();
        writeln!(text, "  daughter: {{ seat: {first}, owners: {{ star: {daughter}, {first}: {} }} }}", 1.0 - daughter)
            .unwrap();
        writeln!(text, "  grand: {{ seat: {second}, owners: {{ daughter: {grand}, {second}: {} }} }}", 1.0 - grand)
            .unwrap();
    }

    fn push_offer(&self, p: usize, text: &mut String) {
        let offer = &self.offers[p];
        let k = offer.gives % self.capabilities.len();
        let mut gives = format!("{}: 1", self.capability(k));
        if offer.beside > 0.0 {
            write!(gives, ", {}: {}", self.capability((k + 1) % self.capabilities.len()), offer.beside).unwrap();
        }
        let price = match self.falls {
            Some((from, part)) => format!("{{ 0: {}, {}: {} }}", offer.price, from * self.scale, offer.price * part),
            None => offer.price.to_string(),
        };
        let life = offer.life.map_or(String::new(), |life| format!(", service_life: {life} years"));
        let (home, rest) = (self.nation(0), if offer.rest_us { "USA" } else { "GBR" });
        writeln!(
            text,
            "  p{p}: {{ by: {}, gives: {{ {gives} }}, price: {price}, quality: {}, capacity: {}, lead_time: {} years, \
             support: {}, value_added: {{ {home}: {}, {rest}: {} }}{life}{} }}",
            self.producer(offer.by),
            offer.quality,
            offer.capacity * self.scale,
            offer.lead,
            offer.support,
            offer.home,
            1.0 - offer.home,
            offer.bill.text()
        )
        .unwrap();
    }

    /// The part of the document about denials, which may be left out where nothing looks at them.
    pub fn denials_text(&self) -> String {
        let mut text = String::new();
        if let Some((maintenance, updates, years)) = self.decay {
            let updates = updates * (1.0 - maintenance);
            let gone = format!("gone: {{ 0: 10 %, {years}: 100 % }}");
            writeln!(
                text,
                "decay: {{ maintenance: {{ share: {maintenance}, {gone} }}, updates: {{ share: {updates} }}, munitions: {{ share: {}, {gone} }} }}",
                1.0 - maintenance - updates
            )
            .unwrap();
        }
        text.push_str("denials:\n");
        for (d, threat) in self.denials.iter().enumerate() {
            let names =
                |list: &[usize], of: &[&str]| list.iter().map(|place| of[*place]).collect::<Vec<_>>().join(", ");
            let what = match names(&threat.what, &KINDS) {
                all if all.is_empty() => all,
                some => format!(", what: [{some}]"),
            };
            let from = 2026 + threat.from.min(self.years - 1);
            let by = names(&threat.by, &PARTIES);
            writeln!(text, "  d{d}: {{ by: [{by}], from: {from}, weight: {}{what} }}", threat.weight).unwrap();
        }
        text
    }
}
