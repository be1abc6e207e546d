//! One table in random spellings. Each is read as the numbers that were written, or has two readings and is refused with both.

use std::fmt::Write;

use entente::input;

use super::{host, said};

/// How many spellings are tried; `SPELLINGS` asks for another number.
const TIMES: u64 = 2_000;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()]
    }
}

/// How a table is written.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each may be so or not, whatever the others are")]
struct Spelling {
    separator: char,
    decimal: char,
    thousands: &'static str,
    end: &'static str,
    mark: bool,
    announced: bool,
    quoted: bool,
    long: bool,
    padded: bool,
    ids_second: bool,
    years_grouped: bool,
    percent: &'static str,
}

impl Spelling {
    fn of(dice: &mut Dice) -> Self {
        let decimal = if dice.below(2) == 0 { '.' } else { ',' };
        let other = if decimal == '.' { "," } else { "." };
        Self {
            separator: [',', ';', '\t'][usize::try_from(dice.below(3)).unwrap()],
            decimal,
            thousands: dice.one_of(&["", "", other, other, " ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "’"]),
            end: dice.one_of(&["\n", "\r\n", "\r"]),
            mark: dice.below(4) == 0,
            announced: dice.below(5) == 0,
            quoted: dice.below(4) == 0,
            long: dice.below(3) == 0,
            padded: dice.below(4) == 0,
            ids_second: dice.below(4) == 0,
            years_grouped: dice.below(6) == 0,
            percent: dice.one_of(&[" %", "%"]),
        }
    }

    /// A number with at most three decimals, from thousandths.
    fn number(&self, thousandths: u64) -> String {
        let digits = (thousandths / 1000).to_string();
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(self.thousands);
            }
            text.push(digit);
        }
        let parts = format!("{:03}", thousandths % 1000);
        let parts = parts.trim_end_matches('0');
        if !parts.is_empty() {
            let _ = write!(text, "{}{parts}", self.decimal);
        }
        text
    }

    /// A year, which some spreadsheets write as any other number.
    fn year(&self, year: u64) -> String {
        if self.years_grouped { self.number(1000 * year) } else { year.to_string() }
    }

    fn cell(&self, text: &str) -> String {
        if self.quoted || text.contains(self.separator) { format!("\"{text}\"") } else { text.to_owned() }
    }

    /// The text of rows of cells.
    fn table(&self, rows: &[Vec<String>]) -> String {
        let mut text = String::from(if self.mark { "\u{feff}" } else { "" });
        if self.announced {
            let _ = write!(text, "sep={}{}", self.separator, self.end);
        }
        for row in rows {
            let mut cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            if self.ids_second {
                cells.swap(0, 1);
            }
            if self.padded {
                cells.push(String::new());
            }
            text.push_str(&cells.join(&self.separator.to_string()));
            text.push_str(self.end);
            if self.padded {
                text.push_str(self.end);
            }
        }
        text
    }
}

/// Whether a number may be written with a decimal sign, judged by other code than that which is tested.
fn may_be(text: &str, sign: char) -> bool {
    let text = text.trim_end_matches(['%', ' ']);
    let (whole, parts) = text.split_once(sign).unwrap_or((text, ""));
    let other = if sign == '.' { ',' } else { '.' };
    let groups: Vec<&str> = whole.split([other, ' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’']).collect();
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let grouped = groups.len() == 1
        || (groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3 && !groups[0].starts_with('0'));
    digits(parts) && groups.iter().all(|group| digits(group)) && grouped
}

