#![allow(clippy::unwrap_used)]

use super::*;
use crate::crowd::{LENGTHS, buttons, made_hostile, snoozed, told, waiting};
use crate::fixture::{ADA, GRACE, at, judge_view, now, on_call, rules, scene};
use roundup_domain::{ItemId, Kind, State};

fn shift(user: &str, from: &str, until: Option<&str>) -> Shift {
    Shift { user: user.to_owned(), from: at(from), until: until.map(at) }
}

/// Ada's Home tab, who is on call.
fn empty() -> HomeData {
    HomeData {
        viewer: ADA.to_owned(),
        shift: Some(shift(ADA, "2026-03-02T14:00:00Z", Some("2026-03-09T13:00:00Z"))),
        next: Some(shift(GRACE, "2026-03-09T13:00:00Z", Some("2026-03-16T13:00:00Z"))),
        my_next: None,
        waiting: Vec::new(),
        snoozed: Vec::new(),
        week: Vec::new(),
        meeting: at("2026-03-10T17:00:00Z"),
        more_waiting: 0,
    }
}

fn answered(item: Item) -> Item {
    Item { id: ItemId::from_stored(format!("{}77", item.id)), state: State::Answered, waiting_since: None, due_at: None, ..item }
}

/// So many in every list: each that waits is untriaged, and hers; as many again are ready, some of them incomplete.
fn full(count: usize) -> HomeData {
    let claimed = |item: Item| Item { claimed_by: Some(ADA.to_owned()), ..item };
    let ready = |(number, item): (usize, Item)| {
        let kind = [Some(Kind::Question), Some(Kind::Bug), None, Some(Kind::PullRequest)][number % 4];
        Item { kind, missing: kind.map(|kind| kind.missing(&item.form)).unwrap_or_default(), ready: true, ..answered(item) }
    };
    HomeData {
        waiting: waiting(count).into_iter().map(claimed).collect(),
        snoozed: snoozed(count, at("2026-03-05T14:00:00Z")),
        week: waiting(count).into_iter().enumerate().map(ready).collect(),
        ..empty()
    }
}

fn drawn(data: &HomeData, list: HomeList, page: usize) -> Value {
    let (rules, on_call) = (rules(), on_call());
    let view = home(&scene(&rules, &on_call), data, &HomeState { list, page });
    judge_view(&view);
    view
}

fn blocks(view: &Value) -> &[Value] {
    view["blocks"].as_array().unwrap()
}

fn read(data: &HomeData, list: HomeList, page: usize) -> String {
    told(blocks(&drawn(data, list, page)))
}

#[test]
fn every_list_of_every_length_fits_on_its_pages() {
    for length in LENGTHS {
        let data = full(length);
        for list in HomeList::ALL {
            for page in [0, 4, 9] {
                if page == 0 || length > 100 {
                    drawn(&data, list, page);
                }
            }
        }
    }
}

#[test]
fn what_others_wrote_fits_and_stays_text() {
    let mut data = full(45);
    for items in [&mut data.waiting, &mut data.snoozed, &mut data.week] {
        *items = items.drain(..).map(made_hostile).collect();
    }
    for list in HomeList::ALL {
        drawn(&data, list, 0);
    }
}

#[test]
fn an_empty_home_is_good_news() {
    let told = read(&empty(), HomeList::Overview, 0);
    assert!(told.contains("🎉 *All clear.* Nobody waits"), "{told}");
    assert!(told.ends_with("The next Roundup is on Tue 10 Mar 13:00 EDT. Enjoy the quiet."), "{told}");
    for (list, says) in [
        (HomeList::Waiting, "🎉 *Nobody waits for an answer.*"),
        (HomeList::Snoozed, "Nothing is snoozed."),
        (HomeList::Untriaged, "✨ Everything has its kind"),
        (HomeList::Ready, "Nothing is ready for the coming Roundup yet."),
        (HomeList::Mine, "You have claimed nothing."),
    ] {
        assert!(read(&empty(), list, 3).contains(says), "{list:?}");
    }
}

