//! Published examples of real payloads, where they lie beside the repository: each is acknowledged, and nothing breaks.

use roundup_tests::World;
use roundup_tests::slack::envelope;
use roundup_tests::world::encoded;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// The files of a folder of the corpus; none where it is not there.
fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/payloads")).join(folder);
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

/// A configuration in which every repository and channel that is named in `texts` is a source, so that the facts are not
/// merely thrown away.
fn watching_all(texts: &[String]) -> String {
    let mut sources = String::new();
    let mut names: Vec<String> = Vec::new();
    for text in texts {
        let payload: Value = serde_json::from_str(text).unwrap_or_default();
        let repository = payload["repository"]["full_name"].as_str().map(|name| format!("github = {name:?}"));
        let event = if payload["event"].is_object() { &payload["event"] } else { &payload };
        let channel = [&event["channel"], &event["channel"]["id"], &event["item"]["channel"]].into_iter().find_map(Value::as_str);
        let channel = channel
            .filter(|id| id.starts_with(['C', 'G']))
            .map(|id| format!("slack = {{ team = \"T0STAFF01\", channel = {id:?} }}"));
        names.extend(repository.into_iter().chain(channel));
    }
    names.sort_by_key(|name| name.to_lowercase());
    names.dedup_by_key(|name| name.to_lowercase());
    for (number, place) in names.iter().enumerate() {
        sources.push_str(&format!("[[sources]]\nname = \"Source {number}\"\n{place}\n"));
    }
    format!("{}{sources}", roundup_tests::configuration::ACME)
}

/// Everything has been reacted to, and what came of it can be read.
async fn settles(world: &World) -> usize {
    world.advance("48h").await;
    let aside = world.process.table.state_list("stream/aside/").unwrap();
    assert_eq!(aside, [], "records that the reactor fails on");
    let items = world.items_in_full().await;
    for format in ["text", "markdown", "html", "slack", "json"] {
        assert_eq!(world.get(&format!("/dev/digest?format={format}")).await.status, 200);
    }
    assert_eq!(world.get("/healthz").await.status, 200);
    items.len()
}

fn texts(files: &[(String, Vec<u8>)]) -> Vec<String> {
    files.iter().map(|(_, body)| String::from_utf8_lossy(body).into_owned()).collect()
}

#[tokio::test]
async fn every_published_delivery_of_github_is_acknowledged() {
    let files = files("github");
    let world = World::configured(watching_all(&texts(&files))).await;
    for (name, body) in &files {
        let event = name.split('.').next().unwrap();
        let form = format!("payload={}", encoded(&String::from_utf8_lossy(body)));
        for (content_type, body) in
            [("application/json", body.as_slice()), ("application/x-www-form-urlencoded", form.as_bytes())]
        {
            let answer = world.post_github(event, content_type, body).await;
            assert_eq!(answer.status, 200, "{name}: {}", answer.text);
        }
    }
    let items = settles(&world).await;
    assert!(files.is_empty() || items >= 3, "{items} items");
}

#[tokio::test]
async fn every_published_event_of_slack_is_acknowledged() {
    let (events, bare) = (files("slack/events"), files("slack/bare-events"));
    let world = World::configured(watching_all(&[texts(&events), texts(&bare)].concat())).await;
    world.slack.permissive(true);
    for (name, body) in &events {
        let answer = world.post_slack("/slack/events", "application/json", body).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    }
    for (name, body) in &bare {
        let event: Value = serde_json::from_slice(body).unwrap();
        let wrapped = envelope(&event, &format!("Ev{name}"), world.now()).to_string();
        let answer = world.post_slack("/slack/events", "application/json", wrapped.as_bytes()).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    }
    let items = settles(&world).await;
    assert!(events.is_empty() || items > 3, "{items} items");
}

#[tokio::test]
async fn every_published_interaction_and_command_of_slack_is_acknowledged() {
    let world = World::new().await;
    for (name, body) in files("slack/interactivity") {
        let form = format!("payload={}", encoded(&String::from_utf8_lossy(&body)));
        let answer = world.post_slack("/slack/interactions", "application/x-www-form-urlencoded", form.as_bytes()).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    }
    for (name, body) in files("slack/commands") {
        let answer = world.post_slack("/slack/commands", "application/x-www-form-urlencoded", &body).await;
        assert_eq!(answer.status, 200, "{name}: {}", answer.text);
    }
    assert_eq!(world.items().await, Vec::<Value>::new());
}

#[tokio::test]
async fn every_published_payload_survives_being_mutilated() {
    let world = World::new().await;
    let all = [files("github"), files("slack/events"), files("slack/bare-events")].concat();
    for (name, body) in all.iter().step_by(3) {
        let event = name.split('.').next().unwrap();
        let payload: Value = serde_json::from_slice(body).unwrap();
        for mutilated in mutilations(&payload) {
            let text = mutilated.to_string();
            assert_eq!(world.post_github(event, "application/json", text.as_bytes()).await.status, 200, "{name}: {text}");
            let wrapped = envelope(&mutilated, "Ev1", world.now()).to_string();
            for text in [text, wrapped] {
                assert_eq!(
                    world.post_slack("/slack/events", "application/json", text.as_bytes()).await.status,
                    200,
                    "{name}: {text}"
                );
            }
        }
    }
    settles(&world).await;
}

/// The payload with each of its two upper layers' members null, a number, a text and an object in turn.
fn mutilations(payload: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    for (number, key) in payload.as_object().unwrap().keys().enumerate() {
        let other = [Value::Null, json!(-1), json!("\u{0}x"), json!({"a": []})][number % 4].clone();
        let mut mutilated = payload.clone();
        mutilated[key] = other.clone();
        all.push(mutilated);
        if let Some(inner) = payload[key].as_object() {
            let mut mutilated = payload.clone();
            for key_inside in inner.keys().skip(number % 3).step_by(3) {
                mutilated[key][key_inside] = other.clone();
            }
            all.push(mutilated);
        }
    }
    all
}
