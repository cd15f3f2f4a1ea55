//! "Did you mean": the known name nearest to a mistaken one.

/// The nearest of `known`, if it is near enough that it was probably meant.
pub(crate) fn nearest<'k>(mistaken: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let mistaken = plain(mistaken);
    // One slip in three letters.
    let near_enough = (mistaken.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&mistaken, &plain(name)), name))
        .filter(|(distance, _)| *distance <= near_enough)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The one of `known` that was probably meant: nearest in spelling, or else with most of its beginning (`monday` for `mon`).
pub(crate) fn meant<'k>(mistaken: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Option<&'k str> {
    const ALIKE: f64 = 0.85;
    nearest(mistaken, known.clone()).or_else(|| {
        let likeness = |name: &str| strsim::jaro_winkler(&plain(mistaken), &plain(name));
        let alike = known.into_iter().map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness >= ALIKE);
        alike.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
    })
}

/// What is compared: case, separators and the tail of an absurdly long name don't count.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
}

/// `a, b or c`, each in backquotes.
pub(crate) fn one_of<'k>(names: impl IntoIterator<Item = &'k str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}
