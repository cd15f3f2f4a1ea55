//! Payloads made after the schema that is published of GitHub's webhooks (`schema/github-webhooks.json`): whatever is valid by it
//! becomes a fact, or is ignored for a reason that lies in what it says.
#![allow(clippy::unwrap_used)]

use crate::github::{EVENTS, Event, parse};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Why something that is whole may be ignored. Every other reason says that something was missing.
const HONEST: [&str; 7] = [
    "an action of no interest",
    // The label itself may be left out, by the schema.
    "no label named",
    "opened by a bot",
    "a bot's comment",
    "a bot's answer",
    "an edit of neither title nor text",
    "an edit that leaves the text",
];

static SCHEMA: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(include_str!("../schema/github-webhooks.json")).unwrap());

/// Makes values that a schema allows, from a stream of choices.
struct Maker {
    state: u64,
    /// Whether bots are among those who do something.
    bots: bool,
}

impl Maker {
    /// A number below `of` (splitmix64).
    fn any(&mut self, of: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % of as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &'a [Value]) -> &'a Value {
        &of[self.any(of.len())]
    }

    /// A value of the property `name` that `schema` allows.
    fn make(&mut self, name: &str, schema: &Value) -> Value {
        if let Some(of) = schema["$ref"].as_str() {
            return self.make(name, &SCHEMA["definitions"][of.strip_prefix("#/definitions/").unwrap()]);
        }
        if let Some(allowed) = schema["enum"].as_array() {
            let is_kind_of_account = !self.bots && allowed.contains(&json!("Bot"));
            return if is_kind_of_account { json!("User") } else { self.one(allowed).clone() };
        }
        if let Some(all) = schema["allOf"].as_array() {
            // Later ones are narrower.
            return all.iter().map(|part| self.make(name, part)).reduce(merged).unwrap();
        }
        if let Some(alternatives) = schema["oneOf"].as_array() {
            let chosen = self.one(alternatives).clone();
            return self.make(name, &chosen);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => self.one(kinds).as_str().unwrap().to_owned(),
            kind => kind.as_str().unwrap_or("null").to_owned(),
        };
        match kind.as_str() {
            "object" => self.object(schema),
            "array" => (0..self.any(3)).map(|_| self.make(name, &schema["items"])).collect(),
            "boolean" => json!(self.any(2) == 0),
            // Ids are longer than 32 bits.
            "integer" | "number" => json!([1, 7, 4_294_967_296_u64, 9_007_199_254_740_991][self.any(4)]),
            "string" => json!(self.text(name, &schema["format"])),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Value) -> Value {
        let required: BTreeSet<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut made = Map::new();
        for (name, of) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(name.as_str()) || self.any(2) == 0 {
                made.insert(name.clone(), self.make(name, of));
            }
        }
        if schema["additionalProperties"] != false && self.any(4) == 0 {
            made.insert("added_since".to_owned(), json!({"by": "GitHub"}));
        }
        Value::Object(made)
    }

    fn text(&mut self, name: &str, format: &Value) -> &'static str {
        let texts: &[&str] = match (name, format.as_str()) {
            ("full_name", _) => &["acme/widgets", "Codertocat/Hello-World.js", "a/b_c-d"],
            (_, Some("date-time")) => &["2026-03-02T14:00:00Z", "2026-03-02T14:00:00.123Z", "2026-03-02T09:00:00-05:00"],
            (_, Some(_)) => &["https://github.com/acme/widgets/issues/1", "https://api.github.com/repos/acme/widgets/issues/1"],
            ("login", _) if !self.bots => &["octocat", "ghost"],
            ("login", _) => &["octocat", "dependabot[bot]", "ghost"],
            // A label without a name names none.
            ("name", _) => &["bug", "Good first issue 🎉"],
            _ => &["", "It fails\r\nlike so", "<!-- nothing -->", "e\u{301}\u{202e}🏳️‍🌈", "null"],
        };
        texts[self.any(texts.len())]
    }
}

/// Two parts of one value.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            for (name, value) in other {
                let value = one.remove(&name).map_or(value.clone(), |before| merged(before, value));
                one.insert(name, value);
            }
            Value::Object(one)
        }
        (_, other) => other,
    }
}

fn payload(event: &str, seed: u64, bots: bool) -> Value {
    Maker { state: seed, bots }.make("", &json!({"$ref": format!("#/definitions/{event}_event")}))
}

fn read(event: &str, payload: &Value) -> Event {
    parse(event, "application/json", payload.to_string().as_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn whatever_githubs_published_schema_allows_is_a_fact_or_honestly_ignored(event in prop::sample::select(EVENTS), seed in any::<u64>()) {
        let payload = payload(event, seed, true);
        if let Event::Ignored(reason) = read(event, &payload) {
            prop_assert!(HONEST.contains(&reason), "{event} is ignored: {reason}; {payload:#}");
        }
    }
}

#[test]
fn what_matters_most_is_never_ignored() {
    let matters = [
        ("issues", "opened"),
        ("issues", "closed"),
        ("issues", "transferred"),
        ("pull_request", "opened"),
        ("pull_request", "ready_for_review"),
        ("discussion", "created"),
        ("issue_comment", "created"),
        ("issue_comment", "deleted"),
        ("discussion_comment", "created"),
        ("pull_request_review", "submitted"),
        ("pull_request_review_comment", "created"),
    ];
    for (event, action) in matters {
        let mut read_as_facts = 0;
        for payload in (0..600).map(|seed| payload(event, seed, false)).filter(|payload| payload["action"] == action) {
            assert!(matches!(read(event, &payload), Event::Facts(_)), "{event} {action}: {payload:#}");
            read_as_facts += 1;
        }
        assert!(read_as_facts > 0, "no {event} {action} was made");
    }
}
