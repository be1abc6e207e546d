//! A state in the address of the page: the model by name and digest, the program, what differs, and pins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::app::desk::PinnedState;
use crate::app::lever_settings::LeverValues;
use crate::app::library::LoadedModel;
use crate::app::state::program;

/// Longest address that is read, in letters.
const LONGEST: usize = 64 * 1024;

/// Letters of a digest in an address.
const DIGEST: usize = 16;

/// A state that was read from an address.
pub(super) struct AddressedState {
    pub file: String,
    digest: String,
    program: String,
    /// Moves that lead from the model to the state.
    pub moves: Value,
    pub pins: Vec<AddressedPin>,
}

/// A pin that was read from an address.
pub(super) struct AddressedPin {
    pub name: String,
    pub moves: Value,
}

/// The address of a state.
pub(super) fn address_of(loaded: &LoadedModel, values: &LeverValues, pins: &[PinnedState]) -> String {
    let object = |values: &LeverValues| -> Value {
        Value::Object(values.iter().map(|(id, value)| (id.clone(), value.clone())).collect::<Map<_, _>>())
    };
    let pins: Vec<Value> = pins.iter().map(|pin| json!([pin.name, object(&pin.values)])).collect();
    let told = json!([1, loaded.file, &loaded.digest[..DIGEST], program(), object(values), pins]);
    URL_SAFE_NO_PAD.encode(told.to_string())
}

/// The state of an address, if it is one.
pub(super) fn read_address(text: &str) -> Option<AddressedState> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_start_matches('#').split(';').next()?).ok()?;
    let told: Value = serde_json::from_slice(&bytes).ok()?;
    let [version, file, digest, program, values, pins] = &told.as_array()?[..] else { return None };
    if version.as_u64() != Some(1) {
        return None;
    }
    let pins = pins.as_array()?.iter().take(24).filter_map(|pin| {
        let [name, values] = &pin.as_array()?[..] else { return None };
        Some(AddressedPin { name: name.as_str()?.to_owned(), moves: moves(values)? })
    });
    Some(AddressedState {
        file: file.as_str()?.to_owned(),
        digest: digest.as_str()?.to_owned(),
        program: program.as_str()?.to_owned(),
        moves: moves(values)?,
        pins: pins.collect(),
    })
}

/// The proposal is moved first: other levers are those of the proposal.
fn moves(values: &Value) -> Option<Value> {
    let values = values.as_object()?;
    let (first, rest): (Vec<_>, Vec<_>) = values.iter().partition(|(lever, _)| lever.as_str() == "proposal");
    let all = first.into_iter().chain(rest);
    Some(all.map(|(lever, value)| json!({ "lever": lever, "value": value })).collect())
}

impl AddressedState {
    /// What of the state is not as it was where the address was made.
    pub fn warnings(&self, loaded: &LoadedModel) -> Vec<String> {
        let mut list = Vec::new();
        if !loaded.digest.starts_with(&self.digest) || self.digest.len() != DIGEST {
            list.push(format!(
                "The address was made with other data: its model `{}` has the digest {}, and the one here has {}. Results may differ.",
                self.file,
                self.digest,
                &loaded.digest[..DIGEST]
            ));
        }
        let own = program();
        if self.program != own {
            list.push(format!(
                "The address was made with entente {}, and this is {own}. Results may differ.",
                self.program
            ));
        }
        list
    }
}
