//! Numbers as people and their spreadsheets write them. A number has a reading for each decimal sign; where the two differ, only
//! the rest of the table can tell which is meant.

/// What separates whole units from their parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalSign {
    /// `16.07`.
    Point,
    /// `16,07`.
    Comma,
}

/// A number by a decimal sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct NumberReading {
    /// The number.
    pub value: f64,
    /// The mark between its thousands, where there is one; all blanks count as one mark, and so do all apostrophes.
    pub thousands: Option<char>,
    /// Whether it has the decimal sign.
    pub decimals: bool,
}

/// Most bytes of a number: the largest and the most exact ones have fewer, and a text without an end is none.
const LONGEST: usize = 60;

/// The number that a text is if it is written with a decimal sign.
pub(super) fn read(text: &str, sign: DecimalSign) -> Option<NumberReading> {
    let (decimal, other) = match sign {
        DecimalSign::Point => ('.', ','),
        DecimalSign::Comma => (',', '.'),
    };
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let (negative, bare) = match text.strip_prefix(['-', '−', '+']) {
        Some(bare) => (!text.starts_with('+'), bare),
        None => (false, text),
    };
    let (bare, power) = match bare.find(['e', 'E']) {
        Some(place) => (&bare[..place], Some(exponent(&bare[place + 1..])?)),
        None => (bare, None),
    };
    let (whole, parts) = match bare.split_once(decimal) {
        Some((whole, parts)) => (whole, Some(parts)),
        None => (bare, None),
    };
    let all_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if parts.is_some_and(|parts| !all_digits(parts)) || (whole.is_empty() && parts.is_none_or(str::is_empty)) {
        return None;
    }
    let (digits, thousands) = if all_digits(whole) { (whole.to_owned(), None) } else { ungrouped(whole, other)? };
    // Nobody puts marks between thousands before a power of ten.
    if power.is_some() && thousands.is_some() {
        return None;
    }
    let mut plain = String::from(if negative { "-" } else { "" });
    plain.push_str(if digits.is_empty() { "0" } else { &digits });
    if let Some(parts) = parts.filter(|parts| !parts.is_empty()) {
        plain.push('.');
        plain.push_str(parts);
    }
    if let Some(power) = power {
        plain.push('e');
        plain.push_str(power);
    }
    let value = plain.parse::<f64>().ok().filter(|value| value.is_finite())?;
    Some(NumberReading { value, thousands, decimals: parts.is_some() })
}

/// The digits of an exponent, with its sign.
fn exponent(text: &str) -> Option<&str> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())).then_some(text)
}

/// The digits of groups of three, and the one mark that stands between them.
fn ungrouped(whole: &str, other: char) -> Option<(String, Option<char>)> {
    let mark = |c: char| match c {
        ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => Some(' '),
        '\'' | '’' => Some('\''),
        c if c == other => Some(c),
        _ => None,
    };
    let between = whole.chars().find(|c| !c.is_ascii_digit()).and_then(mark)?;
    let mut groups = whole.split(|c| mark(c) == Some(between));
    let first = groups.next()?;
    let is_group = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    // No number that has thousands begins with a zero.
    if !(1..=3).contains(&first.len()) || first.starts_with('0') || !is_group(first) {
        return None;
    }
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !is_group(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some((digits, Some(between)))
}

/// A cell that holds a number, with what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct CellAmount<'a> {
    /// By a decimal point.
    pub point: Option<NumberReading>,
    /// By a decimal comma.
    pub comma: Option<NumberReading>,
    /// What stands behind the number, `%` or `a year`.
    pub tail: &'a str,
}

/// What stands behind each number of a share such as `2.1 % of gdp × 30 %`.
pub(super) const OF_GDP: &str = "% of gdp";

/// What may stand behind a number in some column.
const TAILS: &[&str] = &["a year", "years", "year", "%"];