/// Nations with budgets of three years, gross domestic products and shares, in thousandths.
struct Numbers(Vec<(&'static str, [u64; 3], u64, u64)>);

impl Numbers {
    fn of(dice: &mut Dice) -> Self {
        // Some tables have whole numbers alone, and some numbers below a thousand: they say least about their spelling.
        let (whole, small) = (dice.below(3) == 0, dice.below(3) == 0);
        let mut number = |most: u64| {
            let x = 1 + dice.below(if small { 999_000 } else { most });
            if whole {
                1000 * (1 + x / 1000)
            } else {
                (x - x % [1, 10, 100, 1000][usize::try_from(dice.below(4)).unwrap()]).max(500)
            }
        };
        let codes = ["DEU", "FRA", "POL", "EST", "SWE"];
        let count = 2 + usize::try_from(number(3_000) % 4).unwrap();
        let row = |code| {
            let budgets = [number(90_000_000), number(9_000_000), number(99_000)];
            (code, budgets, number(if whole { 900_000_000 } else { 4_000_000_000 }), number(99_000) % 100_000)
        };
        Self(codes[..count].iter().copied().map(row).collect())
    }

    fn rows(&self, spelling: &Spelling) -> Vec<Vec<String>> {
        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let mut rows = vec![if spelling.long {
            text(&["id", "name", "year", "budget", "gdp", "carry_over"])
        } else {
            text(&["id", "name", "budget.2026", "budget.2027", "budget.2028", "gdp", "carry_over"])
        }];
        for (code, budgets, gdp, share) in &self.0 {
            let name = format!("Nation, {code}; of 1.234,5");
            let share = format!("{}{}", spelling.number(*share), spelling.percent);
            let gdp = spelling.number(*gdp);
            if spelling.long {
                for (year, budget) in (2026..).zip(budgets) {
                    let budget = spelling.number(*budget);
                    rows.push(text(&[code, &name, &spelling.year(year), &budget, &gdp, &share]));
                }
            } else {
                let budgets = budgets.map(|budget| spelling.number(budget));
                rows.push(text(&[code, &name, &budgets[0], &budgets[1], &budgets[2], &gdp, &share]));
            }
        }
        rows
    }

    fn yaml(&self) -> String {
        let exact = |thousandths: &u64| format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        let entry = |(code, budgets, gdp, share): &(&str, [u64; 3], u64, u64)| {
            let [one, two, three] = budgets.each_ref().map(exact);
            format!(
                "{code}: {{ name: \"Nation, {code}; of 1.234,5\", budget: {{ 2026: {one}, 2027: {two}, 2028: {three} }}, gdp: {}, carry_over: {} % }}",
                exact(gdp),
                exact(share)
            )
        };
        self.0.iter().map(entry).collect::<Vec<_>>().join(", ")
    }

    /// Every number as it is written.
    fn written(&self, spelling: &Spelling) -> Vec<String> {
        let all = self.0.iter().flat_map(|(_, budgets, gdp, share)| budgets.iter().chain([gdp, share]));
        // A year with a mark between its thousands has one reading by which it is a year.
        let settled =
            if spelling.long && spelling.years_grouped { vec![format!("1{}5", spelling.decimal)] } else { Vec::new() };
        let years = if spelling.long { vec![spelling.year(2026)] } else { Vec::new() };
        let years = years.into_iter().chain(settled);
        all.map(|number| spelling.number(*number)).chain(years).collect()
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the shares are told to whoever asks")]
fn a_table_is_read_rightly_in_every_spelling_that_has_one_reading() {
    let times = std::env::var("SPELLINGS").ok().and_then(|times| times.parse().ok()).unwrap_or(TIMES);
    let (mut read, mut told, mut refused) = (0_u64, 0_u64, 0_u64);
    for seed in 0..times {
        let mut dice = Dice(seed.wrapping_mul(0x5851_f42d_4c95_7f2d));
        let (spelling, numbers) = (Spelling::of(&mut dice), Numbers::of(&mut dice));
        let table = spelling.table(&numbers.rows(&spelling));
        let texts = [("model.yaml".into(), host("nations", "nations.csv")), ("nations.csv".into(), table.clone())];
        let reading = input::read_stored(std::path::Path::new("model.yaml"), texts.into(), &[]);
        let found = reading.render_findings(false).join("\n");
        let written = numbers.written(&spelling);
        // By both signs every number can be read, and not as the same.
        let both = ['.', ','].iter().all(|sign| written.iter().all(|number| may_be(number, *sign)));
        let has_two = both && written.iter().any(|number| number.contains(['.', ',']));
        match reading.model {
            Some(model) => {
                let meant = input::read_text("model.yaml", &host("nations", &format!("{{ {} }}", numbers.yaml())), &[]);
                let meant = meant.model.unwrap_or_else(|| panic!("{}", numbers.yaml()));
                assert!(said(&model) == said(&meant), "seed {seed} is read wrongly: {spelling:?}\n{table}\n{found}");
                assert!(!has_two, "seed {seed} has two readings: {spelling:?}\n{table}");
                read += 1;
                told += u64::from(found.contains("is read as"));
            }
            None => {
                assert!(has_two, "seed {seed} has one reading and is refused: {spelling:?}\n{table}\n{found}");
                assert_eq!(found.matches("error: ").count(), 1, "seed {seed}: {found}");
                assert!(found.contains("nothing in this table shows"), "seed {seed}: {found}");
                refused += 1;
            }
        }
    }
    println!(
        "{times} spellings: {read} read rightly, {told} of them with a remark, {refused} refused as having two readings"
    );
    // A generator that makes only tables of one kind tries nothing.
    assert!(
        read > times / 2 && told > times / 20 && refused > times / 40,
        "{read} read, {told} told, {refused} refused"
    );
}
