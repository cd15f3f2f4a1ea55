//! Who may press our buttons: active, full, human members of staff, as Slack says now and not as it said yesterday.

use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, Person, Role};
use roundup_slack::{SlackError, UserInfo};
use std::time::Duration;

/// How long it holds who somebody is to us.
const HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// How long Slack is given for one thing while somebody waits, its repetitions included: they wait three seconds at most
/// (Slack, "Acknowledging interaction payloads"), and are to be told what came of it.
const PATIENCE: Duration = Duration::from_millis(1_300);

/// What a bot is told, and whoever is on the list of those to ignore.
const NO_BOTS: &str = "Roundup takes no orders from bots.";
/// Whom Slack does not know in the workspace in which it was asked.
pub(crate) const NOT_KNOWN: &str = "Slack does not know you here, so Roundup cannot tell whether you are on the team.";

/// Whether somebody may do something with Roundup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They may.
    Staff,
    /// They may not, because of this.
    Refused(&'static str),
    /// Slack could not say who they are.
    Unknown,
}

impl Standing {
    /// What to tell them, if they may not.
    #[must_use]
    pub fn refusal(self) -> Option<&'static str> {
        match self {
            Self::Staff => None,
            Self::Refused(why) => Some(why),
            Self::Unknown => Some("Slack could not say who you are just now; please try again in a moment."),
        }
    }
}

impl App {
    /// Why somebody may not be given a part in what only the team does; `instead` says what would be right. None where they may.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn why_no_colleague(
        &self,
        user: &str,
        team: Option<&str>,
        instead: &str,
        now: Timestamp,
    ) -> Result<Option<String>, AppError> {
        Ok(match self.standing(user, team, now).await? {
            Standing::Staff => None,
            Standing::Refused(_) => Some(format!("They are not on the team as far as Slack can say: {instead}.")),
            Standing::Unknown => Some("Slack could not say who they are just now; please try again in a moment.".to_owned()),
        })
    }

    /// Whether a Slack user may do something with Roundup; `team` is the workspace that the request names, whose token can
    /// see them. Asked of Slack each time: whoever has left must not wait for a cache.
    ///
    /// # Errors
    /// The table's.
    pub async fn standing(&self, user: &str, team: Option<&str>, now: Timestamp) -> Result<Standing, AppError> {
        let author = Author::slack(user);
        let known = self.rules.team.known_role(&author);
        if known == Some(Role::Bot) {
            return Ok(Standing::Refused(NO_BOTS));
        }
        let team = team.filter(|team| self.slack.has_token(team)).unwrap_or_else(|| self.home());
        let info = match in_time("users.info", self.slack.user(team, user)).await {
            Ok(info) => info,
            Err(error) => return Ok(not_looked_up(user, &error)),
        };
        let is_listed = known == Some(Role::Staff);
        let is_member = self.rules.team.slack_team.as_deref().is_some_and(|home| info.is_full_member_of(home));
        if let Some(why) = why_not(&info, is_listed || is_member) {
            return Ok(Standing::Refused(why));
        }
        // What they do counts from now on, whatever was found out about them before.
        let key = author.key();
        if self.store.person(&key, now).await?.is_none_or(|known| known.role != Role::Staff) {
            let person = Person { role: Role::Staff, name: info.shown_name().to_owned(), company: None, provisional: false };
            self.store.put_person(&key, &person, now + HOLDS).await?;
            self.remember(&key, &person, now + HOLDS);
        }
        Ok(Standing::Staff)
    }
}

/// Why somebody whom Slack knows may not; none where they may.
fn why_not(info: &UserInfo, is_on_the_team: bool) -> Option<&'static str> {
    if info.deleted {
        return Some("Your account is deactivated.");
    }
    if info.is_bot {
        return Some(NO_BOTS);
    }
    if is_on_the_team {
        return None;
    }
    Some(match info.is_restricted || info.is_ultra_restricted {
        true => "Guests cannot use Roundup; please ask a member of the team.",
        false => "Roundup is for the team that runs it; your message here reaches them all the same.",
    })
}

/// What it means that Slack does not say who somebody is.
fn not_looked_up(user: &str, error: &SlackError) -> Standing {
    if error.is_passing() {
        tracing::warn!(user, %error, "Slack does not say who somebody is");
        return Standing::Unknown;
    }
    if error.is_misconfiguration() {
        tracing::error!(user, %error, "Roundup may not ask Slack who somebody is");
        return Standing::Refused(
            "Slack does not let Roundup ask who you are; please tell whoever runs it to run `roundup doctor`.",
        );
    }
    tracing::info!(user, %error, "somebody whom Slack does not know");
    Standing::Refused(NOT_KNOWN)
}

/// A call to Slack that somebody waits for. Of one that takes longer nobody knows what became.
pub(crate) async fn in_time<T>(method: &'static str, call: impl Future<Output = Result<T, SlackError>>) -> Result<T, SlackError> {
    tokio::time::timeout(PATIENCE, call).await.unwrap_or(Err(SlackError::AnswerLost { method }))
}
