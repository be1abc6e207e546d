//! Why a question has no answer.

use super::Explorer;
use crate::engine::Ending;
use crate::solve::Failure;

impl Explorer<'_> {
    /// Whether a run ended well; if not, why.
    pub(super) fn judge(&self, ending: Ending) -> Result<(), Failure> {
        let goal = || "answer the question".to_owned();
        match ending {
            Ending::Optimal => Ok(()),
            Ending::Infeasible => Err(Failure::Infeasible),
            Ending::Unbounded | Ending::UnboundedOrInfeasible => Err(Failure::Unbounded(goal())),
            Ending::TimeLimit => {
                Err(Failure::TimeLimit { seconds: self.budget.seconds().unwrap_or_default(), goal: String::new() })
            }
            Ending::Cancelled => Err(Failure::Cancelled),
            Ending::NodeLimit | Ending::ObjectiveLimit => {
                Err(Failure::Numerical { goal: goal(), what: "the search did not end".to_owned() })
            }
            Ending::Other(code) => {
                Err(Failure::Numerical { goal: goal(), what: format!("the solver ended with status {code}") })
            }
        }
    }
}
