//! Numbers as people read them.

/// Solvers leave a last digit or two open. So halves are rounded up, and what is ten but for that counts as ten.
const DUST: f64 = 1e-9;

/// A number with as many digits as it takes to tell it from its neighbours: `412.6`, `31 000`, `0.45`.
pub(crate) fn plain(x: f64) -> String {
    let size = x.abs() * (1.0 + DUST);
    if size < 0.005 {
        return "0".to_owned();
    }
    let digits = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else {
        2
    };
    grouped(x, digits)
}

/// A whole number, in groups of three digits.
pub(crate) fn whole(x: f64) -> String {
    grouped(x, 0)
}

/// A count, in groups of three digits.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(crate) fn count(of: usize) -> String {
    grouped(of as f64, 0)
}

/// Millions as billions where they are many: `412.6 bn`, `820 m`.
pub(crate) fn money(millions: f64) -> String {
    if millions.abs() >= 1000.0 {
        format!("{} bn", grouped(millions / 1000.0, 1))
    } else {
        format!("{} m", plain(millions))
    }
}

/// A change of money with its sign: `+1.2 bn`.
pub(crate) fn signed_money(millions: f64) -> String {
    if millions.abs() < 0.005 {
        return "0".to_owned();
    }
    format!("{}{}", if millions > 0.0 { "+" } else { "−" }, money(millions.abs()))
}

/// A share with its sign: `+1.2 %`.
pub(crate) fn signed_percent(share: f64) -> String {
    if share.abs() < 5e-5 {
        return "0 %".to_owned();
    }
    format!("{}{} %", if share > 0.0 { "+" } else { "−" }, plain(share.abs() * 100.0))
}

/// A change of a share in points, with its sign: `−2.1`.
pub(crate) fn signed_points(change: f64) -> String {
    let points = change * 100.0;
    if points.abs() < 0.005 {
        return "±0".to_owned();
    }
    format!("{}{} points", if points > 0.0 { "+" } else { "−" }, plain(points.abs()))
}

/// How far off a figure may be, ` ± 1.0 bn`; nothing where that is not known, or less than a thousandth of it.
pub(crate) fn plus_minus(of: f64, by: f64, shown: fn(f64) -> String) -> String {
    if !by.is_finite() || by < of.abs() / 1000.0 || shown(by) == shown(0.0) {
        return String::new();
    }
    format!(" ± {}", shown(by))
}

/// How far off a share may be, ` ± 0.56 points`; nothing where that is not known, or less than a thousandth of it.
pub(crate) fn plus_minus_points(of: f64, by: f64) -> String {
    plus_minus(of, by, |share| signed_points(share).replace(['+', '±'], ""))
}

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", grouped(share * 100.0, 0))
}

/// A share as a percentage with one more digit.
pub(crate) fn fine_percent(share: f64) -> String {
    let percent = share * 100.0;
    // What is smaller than this no plan is proven to: it is the solver's dust, and no part of any answer.
    if percent.abs() < 1e-4 || percent.abs() >= 0.05 {
        format!("{} %", grouped(percent, 1))
    } else {
        format!("{} %", short(percent))
    }
}

/// How near a goal is to its bound, as a share; where there is no bound nothing is proven.
pub(crate) fn proof(share: f64) -> String {
    if share.is_finite() { fine_percent(share) } else { "not proven".to_owned() }
}

/// A number in words for sentences, with two digits that count.
pub(crate) fn short(x: f64) -> String {
    if x == 0.0 || x.abs() >= 0.095 {
        return plain(x);
    }
    // As many places as show two digits that count, and no more than a reader takes in.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the logarithm of a small number")]
    let places = (1.0 - x.abs().log10().floor()).clamp(2.0, 7.0) as usize;
    format!("{x:.places$}")
}

fn grouped(x: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", x.abs() * (1.0 + DUST));
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |(whole, rest)| (whole, rest));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    let sign = if x < 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') { "-" } else { "" };
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{rest}") }
}

/// Years in short: `2028–31, 2033`.
pub(crate) fn years(list: &[i32]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut start = 0;
    for end in 0..list.len() {
        if end + 1 == list.len() || list[end + 1] != list[end] + 1 {
            let (first, last) = (list[start], list[end]);
            parts.push(match last - first {
                0 => first.to_string(),
                _ if first / 100 == last / 100 => format!("{first}–{:02}", last % 100),
                _ => format!("{first}–{last}"),
            });
            start = end + 1;
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{fine_percent, money, plain, years};

    #[test]
    fn numbers_read_well() {
        assert_eq!(plain(31_000.4), "31 000");
        assert_eq!(plain(4.126), "4.13");
        assert_eq!(plain(-0.001), "0");
        assert_eq!(money(412_600.0), "412.6 bn");
        // A half is rounded up, also where the solver leaves it short by a hair.
        assert_eq!(money(229_849.999_99), "229.9 bn");
        assert_eq!(plain(9.999_999_999), "10.0");
        assert_eq!(money(820.0), "820 m");
        assert_eq!(fine_percent(0.000_002), "0.00020 %");
        assert_eq!(fine_percent(0.000_000_5), "0.0 %");
        assert_eq!(fine_percent(-1e-9), "0.0 %");
    }

    #[test]
    fn years_join_into_spans() {
        assert_eq!(years(&[2028, 2029, 2030, 2031, 2033]), "2028–31, 2033");
        assert_eq!(years(&[2099, 2100]), "2099–2100");
        assert_eq!(years(&[]), "");
    }
}
