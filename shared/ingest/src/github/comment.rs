//! Comments on issues, pull requests and discussions; reviews; comments in reviews.

use super::Read;
use super::subject::{Thread, author};
use crate::json::{text, time};
use crate::text::kept;
use jiff::Timestamp;
use roundup_domain::What;
use serde_json::Value;

/// Reads an event about the comment or review under `key`, whose id begins with `prefix`: `comment:987`.
pub(super) fn read(thread: &Thread, key: &str, prefix: &str) -> Read {
    let comment = &thread.payload[key];
    if author(&comment["user"]).automated {
        return Err("a bot's comment");
    }
    let id = comment["id"].as_u64().ok_or("no comment")?;
    let id = format!("{prefix}:{id}");
    match thread.action {
        // A review is written in private until it is submitted.
        // Its time may be null, by GitHub's schema; the pull request changed with it.
        "submitted" => written(thread, comment, id, time(&comment["submitted_at"]).or_else(|| thread.updated_at().ok())),
        "created" => written(thread, comment, id, time(&comment["created_at"])),
        "edited" => edited(thread, comment, id),
        "deleted" => deleted(thread, comment, id),
        _ => Err("an action of no interest"),
    }
}

fn written(thread: &Thread, comment: &Value, id: String, at: Option<Timestamp>) -> Read {
    let at = at.ok_or("no time of the comment")?;
    let url = text(&comment["html_url"]).map(str::to_owned);
    let what = What::Comment { id: id.clone(), text: body(comment), mentions: Vec::new(), url };
    thread.fact(id, at, Some(author(&comment["user"])), what)
}

fn edited(thread: &Thread, comment: &Value, id: String) -> Read {
    if !thread.payload["changes"]["body"].is_object() {
        return Err("an edit that leaves the text");
    }
    // Reviews do not say when they were edited, but the pull request does.
    let at = time(&comment["updated_at"]).map_or_else(|| thread.updated_at(), Ok)?;
    let what = What::Edited { of: id.clone(), text: body(comment) };
    thread.fact(format!("edit:{id}:{at}"), at, thread.sender(), what)
}

/// Nothing says when a comment was deleted: not before any of these.
fn deleted(thread: &Thread, comment: &Value, id: String) -> Read {
    let times = [&comment["created_at"], &comment["updated_at"], &thread.object["updated_at"]];
    let at = times.into_iter().filter_map(time).max().ok_or("no time of the comment")?;
    thread.fact(format!("delete:{id}"), at, thread.sender(), What::Deleted { of: id })
}

fn body(comment: &Value) -> String {
    kept(comment["body"].as_str().unwrap_or_default())
}
