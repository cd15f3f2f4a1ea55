//! Everything that there is to press, choose, fill in, search, use and type, with items that are as each of it needs them.

use roundup_standins::Call;
use roundup_tests::configuration::*;
use roundup_tests::interactions::{chosen, element};
use roundup_tests::{Answer, Said, World};
use serde_json::{Value, json};

/// Where Ada's cards are.
const DIRECT: &str = "D0STAFF01";
/// Where Ben's are.
const BENS: &str = "D0STAFF02";
/// What nobody but staff may read in an answer: titles, texts and names of those outside, and where they wrote.
pub const CONFIDENTIAL: [&str; 7] =
    ["Sync hangs", "export stops", "Mona Lisa", "Dana Whitfield", "Globex", "acme/widgets", "octocat"];
/// Every issue is needed in a state of its own.
const ISSUES: u64 = 12;

/// Something that can be used.
#[derive(Clone, Debug)]
pub struct Surface {
    /// As assertions name it.
    pub name: &'static str,
    /// A member of staff who may use it.
    pub by: &'static str,
    /// What it then does.
    pub does: Does,
    way: Way,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// A fact is written.
    Writes,
    /// A modal opens that is more than a refusal.
    Opens,
    /// A modal is drawn anew.
    Redraws,
    /// The Home tab is drawn.
    Publishes,
    /// Options are found.
    Offers,
    /// The answer says it.
    Says,
}

