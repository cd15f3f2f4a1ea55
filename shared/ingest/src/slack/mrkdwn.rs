//! Slack's message text as plain text (Slack, "Formatting text for app surfaces").
//!
//! On the wire `&`, `<` and `>` are escaped and people, channels and links are tokens in angle brackets. Facts hold plain
//! text, so that everything after this escapes on output and nothing has to know where a text came from.

/// A stretch of text, or what stands between angle brackets.
enum Piece<'a> {
    Text(&'a str),
    Token(&'a str),
}

/// The text as a reader sees it: `<@U1>` → `@U1`, `<#C1|general>` → `#general`, `<https://x.test|docs>` →
/// `docs (https://x.test)`, `<!here>` → `@here`, and `&lt;` → `<`.
pub(super) fn plain(raw: &str) -> String {
    let mut plain = String::with_capacity(raw.len());
    for piece in pieces(raw) {
        match piece {
            Piece::Text(text) => plain.push_str(&unescape(text)),
            Piece::Token(token) => plain.push_str(&unescape(&readable(token))),
        }
    }
    plain
}

/// The ids of the users that the text mentions, each once, in order. What merely looks like a mention after unescaping is none.
pub(super) fn mentions(raw: &str) -> Vec<String> {
    let mut users: Vec<String> = Vec::new();
    for piece in pieces(raw) {
        let Piece::Token(token) = piece else { continue };
        let Some(user) = token.strip_prefix('@').map(|user| user.split_once('|').map_or(user, |(user, _)| user)) else {
            continue;
        };
        let is_user = user.starts_with(['U', 'W']) && user.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_user && !users.iter().any(|known| known == user) {
            users.push(user.to_owned());
        }
    }
    users
}

fn pieces(raw: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        if let Some(token) = token_at_start(rest) {
            rest = &rest[token.len() + 2..];
            return Some(Piece::Token(token));
        }
        let next = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at(next);
        rest = after;
        (!text.is_empty()).then_some(Piece::Text(text))
    })
}

/// The token that `text` begins with, without its brackets. A bracket that opens none stands for itself.
fn token_at_start(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    let (token, _) = inside.split_at(inside.find(['<', '>', '\n'])?);
    let closed = inside[token.len()..].starts_with('>');
    let known = token.len() > 1 && (token.starts_with(['@', '#', '!']) || token.contains(':'));
    (closed && known).then_some(token)
}

fn readable(token: &str) -> String {
    let (target, label) = match token.split_once('|') {
        Some((target, label)) => (target, Some(label).filter(|label| !label.is_empty())),
        None => (token, None),
    };
    if let Some(user) = target.strip_prefix('@') {
        named('@', user, label)
    } else if let Some(channel) = target.strip_prefix('#') {
        named('#', channel, label)
    } else if let Some(special) = target.strip_prefix('!') {
        self::special(special, label)
    } else {
        link(target, label)
    }
}

fn named(sign: char, id: &str, label: Option<&str>) -> String {
    format!("{sign}{}", label.unwrap_or(id).trim_start_matches(sign))
}

/// `here`, `channel`, `everyone`; `subteam^S1|@support`; `date^1392734382^{date}|18 February`.
fn special(special: &str, label: Option<&str>) -> String {
    match (special.split_once('^'), label) {
        (Some(("date", _)), Some(label)) => label.to_owned(),
        (Some(("subteam", group)), label) => named('@', group, label),
        (_, label) => named('@', special, label),
    }
}

fn link(url: &str, label: Option<&str>) -> String {
    let address = url.strip_prefix("mailto:").or_else(|| url.strip_prefix("tel:"));
    let target = address.unwrap_or(url);
    // Slack makes links of what people type without a scheme, and labels them with what was typed.
    let typed = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://")).unwrap_or(target);
    match label {
        Some(label) if label != url && label != target && label != typed => format!("{label} ({target})"),
        _ => target.to_owned(),
    }
}

/// The three entities that Slack writes, `&amp;` last so that `&amp;lt;` becomes `&lt;`.
fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_read_as_people_read_them() {
        let cases = [
            ("hello", "hello"),
            ("", ""),
            ("<@U1>", "@U1"),
            ("<@U1|ada> and <@W2>", "@ada and @W2"),
            ("<#C1|general> <#C2> <#C3|>", "#general #C2 #C3"),
            ("<!here> <!channel> <!everyone|@everyone>", "@here @channel @everyone"),
            ("<!subteam^S1|@support> <!subteam^S2>", "@support @S2"),
            ("on <!date^1392734382^{date_short}|18 Feb>", "on 18 Feb"),
            ("see <https://x.test/a?b=1&amp;c=2>", "see https://x.test/a?b=1&c=2"),
            ("see <https://x.test|the docs>.", "see the docs (https://x.test)."),
            ("<http://acme.test|acme.test> <https://a.test|https://a.test>", "http://acme.test https://a.test"),
            ("<mailto:ada@acme.test|ada@acme.test> <tel:+41441234567|call>", "ada@acme.test call (+41441234567)"),
            ("*bold* `a &lt; b &amp;&amp; c &gt; d` :tada:", "*bold* `a < b && c > d` :tada:"),
            ("<https://x.test|a &lt;b&gt;>", "a <b> (https://x.test)"),
        ];
        for (raw, expected) in cases {
            assert_eq!(plain(raw), expected, "{raw}");
        }
    }

    #[test]
    fn what_is_no_token_is_left_as_it_is() {
        for raw in ["a < b", "<", "<>", "<<<<", "<unclosed", "<@U1\n>", "x>y", "<b>", "é<", "<é:"] {
            assert_eq!(plain(raw), raw);
        }
    }

    #[test]
    fn text_is_unescaped_once_and_never_becomes_a_token() {
        assert_eq!(plain("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
        assert_eq!(plain("&lt;@U1&gt; &lt;!channel&gt;"), "<@U1> <!channel>");
        assert!(mentions("&lt;@U1&gt; @U2 <#U3> <!U4> <@C5> <@U6;> <@>").is_empty());
    }

    #[test]
    fn everyone_mentioned_is_listed_once_in_order() {
        assert_eq!(mentions("<@U2> <@W1|ada>, <@U2|bob>: <@U3>"), ["U2", "W1", "U3"]);
    }
}
