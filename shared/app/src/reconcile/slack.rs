//! Slack: what channels show, and what is written. A budget of calls for each run; what was looked at longest ago comes first, and
//! what a run leaves over the next one goes on with.

use super::{FURTHEST, settled};
use crate::App;
use crate::history::{Channel, HistoryError};
use crate::sources::matches_pattern;
use jiff::{SignedDuration, Timestamp};
use roundup_domain::rules::SourcePlace;
use roundup_domain::{ConversationId, Filed, SlackTs};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Calls in one run for one workspace, at most: Slack allows about 50 a minute of each of these methods ("Rate limits", tier 3),
/// and the import or somebody else's tool may want some too.
const CALLS: usize = 36;
/// Of them for threads that began earlier, in addition: a page of a channel's history each time.
const CALLS_EARLIER: usize = 8;
/// How old a thread may be in which a reply is found that never arrived: Slack's plans without a charge show no more.
const EARLIER_DAYS: u32 = 90;

impl App {
    pub(crate) fn workspaces(&self) -> BTreeSet<String> {
        let teams = self.rules.sources.iter().filter_map(|source| match &source.place {
            SourcePlace::Channel { team, .. } | SourcePlace::Pattern { team, .. } => Some(team.clone()),
            SourcePlace::Github { .. } => None,
        });
        teams.collect()
    }

    /// How many missed messages of a workspace's channels were found.
    pub(super) async fn reconcile_workspace(&self, team: &str, now: Timestamp) -> Result<usize, HistoryError> {
        let channels = self.watched(team).await;
        let mut run = Run { team, now, left: 0, found: 0 };
        for depth in [Depth::Recent, Depth::Earlier] {
            run.left += depth.calls();
            self.look_through(&channels, depth, &mut run).await?;
        }
        Ok(run.found)
    }

    /// The channels of a workspace that are of a source.
    pub(crate) async fn watched(&self, team: &str) -> BTreeSet<String> {
        let mut channels = BTreeSet::new();
        let mut patterns = Vec::new();
        for source in &self.rules.sources {
            match &source.place {
                SourcePlace::Channel { team: of, channel } if of == team => {
                    channels.insert(channel.clone());
                }
                SourcePlace::Pattern { team: of, pattern } if of == team => patterns.push(pattern),
                _ => {}
            }
        }
        if !patterns.is_empty() {
            match self.slack.channels(team).await {
                Ok(joined) => {
                    let fits = |name: &str| patterns.iter().any(|pattern| matches_pattern(pattern, name));
                    channels.extend(joined.into_iter().filter(|channel| fits(&channel.name)).map(|channel| channel.id));
                }
                Err(error) => tracing::debug!(team, %error, "only channels that are named in the configuration are known"),
            }
        }
        channels
    }

    /// Looks at channels as long as calls are left: at that first which was looked at longest ago.
    async fn look_through(&self, channels: &BTreeSet<String>, depth: Depth, run: &mut Run<'_>) -> Result<(), HistoryError> {
        let mut looks = Vec::new();
        for channel in channels {
            let look: Look = self.store.progress(&depth.look(channel)).await?.unwrap_or_default();
            looks.push((look, channel));
        }
        looks.sort_by_key(|(look, _)| look.at);
        for (look, channel) in looks {
            if run.left == 0 {
                tracing::debug!(team = run.team, ?depth, "the rest of the channels is reconciled next time");
                break;
            }
            self.look_at(channel, look, depth, run).await?;
        }
        Ok(())
    }

    /// Goes on with a channel where the last run left it, or begins anew; how far it comes is kept also where it fails.
    async fn look_at(&self, id: &str, look: Look, depth: Depth, run: &mut Run<'_>) -> Result<(), HistoryError> {
        let work = depth.work(id);
        let begun = match look.walk {
            Some(walk) => Some(walk),
            None => self.span(&work, run.now).await?.map(|(since, until)| Walk { since, until, below: None }),
        };
        let Some(mut walk) = begun else { return Ok(()) };
        let channel =
            Channel { slack: self.slack.clone(), store: self.store.clone(), team: run.team.to_owned(), channel: id.to_owned() };
        let came = self.walk(&channel, &mut walk, depth, run).await;
        let is_done = matches!(came, Ok(true));
        if is_done {
            self.store.put_progress(&work, &walk.until).await?;
        }
        let look = Look { at: Some(run.now), walk: Some(walk).filter(|_| !is_done) };
        self.store.put_progress(&depth.look(id), &look).await?;
        came.map(drop)
    }

