//! `/roundup …`: answers that only who typed it sees.

use crate::{App, AppError};
use jiff::{SignedDuration, Timestamp};
use roundup_domain::item::{Folded, State};
use roundup_domain::rotation::OnCall;
use roundup_domain::{ConversationId, ItemId, Kind, What, when};
use roundup_ingest::slack::Command as Typed;
use roundup_views::action::LONGEST_NAME;
use roundup_views::command::{self, Command, ItemRef, Summary};
use roundup_views::{Scene, Shown, why};
use serde_json::{Value, json};

/// How many who wait are listed; the Home tab has all.
const LISTED: usize = 15;
/// For how long at most somebody takes over, or an item is put off.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What is asked for cannot be done, because of this.
struct Refusal(String);

impl From<when::NotATime> for Refusal {
    fn from(error: when::NotATime) -> Self {
        Self(error.to_string())
    }
}

/// Done, refused, or failed.
type Done = Result<Result<Shown, Refusal>, AppError>;

impl App {
    /// Does what somebody typed, and says what came of it, to them alone.
    ///
    /// # Errors
    /// The table's.
    pub async fn command(&self, typed: &Typed, now: Timestamp) -> Result<Value, AppError> {
        if let Some(why) = self.standing(&typed.user, typed.team.as_deref(), now).await?.refusal() {
            return Ok(told(command::refused(why)));
        }
        let asked = match command::parse(&typed.text) {
            Ok(asked) => asked,
            Err(usage) => return Ok(told(command::not_understood(usage))),
        };
        let on_call = self.on_call().await?;
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        let done = match asked {
            Command::Help => Ok(command::help()),
            Command::OnCall => Ok(command::on_call(&scene, &typed.user, on_call.at(now).as_ref(), on_call.next(now).as_ref())),
            Command::List => Ok(self.list(&scene).await?),
            Command::Digest => Ok(self.summary(&scene).await?),
            Command::Why { item } => self.why(&scene, &item).await?,
            Command::Snooze { item, until } => self.snooze(&scene, &typed.user, &item, &until).await?,
            Command::Take { until } => self.take(&scene, &typed.user, until.as_deref()).await?,
            Command::Swap { user, times } => self.swap(&scene, typed, &user, &times).await?,
        };
        Ok(told(done.unwrap_or_else(|Refusal(why)| command::refused(&why))))
    }

    async fn list(&self, scene: &Scene<'_>) -> Result<Shown, AppError> {
        let mut waiting = self.lists(scene.now).await?.waiting;
        let more = waiting.len().saturating_sub(LISTED);
        waiting.truncate(LISTED);
        Ok(command::list(scene, &waiting, more))
    }

    async fn summary(&self, scene: &Scene<'_>) -> Result<Shown, AppError> {
        let lists = self.lists(scene.now).await?;
        let kinds = Kind::ALL.into_iter().map(Some).chain([None]);
        let ready = lists.week.iter().filter(|item| item.ready && item.same_as.is_none());
        let count = |kind: Option<Kind>| ready.clone().filter(|item| item.kind == kind).count();
        let summary = Summary {
            meeting: self.rules.roundup.meeting.next(scene.now).at,
            link: None,
            ready: kinds.map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect(),
            incomplete: lists.untriaged().len(),
            waiting: lists.waiting.len(),
        };
        Ok(command::digest(scene, &summary))
    }

    async fn why(&self, scene: &Scene<'_>, item: &str) -> Done {
        Ok(match self.item_named(item, scene.now).await? {
            Ok(folded) => Ok(why::why(scene, &folded)),
            Err(refusal) => Err(refusal),
        })
    }

