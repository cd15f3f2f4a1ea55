//! Who somebody is to us (rule 7): looked up in Slack and GitHub, and kept for a day.

use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::{Author, People, Person, Platform, Role};
use roundup_github::Membership;
use roundup_slack::UserInfo;
use std::collections::BTreeMap;

/// How long a look-up holds.
const HOLDS: SignedDuration = SignedDuration::from_hours(24);
/// How long it holds that a look-up failed. Shorter than after what time a fact is looked at again.
const FAILURE_HOLDS: SignedDuration = SignedDuration::from_secs(30);

impl App {
    /// What everyone in `authors` is to us. `kept` is what an item found out earlier: it goes first, so that somebody who
    /// joins or leaves does not rewrite history. A look-up that says nothing of the person (Slack is down, a token has run out)
    /// leaves a provisional one.
    ///
    /// # Errors
    /// The table's.
    pub(crate) async fn people(
        &self,
        authors: &BTreeMap<String, Author>,
        kept: Option<&People>,
        team: Option<&str>,
        now: Timestamp,
    ) -> Result<People, AppError> {
        let mut people = People::new();
        for (key, author) in authors {
            let kept = kept.and_then(|kept| kept.get(key)).filter(|person| !person.provisional);
            let person = match kept {
                Some(person) => person.clone(),
                None => self.person(key, author, team, now).await?,
            };
            people.insert(key.clone(), person);
        }
        Ok(people)
    }

    async fn person(&self, key: &str, author: &Author, team: Option<&str>, now: Timestamp) -> Result<Person, AppError> {
        if author.automated {
            return Ok(Person { role: Role::Bot, name: author.id.clone(), company: None, provisional: false });
        }
        if let Some(person) = self.remembered(key, now) {
            return Ok(person);
        }
        if let Some(person) = self.store.person(key, now).await? {
            self.remember(key, &person, now + HOLDS);
            return Ok(person);
        }
        let person = match author.platform {
            Platform::Slack => self.slack_person(&author.id, team).await,
            Platform::Github => self.github_person(&author.id).await,
        };
        let person = self.rules.team.person(author, Some(&person));
        if person.provisional {
            // One settling asks for the same people several times: an outage is waited out once.
            self.remember(key, &person, now + FAILURE_HOLDS);
        } else {
            self.store.put_person(key, &person, now + HOLDS).await?;
            self.remember(key, &person, now + HOLDS);
        }
        Ok(person)
    }

    fn remembered(&self, key: &str, now: Timestamp) -> Option<Person> {
        let known = self.known_people.lock().ok()?;
        known.get(key).filter(|(_, until)| *until > now).map(|(person, _)| person.clone())
    }

    pub(crate) fn remember(&self, key: &str, person: &Person, until: Timestamp) {
        if let Ok(mut known) = self.known_people.lock() {
            known.insert(key.to_owned(), (person.clone(), until));
        }
    }

    async fn slack_person(&self, id: &str, team: Option<&str>) -> Person {
        match self.slack.user(team.or(self.rules.team.slack_team.as_deref()).unwrap_or_default(), id).await {
            Ok(user) => {
                Person { role: self.slack_role(&user), name: user.shown_name().to_owned(), company: None, provisional: false }
            }
            Err(error) => {
                tracing::warn!(user = id, %error, "Slack does not tell about a person");
                Person { role: Role::Outside, name: id.to_owned(), company: None, provisional: error.leaves_open() }
            }
        }
    }

    /// Full members of the home workspace are staff. Somebody whose account is deactivated by now was one when they wrote.
    fn slack_role(&self, user: &UserInfo) -> Role {
        let home = self.rules.team.slack_team.as_deref();
        match (user.is_bot, home.is_some_and(|home| user.is_full_member_of(home))) {
            (true, _) => Role::Bot,
            (false, true) => Role::Staff,
            (false, false) => Role::Outside,
        }
    }

    async fn github_person(&self, login: &str) -> Person {
        let mut person = Person { role: Role::Outside, name: login.to_owned(), company: None, provisional: false };
        if let Some(org) = &self.rules.team.staff_github_org {
            match self.github.is_member(org, login).await {
                Ok(Membership::Member) => person.role = Role::Staff,
                Ok(Membership::NotMember) => {}
                Err(error) => {
                    tracing::warn!(login, %error, "GitHub does not tell whether somebody is staff");
                    person.provisional = error.leaves_open();
                }
            }
        }
        // Name and company are a courtesy: their absence decides nothing, and is made up for.
        match self.github.user(login).await {
            Ok(profile) => {
                person.name = profile.name.unwrap_or(person.name);
                person.company = profile.company;
            }
            Err(error) => {
                tracing::debug!(login, %error, "no GitHub profile");
                person.provisional |= error.is_passing();
            }
        }
        person
    }
}
