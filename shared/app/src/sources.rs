//! Which configured source a conversation belongs to.

use crate::channel::Stretches;
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::ConversationId;
use roundup_domain::rules::{Policy, Source, SourcePlace};
use roundup_store::ChannelInfo;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long a channel's looked-up name and sharing hold. Renaming and sharing arrive as events, which look it up anew.
const CHANNEL_HOLDS: SignedDuration = SignedDuration::from_hours(12);

/// A source, as it applies to one conversation.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    pub source: &'a Source,
    pub policy: &'a Policy,
    /// Slack: the workspace that the source is configured with.
    pub team: Option<String>,
    /// Slack: the channel, as looked up.
    pub channel: Option<ChannelInfo>,
    /// What could not be looked up while the conversation was read.
    pub unknown: Unknown,
    /// Slack: what was read of the channel so far.
    pub read: Stretches,
}

/// Whether something that has to be known could not be looked up just now, so that what came of it is to be looked at again:
/// whether the channel is shared, or who somebody is whose message stands in it. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unknown(Arc<AtomicBool>);

impl Unknown {
    /// Notes that something could not be looked up, if so it is.
    pub fn note(&self, is_unknown: bool) {
        self.0.fetch_or(is_unknown, Ordering::Relaxed);
    }

    /// Whether anything could not.
    pub fn is_any(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Place<'_> {
    /// Rule 2: whether a top-level message of ours answers everything that waits in the channel.
    pub(crate) fn top_level_answers(&self) -> bool {
        let shared = self.channel.as_ref().is_some_and(|channel| channel.shared);
        self.source.top_level_answers.unwrap_or(shared)
    }
}

impl App {
    /// The source of a conversation; none where it is no source's.
    ///
    /// # Errors
    /// The table, or where the channel's name decides, a failure of Slack that says nothing of the channel.
    pub(crate) async fn place_of(&self, conversation: &ConversationId, now: Timestamp) -> Result<Option<Place<'_>>, AppError> {
        if let Some(repository) = conversation.github_repository() {
            let is_it = |place: &SourcePlace| matches!(place, SourcePlace::Github { repository: configured } if configured.eq_ignore_ascii_case(repository));
            return Ok(self
                .rules
                .sources
                .iter()
                .find(|source| is_it(&source.place))
                .and_then(|source| self.place(source, None, None)));
        }
        let Some(id) = conversation.slack_channel() else { return Ok(None) };
        for source in &self.rules.sources {
            if let SourcePlace::Channel { team, channel } = &source.place
                && channel == id
            {
                return self.configured(conversation, source, team, now).await;
            }
        }
        let mut renamed = None;
        for source in &self.rules.sources {
            if let SourcePlace::Pattern { team, pattern } = &source.place
                && let Some(info) = self.channel(conversation, id, team, now).await?
            {
                if matches_pattern(pattern, &info.name) {
                    self.enrol(conversation, source).await?;
                    return Ok(self.place(source, Some(team.clone()), Some(info)));
                }
                renamed.get_or_insert(info);
            }
        }
        self.still_enrolled(conversation, renamed).await
    }

