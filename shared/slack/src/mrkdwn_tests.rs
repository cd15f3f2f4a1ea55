#![allow(clippy::unwrap_used)]

use super::{escape, escape_to, link, truncate};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Text as people paste it, with more of what matters here than chance would give.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z <>&|!@#;\n]{0,8}",
        1 => Just("&amp;".to_owned()),
        1 => Just("<!channel>".to_owned()),
        1 => Just("e\u{301}".to_owned()),
        1 => Just("👩\u{200D}🚀".to_owned()),
        1 => Just("\u{202E}\u{200B}".to_owned()),
        2 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Whether every `&` begins one of the three entities, and nothing can open or close a control sequence.
fn is_inert(text: &str) -> bool {
    let entities = ["&amp;", "&lt;", "&gt;"];
    !text.contains(['<', '>'])
        && text.match_indices('&').all(|(at, _)| entities.iter().any(|entity| text[at..].starts_with(entity)))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn mentions_links_and_entities_become_text() {
    for (written, shown) in [
        ("<!channel> hi", "&lt;!channel&gt; hi"),
        ("<@U0OSQADA1>", "&lt;@U0OSQADA1&gt;"),
        ("<https://evil.test|https://good.test>", "&lt;https://evil.test|https://good.test&gt;"),
        ("a && b", "a &amp;&amp; b"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
        ("two\nlines\tand\r\na tab", "two\nlines and\na tab"),
    ] {
        assert_eq!(escape(written), shown);
    }
}

#[test]
fn controls_that_turn_or_hide_text_are_dropped() {
    let hidden = [
        '\u{0000}',
        '\u{0007}',
        '\u{001B}',
        '\u{007F}',
        '\u{00AD}',
        '\u{061C}',
        '\u{180E}',
        '\u{200B}',
        '\u{200C}',
        '\u{200D}',
        '\u{200E}',
        '\u{200F}',
        '\u{202A}',
        '\u{202B}',
        '\u{202C}',
        '\u{202D}',
        '\u{202E}',
        '\u{2060}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{FEFF}',
        '\u{E0041}',
    ];
    for c in hidden {
        assert_eq!(escape(&format!("a{c}b")), "ab", "{c:?}");
    }
}

#[test]
fn an_emoji_put_together_from_others_stays_whole() {
    assert_eq!(escape("👩\u{200D}👩\u{200D}👧\u{200D}👦 & co"), "👩\u{200D}👩\u{200D}👧\u{200D}👦 &amp; co");
    assert_eq!(escape_to("👩\u{200D}👩\u{200D}👧\u{200D}👦!", 7), "…");
}

#[test]
fn a_cut_falls_between_graphemes_and_never_inside_an_entity() {
    assert_eq!(escape_to("a<b", 6), "a&lt;b");
    assert_eq!(escape_to("a<bc", 6), "a&lt;…");
    assert_eq!(escape_to("a<b", 5), "a…");
    assert_eq!(escape_to("<", 3), "…");
    assert_eq!(escape_to("<", 0), "");
    assert_eq!(escape_to("cafe\u{301}s", 5), "caf…");
    assert_eq!(truncate("cafe\u{301}s", 6), "cafe\u{301}s");
    assert_eq!(truncate("cafe\u{301}s", 5), "caf…");
    assert_eq!(truncate("ab cd", 4), "ab…");
    assert_eq!(truncate("ab", 0), "");
}

#[test]
fn only_sane_addresses_become_links() {
    for (url, label, shown) in [
        ("https://github.com/acme/widgets/issues/1", "#1", "<https://github.com/acme/widgets/issues/1|#1>"),
        ("https://docs.acme.test/?a=1&b=2", "docs", "<https://docs.acme.test/?a=1&amp;b=2|docs>"),
        ("http://localhost:9000/", "console", "<http://localhost:9000/|console>"),
        ("http://127.0.0.1:9000/x", "console", "<http://127.0.0.1:9000/x|console>"),
        ("https://acme.test/a|b>c", "x", "<https://acme.test/a%7Cb%3Ec|x>"),
        ("https://acme.test/", "a|b <!here>\nc", "<https://acme.test/|a¦b &lt;!here&gt; c>"),
        ("https://acme.test/", "", "<https://acme.test/>"),
        ("http://acme.test/", "plain", "plain"),
        ("http://localhost.evil.test/", "plain", "plain"),
        ("https://good.test@evil.test/", "plain", "plain"),
        ("javascript:alert(1)", "<b>", "&lt;b&gt;"),
        ("slack://open", "plain", "plain"),
        ("nonsense", "plain", "plain"),
        ("", "plain", "plain"),
    ] {
        assert_eq!(link(url, label), shown, "{url}");
    }
}

proptest! {
    #[test]
    fn escaped_text_is_inert(written in text()) {
        prop_assert!(is_inert(&escape(&written)));
    }

    #[test]
    fn escaping_loses_nothing_that_shows(written in "[a-zA-Z0-9 <>&;é😀\n]{0,40}") {
        prop_assert_eq!(unescape(&escape(&written)), written);
    }

    #[test]
    fn escaped_text_keeps_to_its_length(written in text(), max in 0usize..60) {
        let cut = escape_to(&written, max);
        prop_assert!(cut.chars().count() <= max, "{cut:?}");
        prop_assert!(is_inert(&cut), "{cut:?}");
    }

    #[test]
    fn what_fits_is_not_cut(written in text()) {
        let whole = escape(&written);
        prop_assert_eq!(escape_to(&written, whole.chars().count()), whole);
    }

    #[test]
    fn truncated_text_keeps_to_its_length_and_is_a_beginning_in_whole_graphemes(written in text(), max in 0usize..60) {
        let cut = truncate(&written, max);
        prop_assert!(cut.chars().count() <= max);
        if cut != written {
            let kept = cut.strip_suffix('…').unwrap_or_default();
            prop_assert!(written.starts_with(kept));
            prop_assert!(written.grapheme_indices(true).any(|(at, _)| at == kept.len()));
        }
    }

    #[test]
    fn a_link_cannot_be_broken_out_of(url in text(), label in text()) {
        let shown = link(&format!("https://acme.test/{url}"), &label);
        let inside = shown.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        prop_assert!(is_inert(inside.unwrap_or(&shown)), "{shown:?}");
        prop_assert!(inside.is_some_and(|inside| inside.matches('|').count() <= 1), "{shown:?}");
        prop_assert!(!shown.contains('\n'));
    }
}
