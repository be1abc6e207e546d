//! Groups of countries that every model knows, with their members by year: `EU27`, or `EU27@2020` for those at the end of 2020.
//! A group of the model by the same name wins.

/// The members of a group in some years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownGroup {
    /// Its name.
    pub name: &'static str,
    /// The first year at whose end it had these members.
    pub from: i32,
    /// The last one; `None` while it has them still.
    pub until: Option<i32>,
    /// What it is.
    pub about: &'static str,
    members: &'static str,
}

const EU: &str = "members of the European Union";
const NATO: &str = "members of the North Atlantic Treaty Organization";

/// Every group, the latest of a name first.
const GROUPS: &[KnownGroup] = &[
    KnownGroup {
        name: "EU27",
        from: 2020,
        until: None,
        about: EU,
        members: "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE",
    },
    KnownGroup {
        name: "EU27",
        from: 2007,
        until: Some(2012),
        about: EU,
        members: "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE",
    },
    KnownGroup {
        name: "NATO",
        from: 2024,
        until: None,
        about: NATO,
        members: "ALB BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD NOR POL PRT ROU SVK SVN SWE TUR USA",
    },
    KnownGroup {
        name: "NATO",
        from: 2023,
        until: Some(2023),
        about: NATO,
        members: "ALB BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD NOR POL PRT ROU SVK SVN TUR USA",
    },
    KnownGroup {
        name: "NATO",
        from: 2020,
        until: Some(2022),
        about: NATO,
        members: "ALB BEL BGR CAN CZE DEU DNK ESP EST FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE NLD NOR POL PRT ROU SVK SVN TUR USA",
    },
    KnownGroup {
        name: "NATO",
        from: 2017,
        until: Some(2019),
        about: NATO,
        members: "ALB BEL BGR CAN CZE DEU DNK ESP EST FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MNE NLD NOR POL PRT ROU SVK SVN TUR USA",
    },
    KnownGroup {
        name: "NATO",
        from: 2009,
        until: Some(2016),
        about: NATO,
        members: "ALB BEL BGR CAN CZE DEU DNK ESP EST FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA NLD NOR POL PRT ROU SVK SVN TUR USA",
    },
    KnownGroup {
        name: "EFTA",
        from: 1995,
        until: None,
        about: "members of the European Free Trade Association",
        members: "CHE ISL LIE NOR",
    },
    KnownGroup {
        name: "E5",
        from: 2024,
        until: None,
        about: "the five European defence ministers who meet since November 2024",
        members: "DEU FRA GBR ITA POL",
    },
    KnownGroup {
        name: "NB8",
        from: 2000,
        until: None,
        about: "the Nordic-Baltic Eight",
        members: "DNK EST FIN ISL LTU LVA NOR SWE",
    },
    KnownGroup {
        name: "SAFE",
        from: 2025,
        until: None,
        about: "states with an allocation of the European Commission of 9 September 2025, Regulation (EU) 2025/1106",
        members: "BEL BGR CYP CZE DNK ESP EST FIN FRA GRC HRV HUN ITA LTU LVA POL PRT ROU SVK",
    },
];

impl KnownGroup {
    /// Every group, the latest of a name first.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        GROUPS
    }

    /// Its members, codes of ISO 3166 alpha-3.
    pub fn members(&self) -> impl Iterator<Item = &'static str> {
        self.members.split(' ')
    }

    /// The years of these members: `2007..2012`, or `from 2020 on`.
    #[must_use]
    pub fn years(&self) -> String {
        match self.until {
            Some(until) if until == self.from => until.to_string(),
            Some(until) => format!("{}..{until}", self.from),
            None => format!("from {} on", self.from),
        }
    }

    /// The group that somebody asks for by its name.
    ///
    /// # Errors
    /// There is none of that name, or not in that year; in words, with what would be right.
    pub fn asked(name: &str) -> Result<&'static Self, String> {
        match Self::named(name) {
            Some(Ok(group)) => Ok(group),
            Some(Err(what)) => {
                let bare = name.split('@').next().unwrap_or(name);
                let year = GROUPS.iter().find(|group| group.name == bare).map_or(2020, |group| group.from);
                Err(format!("{what}; name one of these years, as `{bare}@{year}`"))
            }
            None => {
                let near = Self::near(name).map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
                Err(format!("unknown group `{name}`{near}; `entente groups` lists all"))
            }
        }
    }

    /// The name that was probably meant by one that is no group's.
    #[must_use]
    pub fn near(name: &str) -> Option<&'static str> {
        let bare = name.split_once('@').map_or(name, |(bare, _)| bare);
        crate::input::words::nearest(bare, GROUPS.iter().map(|group| group.name))
    }

    /// The group of a name such as `EU27` or `EU27@2020`; `None` where there is none of that name.
    ///
    /// # Errors
    /// There is one, but not in that year; in words, with the years in which there is.
    pub fn named(name: &str) -> Option<Result<&'static Self, String>> {
        let (bare, year) = name.split_once('@').map_or((name, None), |(bare, year)| (bare, Some(year)));
        let mut of_name = GROUPS.iter().filter(|group| group.name == bare).peekable();
        let latest = *of_name.peek()?;
        let Some(year) = year else { return Some(Ok(latest)) };
        let known: Vec<String> = of_name.clone().map(Self::years).collect();
        let number: Option<i32> = year.parse().ok();
        let found = number
            .and_then(|year| of_name.find(|group| group.from <= year && group.until.is_none_or(|until| year <= until)));
        Some(found.ok_or_else(|| format!("`{bare}` is known {}", known.join(" and "))))
    }
}

#[cfg(test)]
mod tests {
    use super::KnownGroup;

    fn of(name: &str) -> Vec<&'static str> {
        KnownGroup::named(name).unwrap().unwrap().members().collect()
    }

    #[test]
    fn groups_have_as_many_members_as_they_should() {
        for (name, count) in [
            ("EU27", 27),
            ("EU27@2020", 27),
            ("EU27@2010", 27),
            ("NATO", 32),
            ("NATO@2023", 31),
            ("NATO@2022", 30),
            ("NATO@2019", 29),
            ("NATO@2016", 28),
            ("EFTA", 4),
            ("E5", 5),
            ("NB8@2026", 8),
            ("SAFE", 19),
        ] {
            assert_eq!(of(name).len(), count, "{name}");
        }
        assert!(of("EU27@2010").contains(&"GBR") && !of("EU27").contains(&"GBR") && of("EU27").contains(&"HRV"));
        assert!(KnownGroup::named("EU27@2015").unwrap().unwrap_err().contains("from 2020 on and 2007..2012"));
        assert!(KnownGroup::named("EU27@soon").unwrap().is_err() && KnownGroup::named("G7").is_none());
    }

    #[test]
    fn every_member_is_a_country_and_stands_once() {
        for group in KnownGroup::all() {
            let members: Vec<&str> = group.members().collect();
            assert!(members.is_sorted() && members.windows(2).all(|pair| pair[0] != pair[1]), "{}", group.name);
            for member in members {
                assert!(rust_iso3166::from_alpha3(member).is_some(), "{}: {member}", group.name);
            }
        }
    }
}