impl<'a> CellAmount<'a> {
    /// The number that a cell holds; `None` if it is none by either sign.
    pub fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let tail = TAILS.iter().find(|tail| text.ends_with(**tail)).map_or("", |tail| &text[text.len() - tail.len()..]);
        let bare = text[..text.len() - tail.len()].trim_end();
        let amount = Self { point: read(bare, DecimalSign::Point), comma: read(bare, DecimalSign::Comma), tail };
        (amount.point.is_some() || amount.comma.is_some()).then_some(amount)
    }

    /// The number by a sign.
    pub const fn by(&self, sign: DecimalSign) -> Option<NumberReading> {
        match sign {
            DecimalSign::Point => self.point,
            DecimalSign::Comma => self.comma,
        }
    }

    /// Both readings, where they differ and both can be meant: no share is of 10 000 %, and none of a gross domestic product is of
    /// 1000 %.
    pub fn differing(&self) -> Option<(f64, f64)> {
        let (point, comma) = (self.point?.value, self.comma?.value);
        let most = match self.tail {
            "%" => 10_000.0,
            OF_GDP => 1000.0,
            _ => f64::INFINITY,
        };
        (point != comma && point.abs().max(comma.abs()) < most).then_some((point, comma))
    }

    /// The sign by which alone it can be meant, if there is one.
    pub fn sign(&self) -> Option<DecimalSign> {
        match (self.point, self.comma) {
            (Some(_), None) => Some(DecimalSign::Point),
            (None, Some(_)) => Some(DecimalSign::Comma),
            (Some(point), Some(comma)) if point.value != comma.value && self.differing().is_none() => {
                Some(if point.value.abs() < comma.value.abs() { DecimalSign::Point } else { DecimalSign::Comma })
            }
            _ => None,
        }
    }

    /// The sign by which a year is one: `2.026` can only have thousands.
    pub fn sign_of_year(&self) -> Option<DecimalSign> {
        let is_year =
            |number: Option<NumberReading>| number.is_some_and(|number| (1900.0..2200.0).contains(&number.value));
        match (is_year(self.point), is_year(self.comma)) {
            (true, false) => Some(DecimalSign::Point),
            (false, true) => Some(DecimalSign::Comma),
            _ => None,
        }
    }

    /// How to write it if it is the larger of two readings, and if it is the smaller one: decimals that are not three in number are
    /// no thousands.
    pub fn spelt(&self) -> Option<(String, String)> {
        let (point, comma) = self.differing()?;
        let (mark, large, small) = if point < comma { ('.', comma, point) } else { (',', point, comma) };
        let text = small.to_string();
        let small = match text.split_once('.') {
            Some((units, parts)) if parts.len() == 3 => format!("{units}{mark}{parts}0"),
            Some((units, parts)) => format!("{units}{mark}{parts}"),
            None => format!("{text}{mark}0"),
        };
        let tail = if self.tail.is_empty() { String::new() } else { format!(" {}", self.tail) };
        Some((format!("{large}{tail}"), format!("{small}{tail}")))
    }
}

#[cfg(test)]
mod tests {
    use super::{CellAmount, DecimalSign, read};

    fn both(text: &str) -> (Option<f64>, Option<f64>) {
        let by = |sign| read(text, sign).map(|reading| reading.value);
        (by(DecimalSign::Point), by(DecimalSign::Comma))
    }

    #[test]
    fn numbers_are_read_by_either_sign_and_by_none() {
        for (text, point, comma) in [
            ("1200", Some(1200.0), Some(1200.0)),
            ("1.200", Some(1.2), Some(1200.0)),
            ("1,200", Some(1200.0), Some(1.2)),
            ("16.07", Some(16.07), None),
            ("16,07", None, Some(16.07)),
            ("1.234.567", None, Some(1_234_567.0)),
            ("1,234.5", Some(1234.5), None),
            ("1.234,5", None, Some(1234.5)),
            ("0.123", Some(0.123), None),
            ("0,123", None, Some(0.123)),
            ("1234.567", Some(1234.567), None),
            ("1 200", Some(1200.0), Some(1200.0)),
            ("1\u{202f}200,5", None, Some(1200.5)),
            ("1'200", Some(1200.0), Some(1200.0)),
            ("1’234’567.5", Some(1_234_567.5), None),
            ("−5", Some(-5.0), Some(-5.0)),
            ("1.2e3", Some(1200.0), None),
            ("1.234e4", Some(12340.0), None),
            ("1 200e3", None, None),
            ("1\u{2007}200", Some(1200.0), Some(1200.0)),
            ("1,2E+03", None, Some(1200.0)),
            (".5", Some(0.5), None),
            ("1 200'300", None, None),
            ("1,20,000", None, None),
            ("12 34", None, None),
            ("1.2.3", None, None),
            ("1,5,", None, None),
            ("nan", None, None),
            ("inf", None, None),
            ("1e999", None, None),
            ("e5", None, None),
            ("", None, None),
            ("-", None, None),
            ("2026..2035", None, None),
        ] {
            assert_eq!(both(text), (point, comma), "{text}");
        }
    }

    #[test]
    fn what_may_stand_behind_a_number_is_kept() {
        for (text, value, tail) in
            [("12,5 %", 12.5, "%"), ("1.500 a year", 1500.0, "a year"), ("2,5 years", 2.5, "years"), ("7", 7.0, "")]
        {
            let amount = CellAmount::of(text).unwrap();
            assert_eq!((amount.comma.unwrap().value, amount.tail), (value, tail), "{text}");
        }
        for text in ["123.4 p", "2022 est.", "5 MEUR", "n/a", ":", "1 200*", "%", "a year"] {
            assert_eq!(CellAmount::of(text), None, "{text}");
        }
    }
}