    /// Takes in what is missing, from the newest message down; whether that has come to its end.
    async fn walk(&self, channel: &Channel, walk: &mut Walk, depth: Depth, run: &mut Run<'_>) -> Result<bool, HistoryError> {
        let floor = SlackTs::from_time(depth.floor(walk, self.rules.retention_days, run.now));
        loop {
            if !run.may_call() {
                return Ok(false);
            }
            let below = walk.below.as_ref().map(SlackTs::as_str);
            let page = match self.slack.history(&channel.team, &channel.channel, (floor.as_str(), below), None).await {
                Ok(page) => page,
                Err(error) if error.refusal().is_some() => {
                    tracing::debug!(channel = channel.channel, %error, "nothing to reconcile with");
                    return Ok(false);
                }
                Err(error) => return Err(error.into()),
            };
            for shown in &page.messages {
                if depth.concerns(shown, walk) {
                    if shown["thread_ts"].is_string() && !run.may_call() {
                        return Ok(false);
                    }
                    run.found += self.take_missed(channel, shown, walk, depth, run.now).await?;
                }
                walk.below = ts(&shown["ts"]).or(walk.below.take());
            }
            if page.next.is_none() || page.messages.is_empty() {
                break;
            }
            if depth == Depth::Earlier {
                return Ok(false);
            }
        }
        if depth == Depth::Recent {
            self.look_at_open_threads(channel, walk, run).await?;
        }
        Ok(true)
    }

    /// Replies in threads that began earlier: where somebody waits, or was answered not long ago.
    async fn look_at_open_threads(&self, channel: &Channel, walk: &Walk, run: &mut Run<'_>) -> Result<(), HistoryError> {
        let recently = SlackTs::from_time(run.now - FURTHEST);
        for root in self.store.open_since(&ConversationId::slack(&channel.channel), &recently).await? {
            if root.time() < walk.since && run.may_call() {
                let shown = json!({"ts": root, "thread_ts": root});
                run.found += self.take_missed(channel, &shown, walk, Depth::Recent, run.now).await?;
            }
        }
        Ok(())
    }

    /// Writes what is missing of a thread, and has what happened in it since then reacted to; how many facts were missing, or
    /// not reacted to.
    async fn take_missed(
        &self,
        channel: &Channel,
        shown: &Value,
        walk: &Walk,
        depth: Depth,
        now: Timestamp,
    ) -> Result<usize, HistoryError> {
        let mut facts = settled(channel.thread(shown).await?, walk.until);
        let is_since = |filed: &Filed| filed.fact.at >= walk.since;
        if depth == Depth::Earlier {
            // What came before may be from before Roundup was in the channel, or forgotten on purpose.
            facts.retain(is_since);
        }
        let news = channel.write(&facts, None).await?.news;
        facts.retain(is_since);
        if facts.is_empty() {
            return Ok(news);
        }
        let conversation = ConversationId::slack(&channel.channel);
        let fresh = self.take_in_again(&conversation, &facts, BTreeSet::new(), now).await?;
        // What was known and counts only now, since an item has come of it, was not missed.
        Ok(news.max(fresh.min(facts.len())))
    }
}

/// What a channel is looked through for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Depth {
    /// What was written since the last time, at top level and in threads in which somebody waits or was answered not long ago.
    Recent,
    /// Replies in whatever thread: history shows them only by the message that they follow, however old that is.
    Earlier,
}

impl Depth {
    /// Calls for it in one run.
    const fn calls(self) -> usize {
        match self {
            Self::Recent => CALLS,
            Self::Earlier => CALLS_EARLIER,
        }
    }

    /// Under which name is kept until when a channel is done.
    fn work(self, channel: &str) -> String {
        match self {
            Self::Recent => format!("reconcile:slack:{channel}"),
            Self::Earlier => format!("reconcile:slack:{channel}:earlier"),
        }
    }

    /// Under which name the [`Look`] at a channel is kept.
    fn look(self, channel: &str) -> String {
        format!("{}:look", self.work(channel))
    }

    /// Since when messages are read.
    fn floor(self, walk: &Walk, retention_days: Option<u32>, now: Timestamp) -> Timestamp {
        let days = retention_days.unwrap_or(u32::MAX).min(EARLIER_DAYS);
        match self {
            Self::Recent => walk.since,
            Self::Earlier => now - SignedDuration::from_hours(24 * i64::from(days)),
        }
    }

    /// Whether there may be something new with a message.
    fn concerns(self, shown: &Value, walk: &Walk) -> bool {
        self == Self::Recent || ts(&shown["latest_reply"]).is_some_and(|latest| latest.time() >= walk.since)
    }
}

/// A look through a channel's history, from the newest message down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Walk {
    /// What happened from then on is looked for.
    since: Timestamp,
    /// What happened later may still be on its way.
    until: Timestamp,
    /// Messages before this one are left to be looked at; all of them where it has just begun.
    below: Option<SlackTs>,
}

/// How far the reconciliation of a channel has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Look {
    /// When the channel was last looked at.
    at: Option<Timestamp>,
    /// What is not done yet.
    walk: Option<Walk>,
}

/// One run for one workspace.
struct Run<'a> {
    team: &'a str,
    now: Timestamp,
    /// Calls that are left.
    left: usize,
    /// Facts that were missing, or not reacted to.
    found: usize,
}

impl Run<'_> {
    /// Takes one of the calls that are left, if there is one.
    fn may_call(&mut self) -> bool {
        let is_left = self.left > 0;
        self.left = self.left.saturating_sub(1);
        is_left
    }
}

fn ts(value: &Value) -> Option<SlackTs> {
    value.as_str()?.parse().ok()
}
