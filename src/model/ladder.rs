//! The dependence ladder: how much of something is domestic, rung by rung, each rung the one before times a factor.

use crate::id::{CountryId, ProducerId};
use crate::model::{CountrySet, Holding, Model, Offer};
use crate::units::Share;

/// A rung of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rung {
    /// The producer's seat is domestic.
    Headline,
    /// Share of the producer owned inside, chains followed.
    Ownership,
    /// Share of value added inside.
    Content,
    /// May be changed and exported without a foreign yes.
    Authority,
    /// Share of capability that works when support is denied.
    Assured,
}

impl Rung {
    /// Every rung, from the first to the last.
    pub const ALL: [Self; 5] = [Self::Headline, Self::Ownership, Self::Content, Self::Authority, Self::Assured];

    /// The word that documents and tables use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Ownership => "ownership",
            Self::Content => "content",
            Self::Authority => "authority",
            Self::Assured => "assured",
        }
    }
}

/// The five factors of one thing, each on its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ladder([Share; 5]);

impl Ladder {
    /// The ladder of five factors.
    #[must_use]
    pub const fn of(factors: [Share; 5]) -> Self {
        Self(factors)
    }

    /// The factor of a rung alone.
    #[must_use]
    pub const fn factor(&self, rung: Rung) -> Share {
        self.0[rung as usize]
    }

    /// The factor of a rung times those of the rungs before it.
    #[must_use]
    pub fn cumulated(&self, rung: Rung) -> Share {
        self.0[..=rung as usize].iter().fold(Share::ALL, |product, &factor| product * factor)
    }
}

impl Model {
    /// The ladder of an offer.
    #[must_use]
    pub fn offer_ladder(&self, offer: &Offer) -> Ladder {
        self.offer_ladder_inside(offer, &self.domestic)
    }

    /// The same where another set of countries counts as domestic.
    #[must_use]
    pub(super) fn offer_ladder_inside(&self, offer: &Offer, domestic: &CountrySet) -> Ladder {
        self.ladder(domestic, Some(offer.by), &offer.value_added, &offer.authority, offer.without_us)
    }

    /// The ladder of a holding. Without a known producer, seat and owners are those of the largest value added; without that either, it is
    /// the nation's own.
    #[must_use]
    pub fn holding_ladder(&self, holding: &Holding) -> Ladder {
        let own = [(self.nations[holding.nation].country, Share::ALL)];
        let added = if holding.value_added.is_empty() { &own[..] } else { &holding.value_added };
        self.ladder(&self.domestic, holding.by, added, &holding.authority, holding.without_us)
    }

    fn ladder(
        &self,
        domestic: &CountrySet,
        by: Option<ProducerId>,
        added: &[(CountryId, Share)],
        authority: &[CountryId],
        without_us: Share,
    ) -> Ladder {
        let inside = |shares: &[(CountryId, Share)]| -> Share {
            shares.iter().filter(|(country, _)| domestic.contains(*country)).map(|(_, share)| *share).sum()
        };
        let yes = |is: bool| if is { Share::ALL } else { Share::NONE };
        let (headline, ownership) = match by {
            Some(producer) => {
                let producer = &self.producers[producer];
                (yes(domestic.contains(producer.seat)), inside(&producer.owners))
            }
            None => {
                let mut main: Option<(CountryId, Share)> = None;
                for &(country, share) in added {
                    if main.is_none_or(|(_, most)| share > most) {
                        main = Some((country, share));
                    }
                }
                let home = yes(main.is_some_and(|(country, _)| domestic.contains(country)));
                (home, home)
            }
        };
        let free = yes(authority.iter().all(|country| domestic.contains(*country)));
        Ladder([headline, ownership, inside(added), free, without_us])
    }
}
