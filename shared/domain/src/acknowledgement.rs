//! Telling a bare thank-you from a comment that wants an answer.
//!
//! Deliberately narrow: what is not certainly a mere acknowledgement is a comment, since a customer who waits costs more
//! than a reminder too many. English only; any other text counts.

use unicode_segmentation::UnicodeSegmentation;

/// Phrases that say nothing but "I have read it". The longest that fits is taken, so longer ones come first.
const PHRASES: &[&[&str]] = &[
    &["thank", "you", "so", "much"],
    &["thank", "you", "very", "much"],
    &["thanks", "so", "much"],
    &["thanks", "a", "lot"],
    &["thanks", "a", "bunch"],
    &["thanks", "very", "much"],
    &["that", "did", "the", "trick"],
    &["for", "the", "quick", "reply"],
    &["for", "the", "quick", "response"],
    &["for", "the", "quick", "answer"],
    &["for", "the", "help"],
    &["for", "your", "help"],
    &["for", "helping"],
    &["many", "thanks"],
    &["thank", "you"],
    &["thank", "u"],
    &["much", "appreciated"],
    &["appreciate", "it"],
    &["appreciated"],
    &["got", "it"],
    &["sounds", "good"],
    &["makes", "sense"],
    &["that", "works"],
    &["it", "works"],
    &["that", "helps"],
    &["thanks"],
    &["thx"],
    &["tnx"],
    &["ty"],
    &["tysm"],
    &["cheers"],
    &["great"],
    &["perfect"],
    &["awesome"],
    &["excellent"],
    &["amazing"],
    &["nice"],
    &["cool"],
    &["super"],
    &["ok"],
    &["okay"],
    &["understood"],
    &["noted"],
    &["again"],
    &["all"],
    &["everyone"],
    &["team"],
];

/// Phrases of [`PHRASES`] that only accompany others: a text of these alone is no acknowledgement.
const COMPANIONS: &[&str] = &["again", "all", "everyone", "team", "for"];

/// Slack's codes of question marks.
const QUESTION_CODES: &[&str] = &[":question:", ":grey_question:", ":interrobang:"];

/// Whether `text` is a bare acknowledgement: thanks, agreement or emoji, and not a word more. An empty text (files only) is
/// not.
#[must_use]
pub fn is_acknowledgement(text: &str) -> bool {
    if text.contains(asks) || text.contains("://") || QUESTION_CODES.iter().any(|code| text.contains(code)) {
        return false;
    }
    let (text, emoji_codes) = without_emoji_codes(text);
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| !word.starts_with('@'))
        .flat_map(|word| word.unicode_words().map(str::to_lowercase).collect::<Vec<_>>())
        .collect();
    if words.is_empty() {
        return emoji_codes || text.chars().any(is_emoji);
    }
    says_only_phrases(&words)
}

fn says_only_phrases(words: &[String]) -> bool {
    let mut rest = words;
    let mut says_something = false;
    while !rest.is_empty() {
        let Some(phrase) = PHRASES.iter().find(|phrase| starts_with(rest, phrase)) else { return false };
        says_something |= !COMPANIONS.contains(&phrase[0]);
        rest = &rest[phrase.len()..];
    }
    says_something
}

fn starts_with(words: &[String], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, wanted)| word == wanted)
}

/// The text less Slack's `:emoji:` codes, and whether there were any.
fn without_emoji_codes(text: &str) -> (String, bool) {
    let is_code =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_+-'".contains(c));
    let mut kept = String::new();
    let mut found = false;
    let mut rest = text;
    while let Some(start) = rest.find(':') {
        kept.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        match after.find(':') {
            Some(end) if is_code(&after[..end]) => {
                found = true;
                kept.push(' ');
                rest = &after[end + 1..];
            }
            _ => {
                kept.push(':');
                rest = after;
            }
        }
    }
    kept.push_str(rest);
    (kept, found)
}

/// Question marks: of other scripts, and as emoji.
fn asks(c: char) -> bool {
    matches!(c, '?' | '？' | '؟' | '❓' | '❔' | '⁉' | '⁇' | '⁈')
}

/// Pictographs, arrows and dingbats: the blocks of Unicode in which emoji live.
fn is_emoji(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x2BFF | 0x1F000..=0x1FAFF)
}

#[cfg(test)]
mod tests {
    use super::is_acknowledgement;

    #[test]
    fn a_mere_thank_you_is_an_acknowledgement() {
        for text in [
            "thanks!",
            "Thanks",
            "Thank you so much!!",
            "thx :+1:",
            "👍",
            "🙏🏽",
            ":tada: :rocket:",
            "Perfect, thank you!",
            "@Ada thanks!",
            "ok",
            "Got it, thanks a lot :slightly_smiling_face:",
            "Great, thanks again!",
            "ty",
            "Thanks all ❤️",
            "cheers",
            "Thanks for the help!",
            "That works, thank you.",
        ] {
            assert!(is_acknowledgement(text), "{text}");
        }
    }

    #[test]
    fn whatever_says_more_is_a_comment() {
        for text in [
            "",
            " ",
            "?",
            "!!",
            "thanks, but it still fails",
            "Thanks! Does it work on Windows?",
            "ok so what now",
            "👍 and when is the release",
            "thanks?",
            "no",
            "not great",
            "all",
            "for the help",
            "thanks https://example.com/log.txt",
            "it fails: thanks",
            "+1",
            "ok 500",
            "works on my machine",
            "danke",
            "perfect storm",
            ":no entry",
            "1:30:45",
            "❓",
            ":question:",
            "thanks :grey_question:",
            "ok？",
            "👍⁉️",
        ] {
            assert!(!is_acknowledgement(text), "{text}");
        }
    }
}
