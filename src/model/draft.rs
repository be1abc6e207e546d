//! A model in the making.

use std::ops::Deref;

use super::{Horizon, Model, ModelParts, Refusal};

/// A model in the making: read like the model that it will be, and not yet one. Only `input`, which makes models of
/// documents, `scenario::apply` and `reduction`, which make other ones of models, have drafts.
#[derive(Debug, Clone)]
pub struct ModelDraft {
    model: Model,
}

impl Deref for ModelDraft {
    type Target = Model;
    fn deref(&self) -> &Model {
        &self.model
    }
}

impl ModelDraft {
    /// An empty draft over a horizon.
    #[must_use]
    pub fn new(title: String, money: String, horizon: Horizon) -> Self {
        Self { model: Model { parts: ModelParts::empty(title, money, horizon) } }
    }

    /// A draft that begins as a copy of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        Self { model: model.clone() }
    }

    /// The parts, to be changed.
    pub const fn parts(&mut self) -> &mut ModelParts {
        &mut self.model.parts
    }

    /// The draft as a model.
    ///
    /// # Errors
    /// It is not sound, since a table has another shape than the registries, an id leads nowhere or a number is outside its range; or
    /// a goal or a line says nothing, which no document may state.
    pub fn finish(self) -> Result<Model, Refusal> {
        self.model.statable()
    }
}
