//! Laws of how questions are answered, tried on random models: short ways end where long ones do.

use entente::formulation::{Expression, Formulation, Row, RowKey};
use entente::model::Sense;
use entente::solve::{Explorer, Found, keeping};
use proptest::prelude::*;

use crate::laws::{GAP, VOLUME, question};
use crate::setting::{assert_close, model};

fn asked(formulation: &Formulation) -> (Expression, Sense) {
    let (goal, expression) = &formulation.goals[0];
    (expression.clone(), goal.sense)
}

/// The best of a goal, and then the least of what breaks ties: among the plans that are left once the goal is settled, and
/// among all that keep to what it reached.
fn settled_and_kept(text: &str) -> (Found, Found, Found) {
    let formulation = Formulation::of(&model(text));
    let (goal, sense) = asked(&formulation);
    let ties = formulation.tie_break.clone();
    let mut explorer = Explorer::of(formulation.clone()).unwrap();
    let best = explorer.optimise(&goal, sense).unwrap();
    explorer.settle(&goal, sense, &best);
    let settled = explorer.optimise(&ties, Sense::Minimise).unwrap();
    explorer.unsettle();
    let terms = keeping(&goal, sense);
    let at: f64 = terms.iter().map(|(column, coefficient)| coefficient * best.columns[*column]).sum();
    explorer.add(Row::at_most(RowKey::Kept { goal: 0 }, at + 1e-9 * at.abs().max(1.0), terms));
    let kept = explorer.optimise(&ties, Sense::Minimise).unwrap();
    (best, settled, kept)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// What stands still because it has a price leaves plans that the goal values as much, none of which beats all such plans. They
    /// may be beaten by plans that use the hair which rows leave: where a goal feels an order by 7e-9 of a unit, 7e-10 of that goal
    /// is a tenth of an order.
    #[test]
    fn ties_are_broken_among_plans_as_good(question in question(), volume in any::<bool>()) {
        let goal = if volume { VOLUME } else { GAP };
        let (best, settled, kept) = settled_and_kept(&question.text(goal));
        let formulation = Formulation::of(&model(&question.text(goal)));
        let (expression, _) = asked(&formulation);
        assert_close(expression.value(&settled.columns), best.value, 1e-7);
        let size = kept.value.abs().max(1.0);
        prop_assert!(settled.value >= kept.value - 1e-6 * size, "{} {}", settled.value, kept.value);
    }

    /// A question that starts from where another model's ended comes to what it comes to from nothing.
    #[test]
    fn another_start_ends_at_the_same(question in question(), by in 0.9_f64..1.1, volume in any::<bool>()) {
        let text = question.text(if volume { VOLUME } else { GAP });
        let near = model(&text);
        let mut other = near.clone();
        let committed = other.committed.clone();
        other.budgets.zip_mut_with(&committed, |budget, signed| *budget = (*budget * by).max(*signed));
        let formulation = Formulation::of(&near);
        let (goal, sense) = asked(&formulation);
        let mut explorer = Explorer::of(formulation).unwrap();
        explorer.optimise(&goal, sense).unwrap();
        let basis = explorer.basis();
        let formulation = Formulation::of(&other);
        let (goal, sense) = asked(&formulation);
        let from_nothing = Explorer::of(formulation.clone()).unwrap().optimise(&goal, sense).unwrap();
        let from_there = Explorer::of(formulation).unwrap().optimise_from(&goal, sense, &basis).unwrap();
        assert_close(from_there.value, from_nothing.value, 1e-7);
    }
}
