//! Deliveries as GitHub sends them (GitHub, "Webhook events and payloads").

use jiff::Timestamp;
use serde_json::{Value, json};

/// A delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// `X-GitHub-Event`.
    pub event: &'static str,
    /// The body.
    pub payload: Value,
}

/// What a thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An issue.
    Issue,
    /// A pull request.
    Pull,
    /// A discussion in a category that takes answers.
    Discussion,
}

/// An issue, pull request or discussion as it stands. Changing a field is what happens to it; the methods say what GitHub
/// sends about it.
#[derive(Clone, Debug)]
pub struct Thread {
    /// Which of the three.
    pub form: Form,
    /// `owner/name`.
    pub repository: String,
    /// Number.
    pub number: u64,
    /// Title.
    pub title: String,
    /// Text; null where there is none.
    pub body: Option<String>,
    /// Who opened it; null once the account is deleted.
    pub author: Option<String>,
    /// When it was opened, UTC.
    pub created_at: Timestamp,
    /// A draft.
    pub draft: bool,
    /// Labels.
    pub labels: Vec<String>,
    /// When it was closed, if it is.
    pub closed_at: Option<Timestamp>,
}

impl Thread {
    /// One just opened.
    #[must_use]
    pub fn new(form: Form, repository: &str, number: u64, author: &str, title: &str, at: Timestamp) -> Self {
        Self {
            form,
            repository: repository.to_owned(),
            number,
            title: title.to_owned(),
            body: Some(format!("{title}, in more words.\r\n\r\nSince this morning.")),
            author: Some(author.to_owned()),
            created_at: at,
            draft: false,
            labels: Vec::new(),
            closed_at: None,
        }
    }

    /// The name of its item.
    #[must_use]
    pub fn item(&self) -> String {
        match self.form {
            Form::Issue | Form::Pull => format!("github:{}#{}", self.repository, self.number),
            Form::Discussion => format!("github:{}/discussions/{}", self.repository, self.number),
        }
    }

