//! The nearest known word to a misspelt one.

/// Longer words are no names.
const LONGEST: usize = 200;

/// The known word nearest to a misspelt one, if any is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    // No name is as long, and comparing takes the product of lengths.
    if letters > LONGEST {
        return None;
    }
    let allowed = if letters <= 3 { 1 } else { letters / 3 + 1 };
    known
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(letters) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && distance < candidate.chars().count())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}