    /// A channel that is configured is the source's even while Slack cannot say its name and whether it is shared.
    async fn configured<'a>(
        &'a self,
        conversation: &ConversationId,
        source: &'a Source,
        team: &str,
        now: Timestamp,
    ) -> Result<Option<Place<'a>>, AppError> {
        let id = conversation.slack_channel().unwrap_or_default();
        let (info, is_unknown) = match self.channel(conversation, id, team, now).await {
            Ok(info) => (info, false),
            Err(AppError::LookUp { what, why }) => {
                tracing::warn!(what, why, "whether a channel is shared is looked up later");
                (None, source.top_level_answers.is_none())
            }
            Err(error) => return Err(error),
        };
        let place = self.place(source, Some(team.to_owned()), info);
        Ok(place.inspect(|place| place.unknown.note(is_unknown)))
    }

    /// A channel is of the source whose pattern it first fitted, also under another name, and where we can see it no more:
    /// whoever waits there does not wait less for that.
    async fn still_enrolled(
        &self,
        conversation: &ConversationId,
        info: Option<ChannelInfo>,
    ) -> Result<Option<Place<'_>>, AppError> {
        let Some(name) = self.store.enrolled(conversation).await? else { return Ok(None) };
        Ok(self.rules.sources.iter().find_map(|source| match &source.place {
            SourcePlace::Pattern { team, .. } if source.name == name => self.place(source, Some(team.clone()), info.clone()),
            _ => None,
        }))
    }

    /// Enrols a channel with the source whose pattern it fits; once in the life of the process.
    async fn enrol(&self, conversation: &ConversationId, source: &Source) -> Result<(), AppError> {
        let known = || self.enrolled.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !known().contains(conversation) {
            self.store.enrol(conversation, &source.name).await?;
            known().insert(conversation.clone());
        }
        Ok(())
    }

    fn place<'a>(&'a self, source: &'a Source, team: Option<String>, channel: Option<ChannelInfo>) -> Option<Place<'a>> {
        let policy = self.rules.policies.get(&source.policy)?;
        Some(Place { source, policy, team, channel, unknown: Unknown::default(), read: Stretches::default() })
    }

    /// Whether a channel of our own workspace is shared with another organisation, as far as it exists for us.
    ///
    /// # Errors
    /// The table's, or [`AppError::LookUp`] while Slack cannot say.
    pub(crate) async fn is_shared(&self, channel: &str, now: Timestamp) -> Result<bool, AppError> {
        let info = self.channel(&ConversationId::slack(channel), channel, self.home(), now).await?;
        Ok(info.is_some_and(|info| info.shared))
    }

    /// What Slack says of a channel, kept for a while; none where it does not exist for us.
    pub(crate) async fn channel(
        &self,
        conversation: &ConversationId,
        id: &str,
        team: &str,
        now: Timestamp,
    ) -> Result<Option<ChannelInfo>, AppError> {
        if let Some(info) = self.store.channel(conversation, now).await? {
            let is_theirs = info.team.as_deref().is_none_or(|seen_in| seen_in == team);
            // Only a channel that is shared is in another workspace too.
            if is_theirs || !info.shared {
                return Ok(Some(info).filter(|_| is_theirs));
            }
        }
        match self.slack.channel(team, id).await {
            Ok(looked_up) => {
                let info = ChannelInfo {
                    name: looked_up.name,
                    shared: looked_up.is_ext_shared,
                    private: looked_up.is_private,
                    member: looked_up.is_member,
                    team: Some(team.to_owned()),
                };
                self.store.put_channel(conversation, &info, now + CHANNEL_HOLDS).await?;
                Ok(Some(info))
            }
            // A token that has run out says nothing of the channel: what came in is not to be thrown away for that.
            Err(error) if error.leaves_open() => Err(AppError::LookUp { what: format!("channel {id}"), why: error.to_string() }),
            Err(error) => {
                tracing::warn!(channel = id, %error, "Slack does not tell about a channel");
                Ok(None)
            }
        }
    }
}

/// Whether a channel's name fits a pattern in which `*` stands for any text, the empty one too.
pub(crate) fn matches_pattern(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(end) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    rest.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, name) in
            [("at-*", "at-acme"), ("at-*", "at-"), ("*", "x"), ("*-ext", "a-ext"), ("a*b*c", "a1b2c"), ("a", "a")]
        {
            assert!(matches_pattern(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("at-*", "cat-acme"), ("at-*", "at"), ("a", "ab"), ("*-ext", "ext"), ("a*b*c", "acb"), ("ab*ba", "aba")]
        {
            assert!(!matches_pattern(pattern, name), "{pattern} {name}");
        }
    }
}
