//! The library of game theory, and its messages in our words. Its own may be in Japanese and are never shown.

use coopgame::{Domain, Error, ExplicitGame};

use crate::{Game, GameError};

/// The message for each error of the library.
fn mapped(error: &Error) -> GameError {
    match error {
        Error::EmptyImputationSet => GameError::NothingToDivide,
        Error::InvalidLength(_) | Error::TooManyPlayers { .. } | Error::Parse { .. } | Error::InvalidArgument(_) => {
            GameError::Numerical("the game cannot be handed to the library of game theory")
        }
        Error::Lp(_) => GameError::Numerical("the linear program of a division could not be solved"),
        Error::LimitExceeded(_) => GameError::Numerical("the game is too large for an exact division"),
        _ => GameError::Numerical("a division of this game ends in rounding errors"),
    }
}

/// The game of some numbers by coalition.
fn explicit(numbers: &[f64]) -> Result<ExplicitGame, GameError> {
    ExplicitGame::from_binary(&numbers[1..]).map_err(|error| mapped(&error))
}

/// The Shapley value of what plans reach.
pub(crate) fn shapley(game: &Game) -> Result<Vec<f64>, GameError> {
    Ok(coopgame::values::shapley(&explicit(&game.numbers(|value| value.value))?))
}

/// The nucleolus of what plans reach, verified by the criterion of Kohlberg.
pub(crate) fn nucleolus(game: &Game) -> Result<Vec<f64>, GameError> {
    let game = explicit(&game.numbers(|value| value.value))?;
    let found = coopgame::nucleolus::nucleolus(&game).map_err(|error| mapped(&error))?.into_allocation();
    let report = coopgame::verify::kohlberg(&game, &found, Domain::Imputation).map_err(|error| mapped(&error))?;
    if report.satisfied { Ok(found) } else { Err(GameError::Numerical("the nucleolus found fails its verification")) }
}

/// The least core of some numbers by coalition: the least largest excess, and a division that has it.
pub(crate) fn least_core(numbers: &[f64]) -> Result<(f64, Vec<f64>), GameError> {
    let game = explicit(numbers)?;
    let found = coopgame::nucleolus::least_core(&game, Domain::Preimputation).map_err(|error| mapped(&error))?;
    Ok((found.epsilon(), found.into_allocation()))
}

/// The tau value of some numbers by coalition.
pub(crate) fn tau(numbers: &[f64]) -> Result<Vec<f64>, GameError> {
    coopgame::compromise::tau_value(&explicit(numbers)?).map_err(|_| {
        GameError::NoTau(
            "some least right is larger than what the others would lose, or what all save is not between them",
        )
    })
}
