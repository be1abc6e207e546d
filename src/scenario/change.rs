//! What a scenario changes, by the names that the documents use, so that a scenario means the same in every reading of a
//! model.

use serde::Serialize;

/// How a figure is changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Multiplied, in every year.
    Times(f64),
    /// Put to an amount, in every year.
    To(f64),
}

impl Amount {
    /// The change that a text states: `x1.2`, `×1.2`, `+5 %`, `-20 %`, or an amount.
    ///
    /// # Errors
    /// It states none; in words, with a remedy after a semicolon.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let number = |part: &str| part.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        let bad = || {
            format!("`{text}` is no change of a figure; write a factor `x1.2`, a share `+5 %` or `-20 %`, or an amount")
        };
        let amount = if let Some(factor) = text.strip_prefix(['x', '×']) {
            Self::Times(number(factor).ok_or_else(bad)?)
        } else if let Some(percent) = text.strip_suffix('%') {
            if !percent.starts_with(['+', '-']) {
                let what = "does not say whether it is of the figure, or more than it";
                return Err(format!("`{text}` {what}; write `x0.8` for 80 % of it, `+5 %` for 5 % more"));
            }
            Self::Times(1.0 + number(percent).ok_or_else(bad)? / 100.0)
        } else {
            Self::To(number(text).ok_or_else(bad)?)
        };
        let (Self::Times(size) | Self::To(size)) = amount;
        if size < 0.0 {
            return Err(format!("`{text}` would make the figure negative; write one that leaves it at 0 or above"));
        }
        Ok(amount)
    }

    /// As it is written: `x1.2`, `900`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Times(factor) => format!("x{factor}"),
            Self::To(amount) => amount.to_string(),
        }
    }
}

/// One change of a model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelChange {
    /// Figures whose names are like a pattern.
    Figure {
        /// The pattern: `budget.*`.
        name: String,
        /// What becomes of them.
        amount: Amount,
    },
    /// A value laid over the document.
    Set {
        /// Its path.
        path: String,
        /// What is to stand there, as YAML.
        value: String,
    },
    /// Something that happens.
    Shock(Shock),
}

/// Something that happens, by codes of the model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shock {
    /// Nations leave every pool.
    LeavePools(Vec<String>),
    /// Nations put no more money into the plan from a year on.
    Leave {
        /// Who.
        nations: Vec<String>,
        /// From this year on.
        from: i32,
    },
    /// Support is denied from a year on, and goals look at the gap under it.
    Deny {
        /// Code of the denial in the model that is changed.
        code: String,
        /// Countries or producers.
        by: Vec<String>,
        /// From this year on.
        from: i32,
        /// What, by the words of documents; empty: everything.
        what: Vec<String>,
    },
    /// Prices grow each year.
    PricesGrow {
        /// Codes of offers.
        offers: Vec<String>,
        /// By this share a year.
        by: f64,
    },
    /// Whatever is made on some lines comes later.
    Late {
        /// Codes of lines.
        lines: Vec<String>,
        /// Years later.
        years: usize,
    },
    /// Budgets of each year are those of so many years before.
    BudgetsSlip {
        /// Whose.
        nations: Vec<String>,
        /// Years.
        years: usize,
    },
    /// Budgets are cut from a year on.
    BudgetsCut {
        /// Whose.
        nations: Vec<String>,
        /// By this share.
        by: f64,
        /// From this year on.
        from: i32,
    },
}

impl ModelChange {
    /// What is varied and to what, for tables: (`budget.*`, `x1.2`).
    #[must_use]
    pub fn told(&self) -> (String, String) {
        match self {
            Self::Figure { name, amount } => (name.clone(), amount.words()),
            Self::Set { path, value } => (path.clone(), value.clone()),
            Self::Shock(shock) => shock.told(),
        }
    }

    /// The factor or amount, where there is one number.
    #[must_use]
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Figure { amount: Amount::Times(x) | Amount::To(x), .. } => Some(*x),
            _ => None,
        }
    }
}

impl Shock {
    fn told(&self) -> (String, String) {
        let all = |codes: &[String]| codes.join(" ");
        match self {
            Self::LeavePools(nations) => ("leave_pools".to_owned(), all(nations)),
            Self::Leave { nations, from } => ("leave".to_owned(), format!("{} from {from}", all(nations))),
            Self::Deny { by, from, what, .. } => {
                let what = if what.is_empty() { String::new() } else { format!(": {}", all(what)) };
                ("deny".to_owned(), format!("{} from {from}{what}", all(by)))
            }
            Self::PricesGrow { by, .. } => ("prices_grow".to_owned(), format!("{by} a year")),
            Self::Late { lines, years } => ("late".to_owned(), format!("{} by {years}", all(lines))),
            Self::BudgetsSlip { nations, years } => ("budgets_slip".to_owned(), format!("{} by {years}", all(nations))),
            Self::BudgetsCut { nations, by, from } => {
                ("budgets_cut".to_owned(), format!("{} by {by} from {from}", all(nations)))
            }
        }
    }
}
