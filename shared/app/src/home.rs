//! The Home tab: drawn when somebody opens it, and again after what they did from anywhere.

use crate::staff::{NOT_KNOWN, Standing};
use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, Filed, Platform, What};
use roundup_slack::SlackError;
use roundup_views::Scene;
use roundup_views::action::HomeState;
use roundup_views::home::{self, HomeData};
use std::collections::BTreeSet;

/// For how long after it was last drawn a Home tab is kept up to date.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(12);

impl App {
    /// Somebody opened their Home tab.
    pub(crate) async fn home_opened(&self, user: &str, now: Timestamp) -> Result<(), AppError> {
        match self.standing_anywhere(user, now).await? {
            Standing::Staff => {
                let shows = self.store.home(&Author::slack(user).key(), now).await?;
                let state = shows.and_then(|shows| HomeState::parse(&shows)).unwrap_or_default();
                self.show_home(user, &state, now).await
            }
            Standing::Refused(_) => {
                let on_call = self.on_call().await?;
                let view = home::stranger(&Scene { rules: &self.rules, on_call: &on_call, now });
                self.publish(user, &view).await;
                Ok(())
            }
            // Opening it again asks again.
            Standing::Unknown => Ok(()),
        }
    }

    /// Draws somebody's Home tab; they are on staff.
    pub(crate) async fn show_home(&self, user: &str, state: &HomeState, now: Timestamp) -> Result<(), AppError> {
        let on_call = self.on_call().await?;
        let lists = self.lists(now).await?;
        let my_next = on_call.handoffs_between(now, now + SignedDuration::from_hours(24 * 120)).into_iter();
        let my_next = my_next.filter(|(_, _, incoming)| incoming.as_deref() == Some(user)).find_map(|(at, _, _)| on_call.at(at));
        let data = HomeData {
            viewer: user.to_owned(),
            shift: on_call.at(now),
            next: on_call.next(now),
            my_next,
            waiting: lists.waiting,
            snoozed: lists.snoozed,
            week: lists.week,
            meeting: self.rules.roundup.meeting.next(now).at,
            more_waiting: 0,
        };
        let view = home::home(&Scene { rules: &self.rules, on_call: &on_call, now }, &data, state);
        self.publish(user, &view).await;
        Ok(self.store.put_home(&Author::slack(user).key(), &state.to_string(), now + KEPT_FOR).await?)
    }

    /// The event does not say in which workspace the tab was opened: whom ours does not know is asked for in the others.
    async fn standing_anywhere(&self, user: &str, now: Timestamp) -> Result<Standing, AppError> {
        let mut standing = self.standing(user, None, now).await?;
        for team in self.other_teams() {
            if standing != Standing::Refused(NOT_KNOWN) {
                break;
            }
            standing = self.standing(user, Some(team), now).await?;
        }
        Ok(standing)
    }

    fn other_teams(&self) -> impl Iterator<Item = &str> {
        self.slack.teams().filter(|team| *team != self.home())
    }

    /// Draws a Home tab in the first workspace that knows its owner. One that could not be drawn is drawn when it is opened
    /// again.
    async fn publish(&self, user: &str, view: &serde_json::Value) {
        let mut drawn = self.slack.publish_view(self.home(), user, view).await;
        for team in self.other_teams() {
            if !matches!(drawn, Err(SlackError::Refused { .. })) {
                break;
            }
            drawn = self.slack.publish_view(team, user, view).await;
        }
        if let Err(error) = drawn {
            tracing::warn!(user, %error, "a Home tab could not be drawn");
        }
    }

    /// Draws anew the Home tabs of whoever did something just now.
    pub(crate) async fn refresh_homes(&self, facts: &[Filed], now: Timestamp) -> Result<(), AppError> {
        let is_triage = |filed: &&Filed| filed.fact.what.can_be_undone() || matches!(filed.fact.what, What::Undone { .. });
        let authors = facts.iter().filter(is_triage).filter_map(|filed| filed.fact.by.clone());
        self.redraw_homes(authors.collect(), now).await
    }

    /// Draws anew the Home tabs of these people, as far as they had them open not long ago.
    pub(crate) async fn redraw_homes(&self, users: BTreeSet<Author>, now: Timestamp) -> Result<(), AppError> {
        for author in users.iter().filter(|author| author.platform == Platform::Slack) {
            if let Some(shows) = self.store.home(&author.key(), now).await? {
                self.show_home(&author.id, &HomeState::parse(&shows).unwrap_or_default(), now).await?;
            }
        }
        Ok(())
    }
}