/// How it is used.
#[derive(Clone, Debug)]
enum Way {
    /// A button or menu of a message in this channel: the message, and the element as it comes back.
    Message(&'static str, Value, Value),
    /// The Home tab is opened.
    HomeOpened,
    /// A button or menu of a view.
    View(Value, Value),
    /// A form and what is filled in.
    Form(Value, Vec<(&'static str, Value)>),
    /// A menu of a view, and what is typed into it.
    Search(Value, &'static str, &'static str),
    /// The shortcut on a message.
    Shortcut(Said),
    /// What is typed after `/roundup`.
    Command(String),
}

/// What somebody who used it saw, and what it left behind.
#[derive(Debug)]
pub struct Seen {
    /// The answer.
    pub answer: Answer,
    /// The calls that it made to Slack and GitHub, but for looking people up.
    pub calls: Vec<Call>,
    /// How often people were looked up in Slack.
    pub lookups: usize,
    /// How many writes to the table it took.
    pub writes: u64,
}

impl Seen {
    /// The names of the calls.
    pub fn methods(&self) -> Vec<&str> {
        self.calls.iter().map(|call| call.method.as_str()).collect()
    }

    /// Everything that was shown or said.
    pub fn words(&self) -> String {
        let shown = self.calls.iter().map(|call| call.body.to_string());
        shown.chain([self.answer.text.clone()]).collect::<Vec<_>>().join("\n")
    }
}

/// How many writes the table has seen.
pub fn writes(world: &World) -> u64 {
    let calls = world.process.table.calls();
    let of = |name: &str| calls.get(name).copied().unwrap_or_default();
    ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"].into_iter().map(of).sum()
}

impl Surface {
    fn new(name: &'static str, by: &'static str, does: Does, way: Way) -> Self {
        Self { name, by, does, way }
    }

    /// How somebody who may not is told so: by which calls.
    pub fn refused_by(&self) -> &'static [&'static str] {
        match &self.way {
            Way::Message(..) => &["chat.postEphemeral"],
            Way::HomeOpened => &["views.publish"],
            Way::View(view, _) if view["type"] == "modal" => &["views.push"],
            Way::View(..) | Way::Shortcut(_) => &["views.open"],
            Way::Form(..) | Way::Search(..) | Way::Command(_) => &[],
        }
    }

    /// Whether it is a menu that is filled by a search: a refusal has no words there.
    pub fn is_search(&self) -> bool {
        matches!(self.way, Way::Search(..))
    }

    /// Whether it is the opening of the Home tab.
    pub fn is_home(&self) -> bool {
        matches!(self.way, Way::HomeOpened)
    }

    /// Whether it is a form: a refusal takes its place.
    pub fn is_form(&self) -> bool {
        matches!(self.way, Way::Form(..))
    }

    /// Has `user` use it once everything has been reacted to, and waits until this has been, too.
    pub async fn used_by(&self, world: &World, user: &str) -> Seen {
        let (calls, before) = (world.slack.calls().len(), writes(world));
        let github = world.github.calls().len();
        let answer = self.send(world, user).await;
        world.advance("0s").await;
        let new = world.slack.calls().split_off(calls).into_iter().chain(world.github.calls().split_off(github));
        let (lookups, calls): (Vec<Call>, Vec<Call>) = new.partition(|call| call.method == "users.info");
        Seen { answer, calls, lookups: lookups.len(), writes: writes(world) - before }
    }

    /// Has `user` use it; no more.
    pub async fn send(&self, world: &World, user: &str) -> Answer {
        match &self.way {
            Way::Message(channel, message, element) => world.act(user, channel, message, element.clone()).await,
            Way::HomeOpened => {
                world.open_home(user).await;
                Answer { status: 200, content_type: String::new(), text: String::new() }
            }
            Way::View(view, element) => world.act_in_view(user, view, element.clone(), &[]).await,
            Way::Form(view, filled) => world.submit(user, view, filled).await,
            Way::Search(view, menu, query) => world.search(user, view, menu, query).await,
            Way::Shortcut(said) => world.track(user, &said.channel, &said.user, &said.text, &said.ts, None).await,
            Way::Command(text) => world.command(user, text).await,
        }
    }
}

/// A world and everything that can be used in it.
pub struct Stage {
    /// The world.
    pub world: World,
    /// Everything that can be used.
    pub surfaces: Vec<Surface>,
}

/// A button that we know by its name only.
fn button(action_id: &str, block_id: &str, value: &str) -> Value {
    json!({"type": "button", "action_id": action_id, "block_id": block_id, "value": value,
        "text": {"type": "plain_text", "text": action_id}})
}

impl Stage {
    /// Sets the stage: it is Tuesday, 5:30 in the morning, and everybody waits who is to.
    pub async fn set() -> Self {
        Self::set_in(World::new().await).await
    }

    /// Sets it in this world.
    pub async fn set_in(world: World) -> Self {
        let mut stage = Self { world, surfaces: Vec::new() };
        let world = &stage.world;
        let said = world.say(GLOBEX, DANA, "The export stops.").await;
        for number in 1..=ISSUES {
            let title = format!("Sync hangs at {number} %");
            world.github.issue(WIDGETS, number, &title);
            world.issue(number, OCTOCAT, &title).await;
        }
        world.advance("20h").await;
        stage.prepare().await;
        stage.add_buttons().await;
        stage.add_forms().await;
        stage.add_menus().await;
        stage.add_commands(&said).await;
        stage.world.advance("0s").await;
        stage
    }

    /// The card of an issue in Ada's direct messages.
    fn card(&self, number: u64) -> Value {
        let item = format!("github:{WIDGETS}#{number}");
        let is_card = |message: &&Value| element(message, "why").is_some_and(|why| why["value"] == item.as_str());
        self.world.slack.messages(DIRECT).iter().rfind(is_card).cloned().unwrap_or_else(|| panic!("no card of {item}"))
    }

    /// Ada presses a button on an issue's card.
    async fn ada(&self, number: u64, action_id: &str) {
        assert_eq!(self.world.press(ADA, DIRECT, &self.card(number), action_id).await.status, 200);
        self.world.advance("0s").await;
    }

    /// The modal that this button opens for Ada.
    async fn opened(&self, number: u64, action_id: &str) -> Value {
        self.ada(number, action_id).await;
        self.world.slack.opened().unwrap()
    }

    /// The triage form of an issue, drawn for this kind.
    async fn triage(&self, number: u64, kind: &str) -> Value {
        let view = self.opened(number, "triage").await;
        let menu = element(&view, "kind").unwrap();
        self.world.act_in_view(ADA, &view, chosen(menu, kind), &[("kind", json!(kind))]).await;
        self.world.slack.opened().unwrap()
    }

    fn complete() -> Vec<(&'static str, Value)> {
        vec![("kind", json!("bug")), ("bug:expected", json!("It syncs")), ("bug:actual", json!("It hangs"))]
    }

    /// What has to have happened before.
    async fn prepare(&self) {
        let world = &self.world;
        for number in [3, 8] {
            self.ada(number, "claim").await;
        }
        let view = self.opened(4, "snooze").await;
        let until = world.now().as_second() + 3_600;
        world.submit(ADA, &view, &[("until", json!(until))]).await;
        for (number, ready) in [(6, json!([])), (7, json!(["ready"]))] {
            let view = self.triage(number, "bug").await;
            let filled: Vec<_> = Self::complete().into_iter().chain([("ready", ready)]).collect();
            assert_eq!(world.submit(ADA, &view, &filled).await.text, "");
        }
        let view = self.opened(10, "ask").await;
        let question = [("colleague", json!(BEN)), ("question", json!("Since which release?"))];
        assert_eq!(world.submit(ADA, &view, &question).await.text, "");
        // A thank-you after an answer, which is taken for one.
        let thread =
            roundup_tests::Thread::new(roundup_tests::github::Form::Issue, WIDGETS, 9, OCTOCAT, "Sync hangs at 9 %", world.now());
        world.comment(&thread, ADA_GH, "Fixed in 4.9.3.").await;
        world.advance("1m").await;
        world.comment(&thread, OCTOCAT, "Thanks!").await;
        // Ben comes on call, and has a hand-off to accept.
        let answer = world.command(ADA, "swap <@U0STAFF02|ben> 5:03 5:29").await;
        assert!(answer.text.contains("is on call from"), "{}", answer.text);
        world.advance("29m").await;
    }

    /// Adds a button as Ada's card of an issue shows it.
    fn on_card(&mut self, number: u64, action_id: &'static str, does: Does) {
        let card = self.card(number);
        let pressed = element(&card, action_id).unwrap_or_else(|| panic!("no {action_id} in {card:#}"));
        self.surfaces.push(Surface::new(action_id, ADA, does, Way::Message(DIRECT, card, pressed)));
    }

    async fn add_buttons(&mut self) {
        for (number, action_id) in [
            (1, "answered"),
            (2, "claim"),
            (3, "release"),
            (4, "wake"),
            (5, "no_response"),
            (6, "ready"),
            (7, "unready"),
            (8, "undo"),
        ] {
            self.on_card(number, action_id, Does::Writes);
        }
        for action_id in ["triage", "snooze", "ask", "same_as", "why"] {
            self.on_card(11, action_id, Does::Opens);
        }
        let why = self.opened(9, "why").await;
        let counts = element(&why, "counts").unwrap_or_else(|| panic!("no thank-you in {why:#}"));
        self.surfaces.push(Surface::new("counts", ADA, Does::Writes, Way::View(why, counts)));

        let bens = self.world.slack.messages(BENS);
        for (action_id, does) in [("reply", Does::Opens), ("accept", Does::Writes)] {
            let message = bens.iter().rfind(|message| element(message, action_id).is_some()).unwrap().clone();
            let pressed = element(&message, action_id).unwrap();
            self.surfaces.push(Surface::new(action_id, BEN, does, Way::Message(BENS, message, pressed)));
        }
        let block = format!("decision 2026-03-06 github:{WIDGETS}#12");
        let menus = [
            ("decide", chosen(button("decide", &block, ""), "do_it")),
            ("owner", {
                let mut menu = json!({"type": "users_select", "action_id": "owner", "block_id": block});
                menu["selected_user"] = json!(BEN);
                menu
            }),
        ];
        let agenda = json!({"type": "message", "ts": "1772460000.000100", "blocks": []});
        for (name, menu) in menus {
            self.surfaces.push(Surface::new(name, ADA, Does::Writes, Way::Message(INTERNAL, agenda.clone(), menu)));
        }
        let answer = self.world.command(CLEO, "take 10h").await.json();
        let undo = element(&answer, "undo_override").unwrap_or_else(|| panic!("nothing to undo in {answer:#}"));
        let shown = json!({"type": "message", "ts": "1772460000.000200", "blocks": answer["blocks"]});
        self.surfaces.push(Surface::new("undo_override", CLEO, Does::Writes, Way::Message(INTERNAL, shown, undo)));
    }

    async fn add_forms(&mut self) {
        let until = self.world.now().as_second() + 1_800;
        let form = |name, by, view, filled| Surface::new(name, by, Does::Writes, Way::Form(view, filled));
        let triage = form("the triage form", ADA, self.triage(11, "bug").await, Self::complete());
        let snooze = form("the snooze form", ADA, self.opened(12, "snooze").await, vec![("until", json!(until))]);
        let question = vec![("colleague", json!(BEN)), ("question", json!("Which release?"))];
        let ask = form("the form for a question", ADA, self.opened(12, "ask").await, question);
        let other = format!("github:{WIDGETS}#1");
        let same_as = form("the form for duplicates", ADA, self.opened(12, "same_as").await, vec![("other", json!(other))]);
        let asked = self.world.slack.messages(BENS).into_iter().rfind(|message| element(message, "reply").is_some()).unwrap();
        self.world.press(BEN, BENS, &asked, "reply").await;
        let view = self.world.slack.opened().unwrap();
        let reply = form("the form for a colleague's answer", BEN, view, vec![("answer", json!("Since 4.9"))]);
        self.surfaces.extend([triage, snooze, ask, same_as, reply]);
    }

    async fn add_menus(&mut self) {
        let view = self.opened(11, "triage").await;
        let kind = chosen(element(&view, "kind").unwrap(), "question");
        let feature = self.triage(11, "feature_request").await;
        let same_as = self.opened(12, "same_as").await;
        self.world.open_home(ADA).await;
        self.world.advance("0s").await;
        let home = self.world.slack.home(ADA).unwrap();
        let buttons =
            home["blocks"].as_array().unwrap().iter().flat_map(|block| block["elements"].as_array().into_iter().flatten());
        let filter = buttons.into_iter().find(|button| button["value"] == "waiting 0").unwrap();
        let filter = element(&home, filter["action_id"].as_str().unwrap()).unwrap();
        self.surfaces.extend([
            Surface::new("the menu of kinds", ADA, Does::Redraws, Way::View(view, kind)),
            Surface::new("the search of the tracker", ADA, Does::Offers, Way::Search(feature, "existing", "sync")),
            Surface::new("the search among items", ADA, Does::Offers, Way::Search(same_as, "other", "sync")),
            Surface::new("the Home tab", ADA, Does::Publishes, Way::HomeOpened),
            Surface::new("a filter of the Home tab", ADA, Does::Publishes, Way::View(home, filter)),
        ]);
    }

    async fn add_commands(&mut self, said: &Said) {
        self.surfaces.push(Surface::new("the shortcut", ADA, Does::Opens, Way::Shortcut(said.clone())));
        let tracked = self.world.say(GLOBEX, BEN, "The export stops at night, says Dana Whitfield.").await;
        self.surfaces.push(Surface::new("the shortcut on what is no item", ADA, Does::Writes, Way::Shortcut(tracked)));
        let item = format!("github:{WIDGETS}#5");
        for (name, does, text) in [
            ("list", Does::Says, "list".to_owned()),
            ("oncall", Does::Says, "oncall".to_owned()),
            ("why", Does::Says, format!("why {item}")),
            ("digest", Does::Says, "digest".to_owned()),
            ("help", Does::Says, "help".to_owned()),
            ("an unknown word", Does::Says, "frobnicate".to_owned()),
            ("nothing typed", Does::Says, String::new()),
            ("snooze typed", Does::Writes, format!("snooze {item} 30m")),
            ("take", Does::Writes, "take 3h".to_owned()),
            ("swap", Does::Writes, "swap <@U0STAFF02|ben> 18:00 19:00".to_owned()),
        ] {
            let by = if name == "take" { BEN } else { ADA };
            self.surfaces.push(Surface::new(name, by, does, Way::Command(text)));
        }
    }
}
