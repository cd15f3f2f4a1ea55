//! What people do in Slack and on GitHub.

use super::World;
use crate::configuration::WIDGETS;
use crate::github::{Form, Thread};
use crate::slack::Said;
use jiff::Timestamp;

impl World {
    /// A message that is not sent yet: at top level, or in the thread of `root`.
    pub fn message(&self, at: Timestamp, channel: &str, root: Option<&Said>, user: &str, text: &str) -> Said {
        self.texts.lock().unwrap().push(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        let root = root.map(|said| said.root().to_owned());
        Said { channel: channel.to_owned(), user: user.to_owned(), text: text.to_owned(), ts: self.ts(channel, at), root }
    }

    /// Somebody writes at top level, now.
    pub async fn say(&self, channel: &str, user: &str, text: &str) -> Said {
        let said = self.message(self.now(), channel, None, user, text);
        self.event(said.written()).await;
        said
    }

    /// Somebody wrote at top level at `at` (RFC 3339), and the event arrives now.
    pub async fn said_at(&self, at: &str, channel: &str, user: &str, text: &str) -> Said {
        let said = self.message(at.parse().unwrap(), channel, None, user, text);
        self.event(said.written()).await;
        said
    }

    /// Somebody replies in a thread, now.
    pub async fn reply(&self, to: &Said, user: &str, text: &str) -> Said {
        let said = self.message(self.now(), &to.channel, Some(to), user, text);
        self.event(said.written()).await;
        said
    }

    /// Somebody replied in a thread at `at` (RFC 3339), and the event arrives now.
    pub async fn replied_at(&self, at: &str, to: &Said, user: &str, text: &str) -> Said {
        let said = self.message(at.parse().unwrap(), &to.channel, Some(to), user, text);
        self.event(said.written()).await;
        said
    }

    /// The author edits, now.
    pub async fn edit(&self, said: &Said, text: &str) {
        let ts = self.ts(&said.channel, self.now());
        self.event(said.edited(text, &ts)).await;
    }

    /// It is deleted, now.
    pub async fn delete(&self, said: &Said) {
        let ts = self.ts(&said.channel, self.now());
        self.event(said.deleted(&ts)).await;
    }

    /// Somebody reacts with an emoji, now.
    pub async fn react(&self, said: &Said, user: &str, reaction: &str) {
        let ts = self.ts(&said.channel, self.now());
        self.event(said.reaction("reaction_added", user, reaction, &ts)).await;
    }

    /// Somebody takes an emoji back, now.
    pub async fn unreact(&self, said: &Said, user: &str, reaction: &str) {
        let ts = self.ts(&said.channel, self.now());
        self.event(said.reaction("reaction_removed", user, reaction, &ts)).await;
    }

    /// Somebody opens an issue, pull request or discussion, now.
    pub async fn open(&self, form: Form, repository: &str, number: u64, author: &str, title: &str) -> Thread {
        self.texts.lock().unwrap().push(title.to_owned());
        let thread = Thread::new(form, repository, number, author, title, self.now());
        self.deliver(thread.opened()).await;
        thread
    }

    /// Somebody opens an issue in `acme/widgets`, now.
    pub async fn issue(&self, number: u64, author: &str, title: &str) -> Thread {
        self.open(Form::Issue, WIDGETS, number, author, title).await
    }

    /// Somebody comments, now; the comment's id.
    pub async fn comment(&self, thread: &Thread, login: &str, text: &str) -> u64 {
        let id = 9_007_199_254_740_993 + self.serial();
        self.deliver(thread.comment(id, Some(login), text, self.now())).await;
        id
    }

    /// `closed`, `reopened`, `ready_for_review`, …, now.
    pub async fn happens(&self, thread: &Thread, action: &str, sender: &str) {
        self.deliver(thread.happened(action, sender, self.now())).await;
    }
}