    fn key(&self) -> &'static str {
        match self.form {
            Form::Issue => "issue",
            Form::Pull => "pull_request",
            Form::Discussion => "discussion",
        }
    }

    fn event(&self) -> &'static str {
        match self.form {
            Form::Issue => "issues",
            Form::Pull => "pull_request",
            Form::Discussion => "discussion",
        }
    }

    fn page(&self) -> String {
        let kind = match self.form {
            Form::Issue => "issues",
            Form::Pull => "pull",
            Form::Discussion => "discussions",
        };
        format!("https://github.com/{}/{kind}/{}", self.repository, self.number)
    }

    fn shown(&self, at: Timestamp) -> Value {
        let api = format!("https://api.github.com/repos/{}", self.repository);
        let mut shown = json!({
            "url": format!("{api}/issues/{}", self.number), "repository_url": api, "html_url": self.page(), "id": 9_007_199_254_740_000_u64 + self.number,
            "node_id": "I_kwDOA", "number": self.number, "title": self.title, "body": self.body, "user": self.author.as_deref().map(account),
            "labels": self.labels.iter().map(|name| json!({"id": 208_045_946, "name": name, "color": "f29513", "default": false})).collect::<Vec<_>>(),
            "state": if self.closed_at.is_some() { "closed" } else { "open" }, "locked": false, "assignees": [], "comments": 0,
            "created_at": self.created_at, "updated_at": at, "closed_at": self.closed_at, "author_association": "NONE", "active_lock_reason": null,
        });
        match self.form {
            Form::Issue => {}
            Form::Pull => {
                shown["draft"] = json!(self.draft);
                shown["merged"] = json!(false);
                shown["merged_at"] = Value::Null;
                // A fork that was deleted.
                shown["head"] = json!({"label": "octocat:patch-1", "ref": "patch-1", "sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "repo": null});
            }
            Form::Discussion => shown["category"] = json!({"id": 32_937, "name": "Q&A", "slug": "q-a", "is_answerable": true}),
        }
        shown
    }

    fn payload(&self, action: &str, sender: &str, at: Timestamp) -> Value {
        let (owner, name) = self.repository.split_once('/').unwrap();
        let mut payload = json!({"action": action, "sender": account(sender), "repository": {"id": 718_281_828, "name": name,
            "full_name": self.repository, "private": false, "owner": {"login": owner, "id": 2_718_281, "type": "Organization"}}});
        payload[self.key()] = self.shown(at);
        if self.form == Form::Pull {
            payload["number"] = json!(self.number);
        }
        payload
    }

    /// It was opened.
    #[must_use]
    pub fn opened(&self) -> Delivery {
        let action = if self.form == Form::Discussion { "created" } else { "opened" };
        let sender = self.author.as_deref().unwrap_or("ghost");
        Delivery { event: self.event(), payload: self.payload(action, sender, self.created_at) }
    }

    /// `closed`, `reopened`, `ready_for_review`, …
    #[must_use]
    pub fn happened(&self, action: &str, sender: &str, at: Timestamp) -> Delivery {
        Delivery { event: self.event(), payload: self.payload(action, sender, at) }
    }

    /// A label was put on; it is among [`Self::labels`].
    #[must_use]
    pub fn labelled(&self, label: &str, sender: &str, at: Timestamp) -> Delivery {
        let mut delivery = self.happened("labeled", sender, at);
        delivery.payload["label"] = json!({"id": 208_045_946, "name": label, "color": "f29513", "default": false});
        delivery
    }

    /// A comment; on a pull request it comes as one on an issue.
    #[must_use]
    pub fn comment(&self, id: u64, login: Option<&str>, text: &str, at: Timestamp) -> Delivery {
        self.comment_event("created", id, login, text, at)
    }

    /// What happened to a comment that was written at `at`.
    #[must_use]
    pub fn comment_event(&self, action: &str, id: u64, login: Option<&str>, text: &str, at: Timestamp) -> Delivery {
        let mut payload = self.payload(action, login.unwrap_or("ghost"), at);
        if self.form == Form::Pull {
            let mut issue = payload["pull_request"].take();
            issue["pull_request"] = json!({"url": format!("https://api.github.com/repos/{}/pulls/{}", self.repository, self.number), "html_url": self.page()});
            payload["issue"] = issue;
            payload.as_object_mut().unwrap().remove("pull_request");
        }
        let fragment = if self.form == Form::Discussion { "discussioncomment" } else { "issuecomment" };
        payload["comment"] = json!({"id": id, "user": login.map(account), "body": text, "created_at": at, "updated_at": at,
            "author_association": "NONE", "html_url": format!("{}#{fragment}-{id}", self.page())});
        let event = if self.form == Form::Discussion { "discussion_comment" } else { "issue_comment" };
        Delivery { event, payload }
    }

    /// A review was submitted; its text may be null.
    #[must_use]
    pub fn review(&self, id: u64, login: &str, text: Option<&str>, at: Timestamp) -> Delivery {
        let mut payload = self.payload("submitted", login, at);
        payload["review"] = json!({"id": id, "user": account(login), "body": text, "state": "commented", "submitted_at": at,
            "html_url": format!("{}#pullrequestreview-{id}", self.page()), "author_association": "NONE"});
        Delivery { event: "pull_request_review", payload }
    }

    /// A comment on a line of a pull request.
    #[must_use]
    pub fn review_comment(&self, id: u64, login: &str, text: &str, at: Timestamp) -> Delivery {
        let mut payload = self.payload("created", login, at);
        payload["comment"] = json!({"id": id, "pull_request_review_id": id + 1, "user": account(login), "body": text, "created_at": at,
            "updated_at": at, "path": "src/main.rs", "diff_hunk": "@@ -1 +1 @@", "html_url": format!("{}#discussion_r{id}", self.page())});
        Delivery { event: "pull_request_review_comment", payload }
    }

    /// It moved to `to`: what the old and the new repository send, in this order.
    #[must_use]
    pub fn transferred(&self, to: &Self, sender: &str, at: Timestamp) -> [Delivery; 2] {
        let repository = |thread: &Self| self_repository(&thread.repository);
        let (old_key, new_key) =
            if self.form == Form::Discussion { ("old_discussion", "new_discussion") } else { ("old_issue", "new_issue") };
        let mut away = self.happened("transferred", sender, at);
        away.payload["changes"] = json!({new_key: to.shown(at), "new_repository": repository(to)});
        let mut here = to.happened(if self.form == Form::Discussion { "created" } else { "opened" }, sender, at);
        here.payload["changes"] = json!({old_key: self.shown(at), "old_repository": repository(self)});
        [away, here]
    }
}

fn self_repository(repository: &str) -> Value {
    let name = repository.split_once('/').unwrap().1;
    json!({"id": 718_281_828, "name": name, "full_name": repository, "private": false})
}

fn account(login: &str) -> Value {
    let kind = if login.ends_with("[bot]") { "Bot" } else { "User" };
    json!({"login": login, "id": 583_231, "node_id": "MDQ6VXNlcjU4MzIzMQ==", "type": kind, "site_admin": false, "html_url": format!("https://github.com/{login}")})
}
