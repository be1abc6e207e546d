//! Subsets by number, none of them kept: smaller ones first, those of one size in the order of the members.

use crate::scenario::{ModelChange, Scenario, Shock};

/// Nations that leave, in every choice of up to so many.
#[derive(Debug, Clone)]
pub struct Subsets {
    members: Vec<String>,
    /// How many choices there are of each size, from 1 on.
    sizes: Vec<usize>,
    /// Whether nobody leaving counts, too, and comes first.
    beside_nobody: bool,
}

impl Subsets {
    /// Choices of at most so many members; nothing where they are more than can be counted.
    #[must_use]
    pub fn of(members: Vec<String>, at_most: usize) -> Option<Self> {
        let count = |size: usize| choices(members.len(), size);
        let sizes: Vec<usize> = (1..=at_most.min(members.len())).map(count).collect::<Option<_>>()?;
        sizes.iter().try_fold(1_usize, |sum, size| sum.checked_add(*size))?;
        Some(Self { members, sizes, beside_nobody: false })
    }

    /// The same with nobody leaving in front.
    #[must_use]
    pub fn beside_nobody(self) -> Self {
        Self { beside_nobody: true, ..self }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sizes.iter().sum::<usize>() + usize::from(self.beside_nobody)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The scenario of a number, from 0.
    #[must_use]
    pub fn scenario(&self, number: usize) -> Scenario {
        let leavers: Vec<String> = self.chosen(number).into_iter().map(|place| self.members[place].clone()).collect();
        if leavers.is_empty() {
            return Scenario { name: String::new(), changes: Vec::new() };
        }
        let name = format!("without_{}", leavers.join("_"));
        Scenario { name, changes: vec![ModelChange::Shock(Shock::LeavePools(leavers))] }
    }

    /// Everything that the subsets hang on, as text.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{:?} {} {}", self.members, self.sizes.len(), self.beside_nobody)
    }

    /// Places of the members that a choice takes.
    fn chosen(&self, number: usize) -> Vec<usize> {
        let Some(mut rest) = number.checked_sub(usize::from(self.beside_nobody)) else { return Vec::new() };
        let mut size = 1;
        for choices in &self.sizes {
            if rest < *choices {
                break;
            }
            rest -= choices;
            size += 1;
        }
        let mut chosen = Vec::new();
        for place in 0..self.members.len() {
            let wanted = size - chosen.len();
            if wanted == 0 {
                break;
            }
            // So many choices take this member; the others come after them.
            let with = choices(self.members.len() - place - 1, wanted - 1).unwrap_or(usize::MAX);
            if rest < with {
                chosen.push(place);
            } else {
                rest -= with;
            }
        }
        chosen
    }
}

/// In how many ways some of many can be chosen; nothing where they are more than can be counted.
fn choices(of: usize, size: usize) -> Option<usize> {
    if size > of {
        return Some(0);
    }
    let mut ways: u128 = 1;
    for step in 0..size.min(of - size) {
        ways = ways.checked_mul((of - step) as u128)? / (step as u128 + 1);
    }
    usize::try_from(ways).ok()
}

#[cfg(test)]
mod tests {
    use super::{Subsets, choices};

    #[test]
    fn choices_are_those_of_pascal() {
        assert_eq!((choices(4, 2), choices(27, 13), choices(3, 4)), (Some(6), Some(20_058_300), Some(0)));
        assert_eq!(choices(200, 100), None);
    }

    #[test]
    fn subsets_come_by_size_and_in_order() {
        let members = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
        let subsets = Subsets::of(members, 3).unwrap();
        let names: Vec<String> = (0..subsets.len()).map(|place| subsets.scenario(place).name[8..].to_owned()).collect();
        let wanted = "A B C D A_B A_C A_D B_C B_D C_D A_B_C A_B_D A_C_D B_C_D";
        assert_eq!(names.join(" "), wanted);
        let beside = subsets.beside_nobody();
        assert_eq!((beside.len(), beside.scenario(0).name.as_str()), (15, ""));
        assert_eq!(beside.scenario(14).name, "without_B_C_D");
    }
}
