//! The parts of a workbook as bytes, and its number formats: what readers would take for something else is known here.

use calamine::Style;

/// Whether a part states a count of texts that it cannot hold: the reader makes room for as many.
pub(super) fn counts_too_many(part: &[u8]) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    let places = part.windows(NAME.len()).enumerate().filter(|(_, word)| *word == NAME).map(|(place, _)| place);
    places.into_iter().any(|place| {
        let rest = part[place + NAME.len()..].iter().skip_while(|c| c.is_ascii_whitespace() || b"=\"'".contains(c));
        let digits: Vec<u8> =
            rest.copied().skip_while(|c| *c == b'+').take_while(u8::is_ascii_digit).take(20).collect();
        let count = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<u128>().ok());
        count.is_some_and(|count| count > part.len() as u128)
    })
}

/// Whether the program that wrote a workbook left its formulas to be computed by the one that opens it.
pub(super) type NeverComputed = bool;

/// The values of an attribute in a part, as they are written.
fn attributes<'a>(part: &'a [u8], name: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let places = part.windows(name.len()).enumerate().filter(move |(_, word)| *word == name).map(|(place, _)| place);
    places.filter_map(move |place| {
        let before = place.checked_sub(1).and_then(|before| part.get(before))?;
        let rest = part[place + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let (quote, value) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
        let end = value.iter().take(100).position(|c| c == quote)?;
        before.is_ascii_whitespace().then(|| &value[..end])
    })
}

/// A cell or row of a part that lies beyond all sheets: readers count in 32 bits, and beyond them they count from the start.
pub(super) fn beyond_sheets(part: &[u8]) -> Option<String> {
    let is_beyond = |place: &[u8]| {
        let letters = place.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let digits = &place[letters..];
        letters <= 8 && digits.iter().all(u8::is_ascii_digit) && !digits.is_empty() && (letters > 3 || digits.len() > 7)
    };
    let place = attributes(part, b"r").find(|place| is_beyond(place))?;
    Some(String::from_utf8_lossy(place).into_owned())
}

/// Whether a part says that all formulas are to be computed when the workbook is opened.
pub(super) fn asks_to_compute(part: &[u8]) -> NeverComputed {
    attributes(part, b"fullCalcOnLoad").any(|value| matches!(value, b"1" | b"true"))
}

/// What a number format says of shares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum PercentSign {
    /// Nothing.
    #[default]
    None,
    /// The number is shown as a hundred times as many hundredths.
    Share,
    /// A percent sign is shown behind the number as it is.
    Text,
}

/// Whether numbers are shown with a percent sign, and what it means.
pub(super) fn percent_sign(style: &Style) -> PercentSign {
    let Some(format) = style.number_format.as_ref() else { return PercentSign::None };
    let (mut sign, mut inside) = (PercentSign::None, false);
    let mut rest = format.format_code.chars();
    while let Some(c) = rest.next() {
        // A quotation mark opens a text, a backslash makes one of the next character, and `_` leaves the room of one.
        let is_text = match c {
            '"' => {
                inside = !inside;
                continue;
            }
            '_' | '*' if !inside => {
                rest.next();
                continue;
            }
            '\\' if !inside => rest.next() == Some('%'),
            '%' => inside,
            _ => continue,
        };
        if is_text {
            sign = PercentSign::Text;
        } else if c == '%' {
            return PercentSign::Share;
        }
    }
    if sign == PercentSign::None && matches!(format.format_id, Some(9 | 10)) { PercentSign::Share } else { sign }
}

#[cfg(test)]
mod tests {
    use super::{asks_to_compute, beyond_sheets};

    #[test]
    fn attributes_are_read_however_they_are_written() {
        for part in ["<c r=\"B4294967298\">", "<c\n r = 'B4294967298' s=\"1\">", "<row spans=\"1:2\" r=\"99999999\">"] {
            assert!(beyond_sheets(part.as_bytes()).is_some(), "{part}");
        }
        for part in ["<c r=\"XFD1048576\">", "<c xr=\"B4294967298\">", "r=\"5\"", "<c r=\"B2"] {
            assert_eq!(beyond_sheets(part.as_bytes()), None, "{part}");
        }
        assert!(asks_to_compute(b"<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>"));
        assert!(!asks_to_compute(b"<calcPr fullCalcOnLoad=\"0\"/>"));
    }
}