    /// A waiting item cannot be put off past its deadline.
    async fn snooze(&self, scene: &Scene<'_>, user: &str, item: &str, until: &str) -> Done {
        let folded = match self.item_named(item, scene.now).await? {
            Ok(folded) => folded,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let until = match when::parse(until, scene.now, &self.rules.team.zone) {
            Ok(until) => until,
            Err(error) => return Ok(Err(error.into())),
        };
        if let Err(refusal) = may_snooze(scene, &folded, until) {
            return Ok(Err(refusal));
        }
        let name = format!("snoozed:{user}:{}", scene.now);
        self.write_down(&folded.item.id, user, name, scene.now, What::Snoozed { until }, scene.now).await?;
        Ok(Ok(command::snoozed(scene, &folded.item, until)))
    }

    /// Whoever takes over has nothing to accept: the hand-off sees that they put themselves there.
    async fn take(&self, scene: &Scene<'_>, user: &str, until: Option<&str>) -> Done {
        let from = whole_second(scene.now);
        let to = match until {
            Some(until) => match when::parse(until, scene.now, &self.rules.team.zone) {
                Ok(to) => to,
                Err(error) => return Ok(Err(error.into())),
            },
            None => match scene.on_call.at(scene.now).and_then(|shift| shift.until) {
                Some(to) => to,
                None => {
                    return Ok(Err(Refusal("The shift has no end: say until when, for example `take until 17:00`.".to_owned())));
                }
            },
        };
        if let Err(refusal) = may_be_on_call(scene, from, to) {
            return Ok(Err(refusal));
        }
        if is_on_call_throughout(scene.on_call, user, from, to) {
            return Ok(Err(Refusal("You are on call then already.".to_owned())));
        }
        let fact = self.agree(user, user, from, to, scene.now).await?;
        Ok(Ok(command::took(scene, from, to, &fact)))
    }

    async fn swap(&self, scene: &Scene<'_>, typed: &Typed, user: &str, times: &str) -> Done {
        let instead = "swap with somebody who is";
        if let Some(why) = self.why_no_colleague(user, typed.team.as_deref(), instead, scene.now).await? {
            return Ok(Err(Refusal(why)));
        }
        let (from, to) = match when::parse_pair(times, scene.now, &self.rules.team.zone) {
            // What has been stays as it was.
            Ok((from, to)) => (from.max(whole_second(scene.now)), to),
            Err(error) => return Ok(Err(error.into())),
        };
        if let Err(refusal) = may_be_on_call(scene, from, to) {
            return Ok(Err(refusal));
        }
        if is_on_call_throughout(scene.on_call, user, from, to) {
            return Ok(Err(Refusal("They are on call then already.".to_owned())));
        }
        let fact = self.agree(&typed.user, user, from, to, scene.now).await?;
        Ok(Ok(command::swapped(scene, user, from, to, &fact)))
    }

    /// Writes down who is on call from when until when; the fact's name, for taking it back.
    async fn agree(&self, by: &str, user: &str, from: Timestamp, to: Timestamp, now: Timestamp) -> Result<String, AppError> {
        let name = format!("override:{user}:{from}:{to}:{now}");
        let what = What::Override { user: user.to_owned(), from, to };
        self.write_down_in(ConversationId::on_call(), by, name.clone(), now, what).await?;
        Ok(name)
    }

    /// The item that somebody named, or why there is none.
    async fn item_named(&self, text: &str, now: Timestamp) -> Result<Result<Folded, Refusal>, AppError> {
        let unknown =
            || Refusal("There is no such item: nobody from outside has written there, or it is none of the sources.".to_owned());
        let id = match command::item_ref(text) {
            Some(ItemRef::Id(id)) => id,
            Some(ItemRef::Slack { channel, root }) => {
                let conversation = ConversationId::slack(&channel);
                let place = match self.place_of(&conversation, now).await {
                    Ok(Some(place)) => place,
                    Ok(None) => return Ok(Err(unknown())),
                    Err(AppError::LookUp { .. }) => {
                        let why = "Slack could not say which channel that is just now; please try again in a moment.";
                        return Ok(Err(Refusal(why.to_owned())));
                    }
                    Err(error) => return Err(error),
                };
                let head = self.head_of(&conversation, &place, &root, now).await?;
                ItemId::slack(place.team.as_deref().unwrap_or_default(), &channel, &head)
            }
            None => {
                let how = "I can't tell which item: name it by a link to it, or like `github:acme/widgets#12`.".to_owned();
                return Ok(Err(Refusal(how)));
            }
        };
        if id.as_str().len() > LONGEST_NAME {
            return Ok(Err(unknown()));
        }
        Ok(self.store.item(&id).await?.ok_or_else(unknown))
    }
}

fn may_snooze(scene: &Scene<'_>, folded: &Folded, until: Timestamp) -> Result<(), Refusal> {
    let refuse = |why: String| Err(Refusal(why));
    if folded.item.state == State::Closed {
        return refuse("It is closed: there is nothing to put off.".to_owned());
    }
    if until <= scene.now {
        return refuse("That is past: name a time to come.".to_owned());
    }
    if until.duration_since(scene.now) > LONGEST {
        return refuse("That is too far: 90 days are the most.".to_owned());
    }
    match folded.item.due_at.filter(|due| until > *due) {
        Some(due) => {
            let due = roundup_views::text::local(scene.rules, due);
            refuse(format!("Somebody waits for an answer, due {due}: it cannot be put off past that."))
        }
        None => Ok(()),
    }
}

fn may_be_on_call(scene: &Scene<'_>, from: Timestamp, to: Timestamp) -> Result<(), Refusal> {
    if to <= from || to <= scene.now {
        return Err(Refusal("That is past: name a time to come.".to_owned()));
    }
    if to.duration_since(from) > LONGEST {
        return Err(Refusal("That is too long: 90 days are the most; for longer, change the rotation.".to_owned()));
    }
    Ok(())
}

fn is_on_call_throughout(on_call: &OnCall, user: &str, from: Timestamp, to: Timestamp) -> bool {
    on_call.at(from).is_some_and(|shift| shift.user == user && shift.until.is_none_or(|until| until >= to))
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// As the answer to a command (Slack, "Slash commands"): for who typed it alone.
fn told(shown: Shown) -> Value {
    json!({"response_type": "ephemeral", "text": shown.text, "blocks": shown.blocks})
}
