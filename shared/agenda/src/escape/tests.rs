#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn controls_terminal_sequences_and_hidden_marks_disappear() {
    let cases = [
        ("plain", "plain"),
        ("a\u{1b}[31mred\u{1b}[0m", "ared"),
        ("\u{9b}2Jcleared", "cleared"),
        ("\u{1b}]8;;https://evil.test\u{7}here\u{1b}]8;;\u{1b}\\!", "here!"),
        ("never \u{1b}]0;closed", "never ]0;closed"),
        ("\u{1b}[", ""),
        ("\u{1b}[31é", "é"),
        ("\u{1b}", ""),
        ("in\u{202e}vert\u{2066}ed\u{200b}", "inverted"),
        ("bell\u{7}null\u{0}", "bellnull"),
        ("tag\u{e0041}s", "tags"),
        ("❤️ stays", "❤️ stays"),
        ("\u{fe0f}of \u{fe0f}nothing", "of nothing"),
        ("❤\u{fe0f}\u{fe0f}\u{fe01}", "❤\u{fe0f}"),
    ];
    for (text, expected) in cases {
        assert_eq!(line(text), expected, "{text:?}");
    }
}

#[test]
fn a_joiner_between_two_emoji_stays_and_no_other() {
    let whole =
        ["👩\u{200d}👩\u{200d}👧\u{200d}👦", "👩\u{200d}💻 works", "🏳\u{fe0f}\u{200d}🌈", "❤\u{fe0f}\u{200d}🔥", "👩🏽\u{200d}🚀"];
    for text in whole {
        assert_eq!(line(text), text, "{text:?}");
    }
    let cases = [
        ("a\u{200d}b", "ab"),
        ("👩\u{200d}", "👩"),
        ("\u{200d}👩", "👩"),
        ("👩\u{200d}b", "👩b"),
        ("👩\u{200d}\u{200d}👩", "👩\u{200d}👩"),
        ("👩\u{200d}\u{200b}👩", "👩👩"),
        ("👩\u{200d}\u{fe0f}", "👩\u{fe0f}"),
    ];
    for (text, expected) in cases {
        assert_eq!(line(text), expected, "{text:?}");
        assert_eq!(line(expected), expected, "a second time nothing changes");
    }
}

#[test]
fn a_line_has_no_line_end_and_a_block_no_empty_line() {
    assert_eq!(line("Subject\r\nBcc: everyone\u{2028}x"), "Subject Bcc: everyone x");
    assert_eq!(block("one\r\n\r\n   two\rthree\n\n"), "one\ntwo\nthree");
}

#[test]
fn cutting_keeps_graphemes_and_entities_whole() {
    assert_eq!(shorten("short", 5), "short");
    assert_eq!(shorten("shorter", 5), "shor…");
    assert_eq!(shorten("ab👨\u{200d}👩\u{200d}👧cd", 6), "ab…");
    assert_eq!(shorten("e\u{301}e\u{301}e\u{301}", 5), "e\u{301}e\u{301}…");
    assert_eq!(shorten(&format!("a{}", "\u{301}".repeat(10_000)), 100), "…");
    assert_eq!(slack("a&b&c", 8), "a&amp;b…");
    assert_eq!(slack("<<<", 11), "&lt;&lt;…");
    assert_eq!(slack("<<<", 12), "&lt;&lt;&lt;");
}

#[test]
fn nothing_in_html_is_a_tag_or_ends_an_attribute() {
    assert_eq!(html("<a href='x' title=\"&\">\n"), "&lt;a href=&#39;x&#39; title=&quot;&amp;&quot;&gt;<br>");
}

#[test]
fn nothing_in_markdown_is_markup() {
    let cases = [
        ("# title", "\\# title"),
        ("1. one", "1\\. one"),
        ("12) one", "12\\) one"),
        ("1.5 times", "1\\.5 times"),
        ("v1.5", "v1.5"),
        ("- point", "\\- point"),
        ("half-open", "half-open"),
        ("===", "\\==="),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ("<script>", "\\<script\\>"),
        ("a_b *c* `d`", "a\\_b \\*c\\* \\`d\\`"),
        ("one\n> two", "one\\\n   \\> two"),
    ];
    for (text, expected) in cases {
        assert_eq!(markdown(text, "   "), expected, "{text:?}");
    }
}

#[test]
fn nobody_is_mentioned_in_markdown_and_addresses_stay_addresses() {
    let cases = [
        ("ping @octo-org/team and @everyone", "ping octo-org/team and everyone"),
        ("@team", "team"),
        ("@@team", "team"),
        ("(@team) a/@team é@team _@team", "(team) a/team éteam \\_team"),
        ("one\n@team", "one\\\nteam"),
        ("jo@acme.test", "jo@acme.test"),
        ("jo@@team", "jo@team"),
    ];
    for (text, expected) in cases {
        assert_eq!(markdown(text, ""), expected, "{text:?}");
    }
}

#[test]
fn only_links_to_web_pages_are_links() {
    let links = [
        ("https://github.com/acme/widgets/issues/12", "https://github.com/acme/widgets/issues/12"),
        (" HTTPS://loom.test/a?b=c&d#e ", "https://loom.test/a?b=c&d#e"),
        ("http://127.0.0.1:9000/x", "http://127.0.0.1:9000/x"),
        ("https://a.test/x|y>z<\"')(`", "https://a.test/x%7Cy%3Ez%3C%22%27%29%28%60"),
        ("https://a.test/caf\u{e9}\u{202e}", "https://a.test/caf%C3%A9%E2%80%AE"),
    ];
    for (text, link) in links {
        assert_eq!(web_link(text).as_deref(), Some(link), "{text:?}");
    }
    let others = [
        "",
        "see the recording",
        "javascript:alert(1)",
        "javascript://a.test/%0aalert(1)",
        "data:text/html,x",
        "//a.test",
        "https://",
        "https://github.com@evil.test/",
        "https://g\u{456}thub.com/",
        "https://a.test/x y",
        "https://a.test/x\r\ny",
        "https://a.test/x\u{2028}y",
        "<https://a.test>",
    ];
    for text in others {
        assert_eq!(web_link(text), None, "{text:?}");
    }
    assert_eq!(web_link(&format!("https://a.test/{}", "x".repeat(1_000))), None);
}

#[test]
fn links_have_short_names() {
    let cases = [
        ("https://github.com/acme/widgets/pull/12#issuecomment-1", "acme/widgets#12"),
        ("https://github.com/acme/widgets/discussions/3", "acme/widgets#3"),
        ("https://acme.slack.com/archives/C1/p1700000000000100", "the thread in Slack"),
        ("https://docs.acme.test/upload", "docs.acme.test"),
    ];
    for (link, label) in cases {
        assert_eq!(link_label(link), label);
    }
}
