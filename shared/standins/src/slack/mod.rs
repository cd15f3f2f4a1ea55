//! Slack's Web API.

mod args;
mod chat;
mod conversations;
mod history;
mod limits;
mod people;
mod views;
mod world;

use crate::fault::{Fault, Faults};
use crate::journal::{Call, Journal};
use crate::{cut, locked};
use args::{Answer, Args, Refusal};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::any;
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use world::World;

/// What sets a user apart from a full member.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct UserFlags {
    /// A bot.
    pub is_bot: bool,
    /// Deactivated.
    pub deleted: bool,
    /// A guest.
    pub is_restricted: bool,
    /// A guest of one channel.
    pub is_ultra_restricted: bool,
    /// From another workspace.
    pub is_stranger: bool,
}

/// A Slack of which the app is a member of every channel that is introduced. Cheap to clone: all clones are one Slack.
#[derive(Clone, Debug)]
pub struct SlackStandIn {
    journal: Journal,
    world: Arc<Mutex<World>>,
    faults: Arc<Mutex<Faults<Fault>>>,
}

impl SlackStandIn {
    /// A Slack without people and channels. `home` is the workspace that tokens belong to, unless said otherwise.
    #[must_use]
    pub fn new(journal: &Journal, home: &str) -> Self {
        let world = World { home: home.to_owned(), ..World::default() };
        Self { journal: journal.clone(), world: Arc::new(Mutex::new(world)), faults: Arc::default() }
    }

    /// Whether whoever and whatever was never introduced exists all the same: users as strangers of another workspace named
    /// after their id, channels as unshared ones named likewise. Else they are not found.
    pub fn permissive(&self, permissive: bool) -> &Self {
        locked(&self.world).permissive = permissive;
        self
    }

    /// Makes `token` one of `team`. From the first such token on, other tokens are `invalid_auth`; before, any will do.
    pub fn token(&self, token: &str, team: &str) -> &Self {
        locked(&self.world).tokens.insert(token.to_owned(), team.to_owned());
        self
    }

    /// Introduces a user.
    pub fn user(&self, id: &str, name: &str, team: &str, flags: UserFlags) -> &Self {
        // As in real records, `is_stranger` is there only when it holds.
        let mut record = world::object(json!(flags));
        record.retain(|name, value| name != "is_stranger" || value == true);
        self.user_record(world::user_record(id, name, team, Value::Object(record)))
    }

    /// Introduces a user with a record of your own, as `users.info` is to show it; its `id` names them.
    pub fn user_record(&self, record: Value) -> &Self {
        let id = record["id"].as_str().unwrap_or_default().to_owned();
        locked(&self.world).users.insert(id, record);
        self
    }

    /// Introduces a public channel that the app is in; `shared` with another organisation or not.
    pub fn channel(&self, id: &str, name: &str, shared: bool) -> &Self {
        locked(&self.world).add_channel(id, name, shared);
        self
    }

    /// Overrides fields of a channel's record: `{"is_member": false}`.
    pub fn channel_fields(&self, id: &str, fields: Value) -> &Self {
        if let Some(channel) = locked(&self.world).channels.get_mut(id) {
            channel.record.extend(world::object(fields));
        }
        self
    }

    /// Somebody else says something in a channel that exists; returns its `ts`, or none where there is no such channel.
    pub fn say(&self, channel: &str, user: &str, text: &str, thread: Option<&str>) -> Option<String> {
        let mut message = world::object(json!({"user": user, "text": text}));
        if let Some(thread) = thread {
            message.insert("thread_ts".into(), json!(thread));
        }
        let message = locked(&self.world).add_message(channel, self.journal.now(), message).ok()?;
        message["ts"].as_str().map(str::to_owned)
    }

    /// Lets the next `times` calls of an API method (`*`: of any) fail.
    pub fn fail(&self, method: &str, fault: Fault, times: usize) -> &Self {
        locked(&self.faults).add(method, fault, times);
        self
    }

    /// Lets no calls fail any more.
    pub fn recover(&self) -> &Self {
        locked(&self.faults).clear();
        self
    }

    /// The API under `/api/`.
    pub fn router(&self) -> Router {
        Router::new().route("/api/{method}", any(answer)).with_state(self.clone())
    }

