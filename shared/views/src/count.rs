//! How many, in words.

/// `1 item`, `2 items`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Those of several counts that are not zero, in a sentence: `2 items wait, 1 is snoozed and 3 are untriaged`. Empty where
/// all are.
pub(crate) fn all_counted(counts: &[(usize, &str, &str)]) -> String {
    let parts: Vec<String> =
        counts.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many)).collect();
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        parts => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_there_is_is_counted() {
        let said = |counts: [usize; 3]| all_counted(&counts.map(|count| (count, "is", "are")));
        assert_eq!(said([0, 0, 0]), "");
        assert_eq!(said([0, 1, 0]), "1 is");
        assert_eq!(said([2, 0, 1]), "2 are and 1 is");
        assert_eq!(said([2, 3, 1]), "2 are, 3 are and 1 is");
    }
}
