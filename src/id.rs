//! Ids: small numbers with a kind, and the registries that turn codes into them and back.
//!
//! A registry keeps the order of the document, so that every table of results has a stable order.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

/// A number that stands for an entry of one registry.
pub trait Id: Copy + Eq {
    /// The id of the entry at a place.
    fn from_index(index: usize) -> Self;
    /// The place of the entry.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);
        impl Id for $name {
            #[expect(clippy::cast_possible_truncation, reason = "a document holds far fewer than 2^32 entries")]
            fn from_index(index: usize) -> Self { Self(index as u32) }
            fn index(self) -> usize { self.0 as usize }
        }
    )+ };
}

ids!(
    /// A country: seat, owner, place of work.
    CountryId,
    /// A buying nation.
    NationId,
    /// A capability.
    CapabilityId,
    /// A producer.
    ProducerId,
    /// A production line.
    LineId,
    /// An offer.
    OfferId,
    /// A holding.
    HoldingId,
    /// A buying group.
    GroupId,
    /// A supply relation of a producer and a nation.
    RelationId,
    /// A proposal.
    ProposalId,
    /// A rule of the proposal under test.
    RuleId,
    /// A fund of the proposal under test.
    FundId,
    /// A development programme.
    ProgrammeId,
    /// A denial of support.
    DenialId,
);

/// Entries by id and by code, in the order of the document.
#[derive(Clone)]
pub struct Registry<I, T> {
    codes: Vec<String>,
    entries: Vec<T>,
    places: HashMap<String, usize>,
    kind: PhantomData<I>,
}

/// Codes with their entries, in the order of the document, so that two registries that are the same look the same.
impl<I, T: fmt::Debug> fmt::Debug for Registry<I, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_map().entries(self.codes.iter().zip(&self.entries)).finish()
    }
}

impl<I, T> Default for Registry<I, T> {
    fn default() -> Self {
        Self { codes: Vec::new(), entries: Vec::new(), places: HashMap::new(), kind: PhantomData }
    }
}

impl<I: Id, T> Registry<I, T> {
    /// Adds an entry under its code. The code must be new; the document reader has refused doubles before.
    pub fn add(&mut self, code: impl Into<String>, entry: T) -> I {
        let code = code.into();
        let place = self.entries.len();
        debug_assert!(!self.places.contains_key(&code), "code {code} is taken");
        self.places.insert(code.clone(), place);
        self.codes.push(code);
        self.entries.push(entry);
        I::from_index(place)
    }

    /// The id of a code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<I> {
        self.places.get(code).map(|&place| I::from_index(place))
    }

    /// The code of an id.
    #[must_use]
    pub fn code(&self, id: I) -> &str {
        &self.codes[id.index()]
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every id, in the order of the document.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + Clone + use<I, T> {
        (0..self.entries.len()).map(I::from_index)
    }

    /// Every entry with its id, in the order of the document.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.entries.iter().enumerate().map(|(place, entry)| (I::from_index(place), entry))
    }

    /// Every code, in the order of the document.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(String::as_str)
    }
}

impl<I: Id, T> Index<I> for Registry<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.entries[id.index()]
    }
}

impl<I: Id, T> std::ops::IndexMut<I> for Registry<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.entries[id.index()]
    }
}
