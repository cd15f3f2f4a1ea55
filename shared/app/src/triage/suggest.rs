//! Menus that are filled while somebody types.

use super::track::is_slack;
use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::Item;
use roundup_domain::rules::SourcePlace;
use roundup_domain::{ConversationId, ItemId, State};
use roundup_ingest::slack::Suggestion;
use roundup_views::action::{self, Target};
use roundup_views::form;
use serde_json::Value;
use std::collections::BTreeMap;

/// For how long the tracker is searched: Slack waits three seconds.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(1_800);
/// How many issues and pull requests of a repository are offered.
const FOUND: usize = 20;
/// How many repositories are searched. Each search takes two of the thirty requests a minute that GitHub allows.
const REPOSITORIES: usize = 3;

impl App {
    /// What fits what was typed; nothing for who may not see it.
    pub(super) async fn suggest(&self, asked: &Suggestion, now: Timestamp) -> Result<Value, AppError> {
        if self.standing(&asked.user, asked.team.as_deref(), now).await?.refusal().is_some() {
            return Ok(form::options(&[]));
        }
        let target = asked.view.as_ref().and_then(|view| Target::parse(&view.private_metadata));
        let item = target.map(|target| target.item);
        let found = match asked.action_id.as_str() {
            // What takes longer than Slack waits is of no use any more.
            action::EXISTING => {
                let found = tokio::time::timeout(PATIENCE, self.in_tracker(item.as_ref(), &asked.query)).await;
                found.unwrap_or_default()
            }
            action::OTHER => self.among_items(item.as_ref(), &asked.query, now).await?,
            _ => Vec::new(),
        };
        Ok(form::options(&found))
    }

    /// Issues and pull requests that fit, by address: in the item's own repository, or in all that are configured.
    async fn in_tracker(&self, item: Option<&ItemId>, query: &str) -> Vec<(String, String)> {
        let itself = item.map(|item| item.conversation().0);
        let own = itself.as_ref().and_then(|conversation| conversation.github_repository());
        let configured = self.rules.sources.iter().filter_map(|source| match &source.place {
            SourcePlace::Github { repository } => Some(repository.as_str()),
            _ => None,
        });
        let repositories: Vec<&str> = match own {
            Some(own) => vec![own],
            None => configured.take(REPOSITORIES).collect(),
        };
        let mut options = Vec::new();
        for repository in repositories {
            match self.github.search_issues(repository, query, FOUND).await {
                Ok(found) => options.extend(
                    found.into_iter().filter(|found| ConversationId::at_address(&found.url) != itself).map(|found| {
                        let what = if found.is_pull_request { "pull request" } else { "issue" };
                        let state = if found.open { "" } else { ", closed" };
                        (format!("#{} {} ({what}{state})", found.number, found.title), found.url)
                    }),
                ),
                Err(error) => tracing::warn!(repository, %error, "the tracker could not be searched"),
            }
        }
        options
    }

    /// Items of ours that fit, by name: whatever is open, or was in the last Roundup.
    async fn among_items(&self, except: Option<&ItemId>, query: &str, now: Timestamp) -> Result<Vec<(String, String)>, AppError> {
        let lists = self.lists(now).await?;
        let meeting = &self.rules.roundup.meeting;
        let before = self.store.roundup(meeting.previous(&meeting.next(now)).date).await?.into_iter().map(|row| row.item);
        let items: BTreeMap<ItemId, Item> =
            before.chain(lists.week).chain(lists.snoozed).chain(lists.waiting).map(|item| (item.id.clone(), item)).collect();
        let words: Vec<String> = query.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let fits = |item: &&Item| {
            let text = format!("{} {} {}", item.title, item.requester.name, item.id).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let mut fitting: Vec<&Item> =
            items.values().filter(|item| Some(&item.id) != except && item.same_as.is_none()).filter(fits).collect();
        fitting.sort_by_key(|item| (item.state == State::Closed, std::cmp::Reverse(item.opened_at)));
        Ok(fitting.into_iter().map(|item| (label(item), item.id.to_string())).collect())
    }
}

fn label(item: &Item) -> String {
    let number = item.id.conversation().0.github_issue().map(|(_, number)| format!("#{number} ")).unwrap_or_default();
    let place = if is_slack(&item.id) { "in Slack" } else { "in the tracker" };
    format!("{number}{} · {} {place}", item.title, item.requester.name)
}
