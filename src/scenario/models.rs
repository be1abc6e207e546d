//! The model of a study, read once and shared; with values laid over it, read once for each different set of them.

use std::sync::{Arc, Mutex};

use indexmap::IndexMap;

use crate::model::Model;
use crate::scenario::{Figure, figures};

/// Reads the model with values laid over it.
pub type ReadModel<'a> = dyn Fn(&[(String, String)]) -> Result<Model, String> + Sync + 'a;

/// How many readings with different values are kept.
const KEPT: usize = 16;

/// A model with its figures by name.
#[derive(Debug)]
pub struct ModelWithFigures {
    /// The model, under no proposal.
    pub model: Model,
    /// Its figures.
    pub figures: IndexMap<String, Figure>,
}

impl ModelWithFigures {
    fn of(model: Model) -> Arc<Self> {
        let figures = figures(&model);
        Arc::new(Self { model, figures })
    }
}

/// Values laid over a model, and what came of reading it with them.
type EarlierReading = (Vec<(String, String)>, Result<Arc<ModelWithFigures>, String>);

/// The model of a study, as it is and with values laid over it.
pub struct Models<'a> {
    base: Arc<ModelWithFigures>,
    read: &'a ReadModel<'a>,
    /// The last readings, the newest last.
    others: Mutex<Vec<EarlierReading>>,
}

impl<'a> Models<'a> {
    /// A model, and how it is read with values laid over it.
    #[must_use]
    pub fn of(base: Model, read: &'a ReadModel<'a>) -> Self {
        Self { base: ModelWithFigures::of(base), read, others: Mutex::new(Vec::new()) }
    }

    /// The model as it is.
    #[must_use]
    pub fn base(&self) -> &Model {
        &self.base.model
    }

    /// The model with values laid over it.
    pub(crate) fn with(&self, settings: &[(String, String)]) -> Result<Arc<ModelWithFigures>, String> {
        if settings.is_empty() {
            return Ok(Arc::clone(&self.base));
        }
        let kept = |others: &[EarlierReading]| {
            others.iter().find(|(there, _)| there == settings).map(|(_, found)| found.clone())
        };
        if let Some(found) = self.others.lock().ok().and_then(|others| kept(&others)) {
            return found;
        }
        // Two workers may read the same at the same time; both find the same.
        let found = (self.read)(settings).map(ModelWithFigures::of);
        if let Ok(mut others) = self.others.lock() {
            if others.len() >= KEPT {
                drop(others.remove(0));
            }
            others.push((settings.to_vec(), found.clone()));
        }
        found
    }
}