    /// The calls so far, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.journal.of("slack")
    }

    /// What was said in a channel, oldest first, replies included. A user's direct messages are in `D` and the rest of their id.
    #[must_use]
    pub fn messages(&self, channel: &str) -> Vec<Value> {
        let world = locked(&self.world);
        let channel = world.channels.get(channel);
        channel.map(|channel| channel.messages.values().cloned().map(Value::Object).collect()).unwrap_or_default()
    }

    /// The members that a user group was last given.
    #[must_use]
    pub fn user_group(&self, id: &str) -> Vec<String> {
        locked(&self.world).groups.get(id).cloned().unwrap_or_default()
    }

    /// What was shown to one person each, oldest first: `{channel, user, text, blocks, thread_ts, ts}`, without what was not
    /// given.
    #[must_use]
    pub fn ephemerals(&self) -> Vec<Value> {
        locked(&self.world).ephemerals.clone()
    }

    /// Somebody's App Home as it was last published.
    #[must_use]
    pub fn home(&self, user: &str) -> Option<Value> {
        locked(&self.world).views.home(user).cloned()
    }

    /// Every modal so far with its present content, in the order in which they were opened or pushed.
    #[must_use]
    pub fn views(&self) -> Vec<Value> {
        locked(&self.world).views.modals().cloned().collect()
    }

    /// A modal or App Home by its id.
    #[must_use]
    pub fn view(&self, id: &str) -> Option<Value> {
        locked(&self.world).views.get(id).cloned()
    }

    /// The modal that was opened or pushed last, with its present content; its `id` and `hash` are what an interaction with
    /// it carries.
    #[must_use]
    pub fn opened(&self) -> Option<Value> {
        locked(&self.world).views.latest().cloned()
    }

    /// The workspace of the token that a call comes with.
    fn team(&self, headers: &HeaderMap) -> Result<String, Refusal> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim).filter(|token| !token.is_empty());
        let token = token.ok_or("not_authed")?;
        let world = locked(&self.world);
        match world.tokens.get(token) {
            Some(team) => Ok(team.clone()),
            None if world.tokens.is_empty() => Ok(world.home.clone()),
            None => Err("invalid_auth".into()),
        }
    }

    fn carry_out(&self, method: &str, team: &str, args: &Args) -> Answer {
        let (world, now) = (&mut *locked(&self.world), self.journal.now());
        match method {
            "chat.postMessage" => chat::post_message(world, args, now),
            "chat.update" => chat::update(world, args, now),
            "chat.postEphemeral" => chat::post_ephemeral(world, args, now),
            "chat.getPermalink" => chat::permalink(world, args),
            "reactions.add" => chat::add_reaction(world, args),
            "conversations.info" => conversations::info(world, args),
            "conversations.open" => conversations::open(world, args),
            "conversations.history" => conversations::history(world, args),
            "conversations.replies" => conversations::replies(world, args),
            "users.conversations" => Ok(conversations::joined(world)),
            "users.info" => people::user(world, args),
            "usergroups.users.update" => people::update_group(world, args),
            "auth.test" => people::auth_test(world, team),
            "views.open" => views::open(world, args, now),
            "views.push" => views::push(world, args, now),
            "views.publish" => views::publish(world, args, now),
            "views.update" => views::update(world, args, now),
            _ => Err("unknown_method".into()),
        }
    }
}

/// One call, from the fault that it meets to the journal.
async fn answer(
    State(slack): State<SlackStandIn>,
    Path(method): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fault = locked(&slack.faults).take(&method);
    let team = slack.team(&headers);
    let args = Args::read(&method, &headers, query.as_deref(), &body);
    let recorded = args.as_ref().map(Args::to_value).unwrap_or_default();
    let refused = |code: &str| (StatusCode::OK, written(Err(code.into())));
    let (status, told) = match &fault {
        Some(Fault::RateLimit(_)) => (StatusCode::TOO_MANY_REQUESTS, written(Err("ratelimited".into()))),
        Some(Fault::ServerError) => (StatusCode::SERVICE_UNAVAILABLE, Value::Null),
        Some(Fault::Refused(code)) => refused(code),
        None | Some(Fault::CarriedOutThenCut) => match (&team, args) {
            (Err(refusal), _) => refused(&refusal.error),
            (_, Err(refusal)) => (StatusCode::OK, written(Err(refusal))),
            (Ok(team), Ok(args)) => (StatusCode::OK, written(slack.carry_out(&method, team, &args))),
        },
    };
    slack.journal.write(Call {
        api: "slack",
        at: slack.journal.now(),
        path: format!("/api/{method}"),
        method,
        team: team.ok(),
        body: recorded,
        status: status.as_u16(),
        answer: told.clone(),
        fault: fault.as_ref().map(Fault::name),
    });
    match fault {
        Some(Fault::CarriedOutThenCut) => cut::response(),
        Some(Fault::RateLimit(seconds)) => (status, [(RETRY_AFTER, seconds.to_string())], Json(told)).into_response(),
        Some(Fault::ServerError) => status.into_response(),
        _ => (status, Json(told)).into_response(),
    }
}

/// An answer as Slack writes it.
fn written(answer: Answer) -> Value {
    match answer {
        Ok(members) => {
            let mut told = world::object(json!({"ok": true}));
            told.extend(world::object(members));
            Value::Object(told)
        }
        Err(Refusal { error, detail: None }) => json!({"ok": false, "error": error}),
        Err(Refusal { error, detail: Some(detail) }) => {
            json!({"ok": false, "error": error, "response_metadata": {"messages": [detail]}})
        }
    }
}
