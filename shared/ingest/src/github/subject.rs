//! The issue, pull request or discussion that a delivery is about, and the people in it.

use super::Read;
use crate::json::{text, time};
use crate::text::kept;
use jiff::Timestamp;
use roundup_domain::id::GithubThread;
use roundup_domain::{Author, ConversationId, Fact, Filed, ItemId, Place, Platform, Subject, SubjectForm, What};
use serde_json::Value;

/// A delivery, and in it the object that it is about.
pub(super) struct Thread<'a> {
    /// The whole payload.
    pub payload: &'a Value,
    /// The issue, pull request or discussion.
    pub object: &'a Value,
    /// What was done.
    pub action: &'a str,
    /// Which of the three it is.
    pub form: SubjectForm,
    conversation: ConversationId,
}

impl<'a> Thread<'a> {
    /// The thread under `key` in the payload: `issue`, `pull_request` or `discussion`.
    pub fn of(payload: &'a Value, key: &str) -> Result<Self, &'static str> {
        let object = &payload[key];
        let action = payload["action"].as_str().ok_or("no action")?;
        let form = match key {
            "discussion" => SubjectForm::Discussion,
            "pull_request" => SubjectForm::PullRequest,
            // A comment on a pull request arrives as one on an issue, which then has this key.
            _ if object["pull_request"].is_object() => SubjectForm::PullRequest,
            _ => SubjectForm::Issue,
        };
        // Events of an organisation have no repository.
        let conversation =
            named(&payload["repository"]["full_name"], &object["number"], form).ok_or("no repository and number")?;
        Ok(Self { payload, object, action, conversation, form })
    }

    /// A fact about this thread.
    pub fn fact(&self, name: String, at: Timestamp, by: Option<Author>, what: What) -> Read {
        let subject = Some(self.subject());
        Ok(Filed { conversation: self.conversation.clone(), place: Place::Thread, fact: Fact { name, at, by, what, subject } })
    }

    fn subject(&self) -> Subject {
        let object = self.object;
        let labels =
            object["labels"].as_array().map(|labels| labels.iter().filter_map(|label| text(&label["name"])).map(str::to_owned));
        Subject {
            form: self.form,
            title: kept(object["title"].as_str().unwrap_or_default()),
            url: object["html_url"].as_str().unwrap_or_default().to_owned(),
            author: object.get("user").map(author),
            labels: labels.map(Iterator::collect),
            answerable: object["category"]["is_answerable"] == true,
        }
    }

    /// Who did it. The author of a thread or comment is somebody else: a maintainer may edit and delete what others wrote.
    pub fn sender(&self) -> Option<Author> {
        self.payload["sender"].is_object().then(|| author(&self.payload["sender"]))
    }

    /// When the thread last changed: with its own events, when that was.
    pub fn updated_at(&self) -> Result<Timestamp, &'static str> {
        time(&self.object["updated_at"]).ok_or("no time of the change")
    }

    /// The other end of a transfer: the thread `other` of `repository`, both as the payload shows them.
    pub fn elsewhere(&self, repository: &Value, other: &Value) -> Option<ItemId> {
        let direct = named(&repository["full_name"], &other["number"], self.form);
        direct
            .or_else(|| named(&api_repository(&other["repository_url"])?, &other["number"], self.form))
            .map(|c| ItemId::github(&c))
    }
}

/// `owner/name`, from the address of a repository in the API.
fn api_repository(url: &Value) -> Option<Value> {
    let (_, repository) = url.as_str()?.rsplit_once("/repos/")?;
    Some(Value::from(repository))
}

fn named(repository: &Value, number: &Value, form: SubjectForm) -> Option<ConversationId> {
    let kind = if form == SubjectForm::Discussion { GithubThread::Discussion } else { GithubThread::Issue };
    let repository = repository.as_str()?;
    let (owner, name) = repository.split_once('/')?;
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    (plain(owner) && plain(name)).then_some(())?;
    Some(ConversationId::github(repository, kind, number.as_u64()?))
}

/// A GitHub user. A deleted account is null, or `ghost`.
pub(super) fn author(user: &Value) -> Author {
    let login = text(&user["login"]).unwrap_or("ghost");
    let automated = user["type"].as_str() == Some("Bot") || login.ends_with("[bot]");
    Author { platform: Platform::Github, id: login.to_owned(), automated }
}
