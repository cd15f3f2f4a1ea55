//! What happens to an issue, pull request or discussion itself (GitHub, "Webhook events and payloads").

use super::Read;
use super::subject::{Thread, author};
use crate::json::{text, time};
use crate::text::kept;
use jiff::Timestamp;
use roundup_domain::What;
use roundup_domain::fact::{OPENING, SubjectForm};
use serde_json::Value;

/// Reads an event of `issues`, `pull_request` or `discussion`; their actions have the same names but for `created`, which is
/// how a discussion is opened.
pub(super) fn read(thread: &Thread) -> Read {
    match thread.action {
        "opened" | "created" => opened(thread),
        "edited" => edited(thread),
        "closed" => closed(thread),
        "reopened" => changed(thread, "reopened", What::Reopened),
        "ready_for_review" => changed(thread, "ready", What::Ready),
        "converted_to_draft" => changed(thread, "drafted", What::Drafted),
        "answered" if thread.form == SubjectForm::Discussion => answered(thread),
        "unanswered" if thread.form == SubjectForm::Discussion => unanswered(thread),
        "category_changed" => changed(thread, "retitled", What::Retitled),
        "labeled" => labelled(thread, "labelled", |label| What::Labelled { label }),
        "unlabeled" => labelled(thread, "unlabelled", |label| What::Unlabelled { label }),
        "transferred" => transferred(thread),
        "deleted" => thread.fact("removed".to_owned(), thread.updated_at()?, thread.sender(), What::Removed),
        _ => Err("an action of no interest"),
    }
}

fn opened(thread: &Thread) -> Read {
    let object = thread.object;
    let at = time(&object["created_at"]).ok_or("no time of opening")?;
    if let Some(moved) = moved_here(thread, at) {
        return moved;
    }
    let by = author(&object["user"]);
    if by.automated {
        return Err("opened by a bot");
    }
    let what = What::Opened { text: body(thread), draft: object["draft"] == true };
    thread.fact("opened".to_owned(), at, Some(by), what)
}

/// A transfer arrives as an opening that names where it was. One that does not say from where is taken for an opening:
/// rather ask once too often than forget somebody.
fn moved_here(thread: &Thread, created: Timestamp) -> Option<Read> {
    let changes = &thread.payload["changes"];
    let old = ["old_issue", "old_discussion"].into_iter().map(|key| &changes[key]).find(|old| old.is_object())?;
    let from = thread.elsewhere(&changes["old_repository"], old)?;
    // It keeps the time at which it was created over there.
    let at = thread.updated_at().map_or(created, |updated| updated.max(created));
    Some(thread.fact(format!("moved_from:{from}"), at, thread.sender(), What::MovedFrom { from }))
}

fn transferred(thread: &Thread) -> Read {
    let changes = &thread.payload["changes"];
    let new = ["new_issue", "new_discussion"].into_iter().map(|key| &changes[key]).find(|new| new.is_object());
    let to = new.and_then(|new| thread.elsewhere(&changes["new_repository"], new)).ok_or("a transfer to nowhere")?;
    thread.fact(format!("moved_to:{to}"), thread.updated_at()?, thread.sender(), What::MovedTo { to })
}

fn edited(thread: &Thread) -> Read {
    let changes = &thread.payload["changes"];
    // What a bot opened has no text in the facts that could be edited.
    let of_text = changes["body"].is_object() && !author(&thread.object["user"]).automated;
    if of_text {
        let at = thread.updated_at()?;
        let what = What::Edited { of: OPENING.to_owned(), text: body(thread) };
        return thread.fact(format!("edit:{OPENING}:{at}"), at, thread.sender(), what);
    }
    if changes["title"].is_object() {
        return changed(thread, "retitled", What::Retitled);
    }
    Err("an edit of neither title nor text")
}

fn closed(thread: &Thread) -> Read {
    // Discussions do not say when they were closed, but when they last changed.
    let at = time(&thread.object["closed_at"]).map_or_else(|| thread.updated_at(), Ok)?;
    let merged = thread.object["merged"] == true || time(&thread.object["merged_at"]).is_some();
    let reason = text(&thread.object["state_reason"]);
    let declined = match thread.form {
        SubjectForm::PullRequest => !merged,
        SubjectForm::Issue | SubjectForm::Discussion => matches!(reason, Some("not_planned" | "duplicate" | "outdated")),
    };
    thread.fact(format!("closed:{at}"), at, thread.sender(), What::Closed { merged, declined })
}

/// A comment was chosen as the answer of a discussion.
fn answered(thread: &Thread) -> Read {
    let answer = &thread.payload["answer"];
    let writer = author(&answer["user"]);
    if writer.automated {
        return Err("a bot's answer");
    }
    let id = comment_id(answer)?;
    let at = time(&thread.object["answer_chosen_at"]).map_or_else(|| thread.updated_at(), Ok)?;
    let what = What::AnswerChosen { id: id.clone(), author: writer, url: text(&answer["html_url"]).map(str::to_owned) };
    thread.fact(format!("chosen:{id}:{at}"), at, thread.sender(), what)
}

fn unanswered(thread: &Thread) -> Read {
    let id = comment_id(&thread.payload["old_answer"])?;
    changed(thread, &format!("unchosen:{id}"), What::AnswerUnchosen { id })
}

/// A comment of a discussion by the id that its own events give it.
fn comment_id(comment: &Value) -> Result<String, &'static str> {
    comment["id"].as_u64().map(|id| format!("comment:{id}")).ok_or("no comment")
}

fn labelled(thread: &Thread, verb: &str, what: fn(String) -> What) -> Read {
    let label = text(&thread.payload["label"]["name"]).ok_or("no label named")?;
    changed(thread, &format!("{verb}:{label}"), what(label.to_owned()))
}

/// A change whose name is `verb` and when it was.
fn changed(thread: &Thread, verb: &str, what: What) -> Read {
    let at = thread.updated_at()?;
    thread.fact(format!("{verb}:{at}"), at, thread.sender(), what)
}

fn body(thread: &Thread) -> String {
    kept(thread.object["body"].as_str().unwrap_or_default())
}
