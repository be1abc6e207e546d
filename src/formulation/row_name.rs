//! What rows are called in text.

use crate::formulation::RowKey;
use crate::id::{CapabilityId, DenialId, GroupId, NationId, OfferId, ProducerId, RuleId};
use crate::model::{Model, Step};

impl RowKey {
    /// Its name in text: `budget(DEU,2029)`.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each kind")]
    pub fn name(&self, model: &Model) -> String {
        let year = |step: &Step| model.horizon.year(*step);
        let capability = |id: &CapabilityId| model.capabilities.code(*id);
        let under =
            |denial: &Option<DenialId>| denial.map_or_else(String::new, |id| format!("{},", model.denials.code(id)));
        let who = |id: &Option<NationId>| id.map_or_else(String::new, |id| format!("{},", model.nations.code(id)));
        let pool = |id: &GroupId| model.groups.code(*id);
        let sold = |id: &OfferId| model.offers.code(*id);
        let supplier = |end: &str, rule: &RuleId, k: &CapabilityId, producer: &ProducerId| {
            let (rule, producer) = (model.rules.code(*rule), model.producers.code(*producer));
            format!("supplier_{end}({rule},{},{producer})", capability(k))
        };
        match self {
            Self::Kept { goal } => format!("kept({})", goal + 1),
            Self::Held { column } => format!("held({})", column + 1),
            Self::FairShare { nation, capability: k } => {
                format!("fair_share({},{})", model.nations.code(*nation), capability(k))
            }
            Self::Required { place } => format!("required({})", place + 1),
            Self::Lots { nation, group, offer, step } => {
                format!("lots({}@{},{},{})", model.nations.code(*nation), pool(group), sold(offer), year(step))
            }
            Self::ProgrammeOnce { programme } => format!("programme_once({})", model.programmes.code(*programme)),
            Self::ProgrammePaid { programme, step } => {
                format!("programme_paid({},{})", model.programmes.code(*programme), year(step))
            }
            Self::SupplierLeast { rule, capability: k, producer } => supplier("least", rule, k, producer),
            Self::SupplierMost { rule, capability: k, producer } => supplier("most", rule, k, producer),
            Self::ProgrammeOver { group, offer, programme, step } => {
                let code = model.programmes.code(*programme);
                format!("programme_over({},{},{code},{})", pool(group), sold(offer), year(step))
            }
            Self::FundRate { nation, step, set } => {
                let names: Vec<&str> = (model.funds.ids().enumerate())
                    .filter(|(place, _)| set & (1 << place) != 0)
                    .map(|(_, fund)| model.funds.code(fund))
                    .collect();
                format!("fund_rate({},{},{})", model.nations.code(*nation), year(step), names.join("+"))
            }
            Self::FundAllocation { nation, fund } => {
                format!("fund_allocation({},{})", model.nations.code(*nation), model.funds.code(*fund))
            }
            Self::FundEnvelope { fund } => format!("fund_envelope({})", model.funds.code(*fund)),
            Self::Rule { family, rule, subject } => {
                format!("{family}({},{})", model.rules.code(*rule), subject.name(model))
            }
            Self::TakesPartLeast { rule, nation, group, offer } => {
                let who = format!("{}@{},{}", model.nations.code(*nation), pool(group), sold(offer));
                format!("takes_part_least({},{who})", model.rules.code(*rule))
            }
            Self::TakesPartMost { rule, nation, group, offer } => {
                let who = format!("{}@{},{}", model.nations.code(*nation), pool(group), sold(offer));
                format!("takes_part_most({},{who})", model.rules.code(*rule))
            }
            Self::InUse { rule, offer, nation } => {
                let who = nation.map_or("all", |nation| model.nations.code(nation));
                format!("in_use({},{who},{})", model.rules.code(*rule), sold(offer))
            }
            Self::Spent { rule, group, offer } => {
                format!("spent({},{},{})", model.rules.code(*rule), pool(group), sold(offer))
            }
            Self::Penalty { rule, subject } => {
                format!("penalty({},{})", model.rules.code(*rule), subject.name(model))
            }
            Self::Split { nation, group, offer, step } => {
                format!("split({}@{},{},{})", model.nations.code(*nation), pool(group), sold(offer), year(step))
            }
            Self::BandFrom { group, offer, band } => format!("band_from({},{},{})", pool(group), sold(offer), band + 1),
            Self::BandTo { group, offer, band } => format!("band_to({},{},{})", pool(group), sold(offer), band + 1),
            Self::Shared { basket } => format!("shared({})", basket + 1),
            Self::SharedPot { step } => format!("shared_pot({})", year(step)),
            Self::SharedFund { fund, step } => format!("shared_fund({},{})", model.funds.code(*fund), year(step)),
            Self::Uneven { nation, basket } => format!("uneven({},{})", model.nations.code(*nation), basket + 1),
            Self::LineOfBand { line, group, offer, band, step, enlarged } => format!(
                "line_of_band({},{},{},{},{}{})",
                model.lines.code(*line),
                pool(group),
                sold(offer),
                band + 1,
                year(step),
                if *enlarged { ",enlarged" } else { "" }
            ),
            Self::DiscountSplit { nation, group, offer, step } => {
                format!(
                    "discount_split({}@{},{},{})",
                    model.nations.code(*nation),
                    pool(group),
                    sold(offer),
                    year(step)
                )
            }
            Self::BusinessFrom { group, producer, band } => {
                format!("business_from({},{},{})", pool(group), model.producers.code(*producer), band + 1)
            }
            Self::BusinessTo { group, producer, band } => {
                format!("business_to({},{},{})", pool(group), model.producers.code(*producer), band + 1)
            }
            Self::OneDiscount { group, producer } => {
                format!("one_discount({},{})", pool(group), model.producers.code(*producer))
            }
            Self::OneBand { group, offer } => format!("one_band({},{})", pool(group), sold(offer)),
            Self::MinimumOrder { group, offer } => format!("minimum_order({},{})", pool(group), sold(offer)),
            Self::Committed { group, offer } => format!("committed({},{})", pool(group), sold(offer)),
            Self::Filled { group, offer, step } => format!("filled({},{},{})", pool(group), sold(offer), year(step)),
            Self::FullBand { group, offer, step, band } => {
                format!("full_band({},{},{},{})", pool(group), sold(offer), year(step), band + 1)
            }
            Self::NextBand { group, offer, step, band } => {
                format!("next_band({},{},{},{})", pool(group), sold(offer), year(step), band + 1)
            }
            Self::PaidTogether { group, offer, step } => {
                format!("paid_together({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpFirst { group, offer, step } => {
                format!("set_up_first({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpStays { group, offer, step } => {
                format!("set_up_stays({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::SetUpPaid { group, offer, step } => {
                format!("set_up_paid({},{},{})", pool(group), sold(offer), year(step))
            }
            Self::FieldedFirst { nation, offer, step } => {
                format!("fielded_first({},{},{})", model.nations.code(*nation), sold(offer), year(step))
            }
            Self::FieldedStays { nation, offer, step } => {
                format!("fielded_stays({},{},{})", model.nations.code(*nation), sold(offer), year(step))
            }
            Self::FieldedLeast { nation, offer } => {
                format!("fielded_least({},{})", model.nations.code(*nation), sold(offer))
            }
            Self::FieldedServes { nation, offer, step } => {
                format!("fielded_serves({},{},{})", model.nations.code(*nation), sold(offer), year(step))
            }
            Self::Link { relation } => format!("link({})", model.relations.code(*relation)),
            Self::LeastLoad { relation } => format!("least_load({})", model.relations.code(*relation)),
            Self::RelationCount { count } => format!("relation_count({})", count + 1),
            Self::Pooled { group, offer, step } => {
                format!("pooled({},{},{})", model.groups.code(*group), model.offers.code(*offer), year(step))
            }
            Self::Budget { nation, step } => format!("budget({},{})", model.nations.code(*nation), year(step)),
            Self::CarryOver { nation, step } => format!("carry_over({},{})", model.nations.code(*nation), year(step)),
            Self::Support { nation, step } => format!("support({},{})", model.nations.code(*nation), year(step)),
            Self::Line { line, step } => format!("line({},{})", model.lines.code(*line), year(step)),
            Self::LineRun { line, from, step } => {
                format!("line_run({},{},{})", model.lines.code(*line), year(from), year(step))
            }
            Self::LineBegun { line, from, step } => {
                format!("line_begun({},{},{})", model.lines.code(*line), year(from), year(step))
            }
            Self::Expansion { line, step } => format!("expansion({},{})", model.lines.code(*line), year(step)),
            Self::Ramp { line, step } => format!("ramp({},{})", model.lines.code(*line), year(step)),
            Self::Funding { line, step } => format!("funding({},{})", model.lines.code(*line), year(step)),
            Self::Supply { relation, step } => format!("supply({},{})", model.relations.code(*relation), year(step)),
            Self::Stock { capability: k, step } => format!("stock({},{})", capability(k), year(step)),
            Self::InService { denial, capability: k, class, step } => {
                format!("in_service({}{},{},{})", under(denial), capability(k), class + 1, year(step))
            }
            Self::Used { nation, capability: k, step } => {
                format!("used({},{},{})", model.nations.code(*nation), capability(k), year(step))
            }
            Self::Ceiling { capability: k, step } => format!("ceiling({},{})", capability(k), year(step)),
            Self::NationalStock { nation, capability: k, step } => {
                format!("national_stock({},{},{})", model.nations.code(*nation), capability(k), year(step))
            }
            Self::Serving { denial, capability: k, class, step } => {
                format!("serving({}{},{},{})", under(denial), capability(k), class + 1, year(step))
            }
            Self::Usable { denial, capability: k, step } => {
                format!("usable({}{},{})", under(denial), capability(k), year(step))
            }
            Self::Enabler { denial, capability: k, step } => {
                format!("enabler({}{},{})", under(denial), capability(k), year(step))
            }
            Self::Switched { denial, capability: k, step } => {
                format!("switched({}{},{})", under(denial), capability(k), year(step))
            }
            Self::NotMore { denial, capability: k, step } => {
                format!("not_more({}{},{})", under(denial), capability(k), year(step))
            }
            Self::Gap { denial, capability: k, step } => {
                format!("gap({}{},{})", under(denial), capability(k), year(step))
            }
            Self::NationalTarget { nation, capability: k, step } => {
                format!("national_target({},{},{})", model.nations.code(*nation), capability(k), year(step))
            }
            Self::Need { nation, denial, capability: k, from, to } => {
                format!("need({}{}{},{},{})", under(denial), who(nation), capability(k), year(from), year(to))
            }
            Self::Beyond { nation, group, offer, step } => {
                format!("beyond({}@{},{},{})", model.nations.code(*nation), pool(group), sold(offer), year(step))
            }
            Self::AboveMinimum { group, offer } => format!("above_minimum({},{})", pool(group), sold(offer)),
            Self::MarginOfLots { nation, group, offer, from, to, .. } => {
                format!("margin_of_lots({}{},{},{},{})", who(nation), pool(group), sold(offer), year(from), year(to))
            }
            Self::Margin { nation, capability: k, offer, from, to } => {
                let of = offer.as_ref().map_or_else(|| capability(k), &sold);
                format!("margin({}{of},{},{})", who(nation), year(from), year(to))
            }
            Self::WorstDenial { goal, denial } => format!("worst_denial({},{})", goal + 1, model.denials.code(*denial)),
            Self::WorstGap { goal, capability: k } => format!("worst_gap({},{})", goal + 1, capability(k)),
        }
    }
}
