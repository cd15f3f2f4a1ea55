//! Slack: what channels show, and what is written. A budget of calls for each run; who was looked at longest ago comes first.

use super::{FURTHEST, settled};
use crate::App;
use crate::history::{Channel, HistoryError};
use crate::sources::matches_pattern;
use jiff::Timestamp;
use roundup_domain::rules::SourcePlace;
use roundup_domain::{ConversationId, SlackTs};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Calls in one run for one workspace, at most: Slack allows about 50 a minute of each of these methods ("Rate limits", tier 3),
/// and the import or somebody else's tool may want some too.
const CALLS: usize = 40;

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
        let mut channels = Vec::new();
        for channel in self.watched(team).await {
            let work = format!("reconcile:slack:{channel}");
            channels.push((self.store.progress::<Timestamp>(&work).await?, channel));
        }
        channels.sort();
        let (mut recovered, mut calls) = (0, 1);
        for (_, channel) in channels {
            if calls >= CALLS {
                tracing::debug!(team, "the rest of the channels is reconciled next time");
                break;
            }
            let (news, asked) = self.reconcile_channel(team, &channel, now).await?;
            recovered += news;
            calls += asked;
        }
        Ok(recovered)
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

    /// How many facts of a channel were missing, and how many calls it took to know.
    async fn reconcile_channel(&self, team: &str, id: &str, now: Timestamp) -> Result<(usize, usize), HistoryError> {
        let work = format!("reconcile:slack:{id}");
        let Some((since, until)) = self.span(&work, now).await? else { return Ok((0, 0)) };
        let channel =
            Channel { slack: self.slack.clone(), store: self.store.clone(), team: team.to_owned(), channel: id.to_owned() };
        let (mut news, mut calls) = (0, 0);
        let oldest = SlackTs::from_time(since);
        let mut roots = BTreeSet::new();
        let mut cursor: Option<String> = None;
        loop {
            calls += 1;
            let page = match self.slack.history(team, id, (oldest.as_str(), None), cursor.as_deref()).await {
                Ok(page) => page,
                Err(error) if error.refusal().is_some() => {
                    tracing::debug!(channel = id, %error, "nothing to reconcile with");
                    return Ok((news, calls));
                }
                Err(error) => return Err(error.into()),
            };
            for shown in &page.messages {
                calls += usize::from(shown["thread_ts"].is_string());
                news += self.take_missed(&channel, shown, (since, until), now).await?;
                roots.extend(root(shown));
            }
            cursor = page.next;
            if cursor.is_none() || calls >= CALLS {
                break;
            }
        }
        // Replies in threads that began earlier: where somebody waits, or was answered not long ago.
        let recently = SlackTs::from_time(now - FURTHEST);
        for waits in self.store.open_since(&ConversationId::slack(id), &recently).await? {
            if calls >= CALLS || roots.contains(&waits) {
                continue;
            }
            calls += 1;
            let shown = json!({"ts": waits, "thread_ts": waits});
            news += self.take_missed(&channel, &shown, (since, until), now).await?;
        }
        if cursor.is_none() {
            self.store.put_progress(&work, &until).await?;
        }
        Ok((news, calls))
    }

    /// Writes what is missing of a thread, and has what happened in it since then reacted to; how many facts were missing, or
    /// not reacted to.
    async fn take_missed(
        &self,
        channel: &Channel,
        shown: &Value,
        (since, until): (Timestamp, Timestamp),
        now: Timestamp,
    ) -> Result<usize, HistoryError> {
        let mut facts = settled(channel.thread(shown).await?, until);
        let news = channel.write(&facts, None).await?.news;
        facts.retain(|filed| filed.fact.at >= since);
        if facts.is_empty() {
            return Ok(news);
        }
        let conversation = ConversationId::slack(&channel.channel);
        Ok(news.max(self.take_in_again(&conversation, &facts, BTreeSet::new(), now).await?))
    }
}

fn root(shown: &Value) -> Option<SlackTs> {
    shown["thread_ts"].as_str().or_else(|| shown["ts"].as_str())?.parse().ok()
}