#[test]
fn the_filters_say_how_long_the_lists_are_and_which_one_is_shown() {
    let view = drawn(&HomeData { more_waiting: 50, ..full(5) }, HomeList::Ready, 0);
    let filters: Vec<(&str, &str, bool)> = view["blocks"][1]["elements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|button| (button["text"]["text"].as_str().unwrap(), button["value"].as_str().unwrap(), button["style"] == "primary"))
        .collect();
    assert_eq!(
        filters,
        [
            ("Overview", "overview 0", false),
            ("Waiting 55", "waiting 0", false),
            ("Snoozed 5", "snoozed 0", false),
            ("Untriaged 10", "untriaged 0", false),
            ("Ready 5", "ready 0", true),
            ("Mine 5", "mine 0", false),
        ]
    );
}

#[test]
fn the_overview_shows_the_beginning_of_every_list() {
    let told = read(&full(6), HomeList::Overview, 0);
    for heading in [
        // At 14:02, what was due at 12:30 and 13:30 is late.
        "*Waiting for an answer* · 6 · 🚨 2 late\nShow all 6\n",
        "*Snoozed* · 6\nShow all 6\n",
        "*Untriaged* · 12\nShow all 12\n",
        "*Ready for the Roundup on Tue 10 Mar 13:00 EDT* · 6\nShow all 6\n",
        "*Claimed by you* · 6 · 🚨 2 late\nShow all 6\n",
    ] {
        assert!(told.contains(heading), "{heading}: {told}");
    }
    let few = read(&full(5), HomeList::Overview, 0);
    assert!(!few.contains("Show all 5") && few.contains("Show all 10"), "{few}");
}

#[test]
fn an_item_in_several_lists_of_the_overview_has_its_buttons_once() {
    let data = HomeData { waiting: full(3).waiting, ..empty() };
    let view = drawn(&data, HomeList::Overview, 0);
    let told = told(blocks(&view));
    // It waits, is untriaged, and is hers.
    assert_eq!(told.matches("|Question 1>").count(), 3, "{told}");
    assert_eq!(buttons(blocks(&view), action::TRIAGE).len(), 3);
}

#[test]
fn who_is_late_comes_first() {
    let mut data = full(5);
    data.waiting.reverse();
    let told = read(&data, HomeList::Waiting, 0);
    let first = told.find("|Question 1>").unwrap();
    assert!((2..=5).all(|number| told.find(&format!("|Question {number}>")).unwrap() > first), "{told}");
    assert_eq!(data.waiting.iter().filter(|item| item.due_at.unwrap() <= now()).count(), 2);
}

#[test]
fn a_long_list_has_pages_and_says_where_one_is() {
    let data = HomeData { more_waiting: 50, ..full(200) };
    let turns = |page: usize| {
        let view = drawn(&data, HomeList::Waiting, page);
        let values = buttons(blocks(&view), action::HOME).into_iter().skip(6).map(|button| button["value"].clone());
        (values.collect::<Vec<_>>(), told(blocks(&view)))
    };
    let (buttons, told) = turns(0);
    assert_eq!(buttons, ["waiting 1"]);
    assert!(told.contains("\n1–40 of 250\nLater"), "{told}");
    let (buttons, told) = turns(1);
    assert_eq!(buttons, ["waiting 0", "waiting 2"]);
    assert!(told.contains("\n41–80 of 250\nEarlier\nLater") && told.contains("|Question 41>"), "{told}");
    assert!(!told.contains("more items wait"));
    let (buttons, told) = turns(4);
    assert_eq!(buttons, ["waiting 3"]);
    assert!(told.contains("\n161–200 of 250\nEarlier\n… and 50 more items wait"), "{told}");
}

#[test]
fn a_page_that_is_gone_is_the_last_one() {
    let view = drawn(&full(45), HomeList::Snoozed, 7);
    assert_eq!(
        HomeState::parse(view["private_metadata"].as_str().unwrap()),
        Some(HomeState { list: HomeList::Snoozed, page: 1 })
    );
    assert!(told(blocks(&view)).contains("\n41–45 of 45\n"));
}

#[test]
fn every_turn_of_the_pages_lists_every_item_once() {
    let data = full(200);
    for list in [HomeList::Waiting, HomeList::Untriaged, HomeList::Ready] {
        let pages = if list == HomeList::Untriaged { 10 } else { 5 };
        let (rules, on_call) = (rules(), on_call());
        let read = |page| told(blocks(&home(&scene(&rules, &on_call), &data, &HomeState { list, page })));
        let all: String = (0..pages).map(read).collect();
        let copies = if list == HomeList::Untriaged { 2 } else { 1 };
        assert!((1..=200).all(|number| all.matches(&format!("|Question {number}>")).count() == copies), "{list:?}");
    }
}

#[test]
fn what_is_untriaged_is_open_and_lacks_its_kind_or_part_of_its_form() {
    let item = |kind: Option<Kind>, missing: &[&str], ready: bool, state: State, name: &str| Item {
        id: ItemId::from_stored(format!("github:acme/widgets#{name}")),
        title: name.to_owned(),
        missing: missing.iter().map(|field| (*field).to_owned()).collect(),
        kind,
        ready,
        ..Item { state, ..answered(waiting(1)[0].clone()) }
    };
    let week = vec![
        item(None, &[], false, State::Answered, "no kind"),
        item(Some(Kind::Bug), &["actual"], false, State::Answered, "incomplete"),
        item(Some(Kind::Bug), &[], false, State::Answered, "complete"),
        item(Some(Kind::Bug), &["actual"], true, State::Answered, "ready by its label"),
        item(None, &[], false, State::Closed, "closed"),
    ];
    let data = HomeData { week, ..empty() };
    let untriaged = read(&data, HomeList::Untriaged, 0);
    assert!(untriaged.contains("|no kind>") && untriaged.contains("|incomplete>"), "{untriaged}");
    assert!(
        ["complete>", "ready by its label", "closed"].iter().all(|not| !untriaged.contains(&format!("|{not}"))),
        "{untriaged}"
    );
    let ready = read(&data, HomeList::Ready, 0);
    assert!(ready.contains("|ready by its label>") && ready.contains("Actual behaviour"), "{ready}");
}

#[test]
fn what_is_ready_stands_in_the_order_of_the_agenda() {
    let told = read(&full(4), HomeList::Ready, 0);
    let at = |number: usize| told.find(&format!("|Question {number}>")).unwrap();
    // 1 is a question, 2 a bug, 3 of no kind, 4 a pull request.
    assert!(at(4) < at(2) && at(2) < at(1) && at(1) < at(3), "{told}");
}

#[test]
fn everybody_sees_their_own_shift() {
    let first = |data: &HomeData| read(data, HomeList::Overview, 0).lines().next().unwrap().to_owned();
    let mut data = empty();
    // The clocks change on 8 March.
    assert_eq!(first(&data), "📟 *You are on call* until *Mon 9 Mar 09:00 EDT*; then <@U0STAFF02>.");
    data.viewer = GRACE.to_owned();
    data.my_next = data.next.clone();
    assert_eq!(first(&data), "📟 <@U0STAFF01> is on call until *Mon 9 Mar 09:00 EDT*; then you, until Mon 16 Mar 09:00 EDT.");
    data.viewer = "U0STAFF03".to_owned();
    data.my_next = Some(shift("U0STAFF03", "2026-03-16T13:00:00Z", None));
    assert_eq!(
        first(&data),
        "📟 <@U0STAFF01> is on call until *Mon 9 Mar 09:00 EDT*; then <@U0STAFF02>. You are from *Mon 16 Mar 09:00 EDT*."
    );
    (data.shift, data.next, data.my_next) = (None, None, None);
    assert!(first(&data).starts_with("📟 *Nobody is on call.*"));
    data.shift = Some(shift("U0STAFF03", "2026-03-02T14:00:00Z", None));
    assert_eq!(first(&data), "📟 *You are on call*.");
}

#[test]
fn a_stranger_is_greeted_and_told_nothing() {
    let (mut rules, on_call) = (rules(), on_call());
    rules.team.name = "Acme <!here>".to_owned();
    let view = stranger(&scene(&rules, &on_call));
    judge_view(&view);
    let told = told(blocks(&view));
    assert!(told.starts_with("👋 *Hello!*\nRoundup helps the people at Acme &lt;!here&gt; to answer in time."), "{told}");
    assert!(buttons(blocks(&view), action::HOME).is_empty() && !told.contains("<@"));
}
