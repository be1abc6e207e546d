//! Every JSON document that a command writes or prints.

use serde_json::Value;

use crate::batch::{Results, RunProgress, SealedHeader};
use crate::disk::Contents;
use crate::questions::alternatives::Alternatives;
use crate::questions::coalition::{CoalitionData, CoalitionStudy, JoinData};
use crate::questions::compare::ComparisonSummary;
use crate::questions::diff::Difference;
use crate::questions::explain::Scarcity;
use crate::questions::frontier::FrontierData;
use crate::questions::hedge::HedgeData;
use crate::questions::independence::Independence;
use crate::questions::infeasible::Conflict;
use crate::questions::ladder::Ladders;
use crate::questions::prove::CertificateData;
use crate::questions::rules::PriceList;
use crate::questions::sensitivity::Sensitivity;
use crate::questions::stress::Stress;
use crate::questions::timeline::Timeline;
use crate::questions::why::Answer;
use crate::report::{AuditAnswer, FigureLine, Provenance, Summary};
use crate::results::{
    ResultData, ResultDocument, Unreadable, document_schema, list_schema, read_exactly, record_schema,
};

/// A JSON document of the contract.
#[derive(Debug, Clone, Copy)]
pub struct ContractDocument {
    /// Its name, which it states.
    pub name: &'static str,
    /// Its version.
    pub version: u32,
    /// Where it is found.
    pub found_in: &'static str,
    /// Its JSON Schema.
    pub schema: fn() -> Value,
    /// Reads it and writes it again, by the one type that does both.
    ///
    /// # Errors
    /// It cannot be read.
    pub again: fn(&str) -> Result<Value, Unreadable>,
}

/// Every JSON document, in the order of the page about them.
#[must_use]
pub fn documents() -> Vec<ContractDocument> {
    vec![
        document::<Summary>("`summary.json` of `solve` and of each run of `compare`; `solve --format json`"),
        document::<Provenance>("`provenance.json` beside it"),
        document::<Contents>("`contents.json` of every folder that `--out` names"),
        document::<AuditAnswer>("`audit --format json`"),
        document::<ComparisonSummary>("`comparison.json` of `compare`; `compare --format json`"),
        document::<CertificateData>("`certificate.json` of `prove`; `prove --format json`"),
        document::<Answer>("`why --format json`"),
        document::<Difference>("`diff --format json`"),
        document::<Ladders>("`ladder.json` of `ladder`; `ladder --format json`"),
        list::<Stress>("`stress.json` of `stress`; `stress --format json`: one document for each denial"),
        list::<Timeline>("`timeline.json` of `timeline`; `timeline --format json`: one document for each denial"),
        document::<Independence>("`independence.json` of `independence`; `independence --format json`"),
        document::<Scarcity>("`scarce.json` of `explain`; `explain --format json`"),
        document::<PriceList>("`rules.json` of `rules`; `rules --format json`"),
        document::<Conflict>("`infeasible --format json`"),
        document::<Alternatives>("`alternatives.json` of `alternatives`; `alternatives --format json`"),
        document::<Sensitivity>("`sensitivity.json` of `sensitivity`; `sensitivity --format json`"),
        document::<FrontierData>("`frontier.json` of `frontier`; `frontier --format json`"),
        document::<CoalitionData>("`answer/coalition.json` of `coalition`; `coalition --format json`"),
        document::<JoinData>("`answer/join.json` of `join`; `join --format json`"),
        document::<CoalitionStudy>("`coalition-study.json` of `coalition` and `join`"),
        document::<HedgeData>("`hedge.json` of `hedge`; `hedge --format json`"),
        document::<SealedHeader>("`study.json` of `batch` and `gather`"),
        document::<RunProgress>("`batch --progress json`: a line after each run"),
        document::<Results>("`results.json` of `results`; `results --format json`"),
        ContractDocument {
            schema: record_schema::<FigureLine>,
            again: records_again::<FigureLine>,
            ..document::<FigureLine>(
                "`data --format json`: a list whose entries state no format, since there are thousands",
            )
        },
    ]
}

fn document<T: ResultDocument>(found_in: &'static str) -> ContractDocument {
    ContractDocument {
        name: T::NAME,
        version: T::VERSION,
        found_in,
        schema: document_schema::<T>,
        again: |text| Ok(serde_json::to_value(read_exactly::<T>(text)?.stamped())?),
    }
}

fn list<T: ResultDocument>(found_in: &'static str) -> ContractDocument {
    ContractDocument { schema: list_schema::<T>, again: list_again::<T>, ..document::<T>(found_in) }
}

fn list_again<T: ResultDocument>(text: &str) -> Result<Value, Unreadable> {
    let list: Vec<Value> = serde_json::from_str(text)?;
    let list = list.iter().map(|one| read_exactly::<T>(&one.to_string())).collect::<Result<Vec<T>, Unreadable>>()?;
    Ok(serde_json::to_value(list.stamped())?)
}

fn records_again<T: ResultDocument>(text: &str) -> Result<Value, Unreadable> {
    Ok(serde_json::to_value(serde_json::from_str::<Vec<T>>(text)?)?)
}
