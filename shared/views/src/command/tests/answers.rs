use crate::command::*;
use crate::crowd::{LENGTHS, buttons, made_hostile, snoozed as put_off, told, waiting};
use crate::fixture::{ADA, GRACE, at, hostile, item, judge, on_call as duty, rules, scene};
use crate::{Shown, action};
use roundup_domain::Kind;

fn judged(shown: &Shown) -> String {
    judge(&shown.text, &shown.blocks);
    told(&shown.blocks)
}

#[test]
fn help_shows_every_word() {
    let told = judged(&help());
    assert!(WORDS.iter().all(|word| told.contains(&format!("• `/roundup {}{}` — ", word.name, word.takes))), "{told}");
}

#[test]
fn what_was_not_understood_is_answered_with_what_would_be_right() {
    let every = [
        Usage::UnknownWord { meant: Some("list") },
        Usage::UnknownWord { meant: None },
        Usage::NoUser,
        Usage::NoTimes,
        Usage::NoItem,
        Usage::NoUntil,
    ];
    let answers: Vec<String> = every.into_iter().map(|usage| judged(&not_understood(usage))).collect();
    assert!(answers[0].starts_with("🤔 I don't know that word; perhaps you mean `/roundup list`.\nWhat you can ask for:\n• "));
    assert!(answers[2].ends_with("`/roundup help` shows everything that you can ask for."), "{}", answers[2]);
}

#[test]
fn the_list_says_how_many_wait_and_leaves_out_none_silently() {
    let (rules, on_call) = (rules(), duty());
    for length in LENGTHS {
        for more in [0, 17] {
            let told = judged(&list(&scene(&rules, &on_call), &waiting(length), more));
            let total = length + more;
            let listed = told.matches("• ").count();
            let left_out = told.rsplit_once("… and ").map_or(0, |(_, rest)| rest.split(' ').next().unwrap().parse().unwrap());
            assert_eq!(listed + left_out, total, "{told}");
            assert!(listed >= length.min(30), "{told}");
            assert_eq!(told.starts_with("🎉 Nobody waits"), total == 0);
        }
    }
    let hostile: Vec<_> = waiting(200).into_iter().map(made_hostile).collect();
    judged(&list(&scene(&rules, &on_call), &hostile, 0));
}

#[test]
fn the_list_counts_in_the_singular_too() {
    let (rules, on_call) = (rules(), duty());
    assert_eq!(list(&scene(&rules, &on_call), &waiting(1), 0).text, "*1 item waits* for an answer");
    assert_eq!(list(&scene(&rules, &on_call), &waiting(1), 1).text, "*2 items wait* for an answer");
}

#[test]
fn whoever_asks_who_is_on_call_is_told_in_their_own_words() {
    let (rules, duty) = (rules(), duty());
    let scene = scene(&rules, &duty);
    let (shift, next) = (duty.at(scene.now), duty.next(scene.now));
    let asked_by = |viewer: &str| judged(&on_call(&scene, viewer, shift.as_ref(), next.as_ref()));
    // The clocks change on 8 March: the shift ends in daylight saving time.
    assert_eq!(asked_by(ADA), "📟 *You are on call* until *Mon 9 Mar 09:00 EDT*; then <@U0STAFF02>.");
    assert_eq!(asked_by(GRACE), "📟 <@U0STAFF01> is on call until *Mon 9 Mar 09:00 EDT*; then you, until Mon 16 Mar 09:00 EDT.");
    assert_eq!(
        judged(&on_call(&scene, "U0STAFF03", None, next.as_ref())),
        "📟 *Nobody is on call.* <@U0STAFF02> is from *Mon 9 Mar 09:00 EDT*."
    );
    assert!(judged(&on_call(&scene, ADA, None, None)).contains("`/roundup take`"));
}

#[test]
fn a_take_says_until_when_and_can_be_undone() {
    let (rules, duty) = (rules(), duty());
    let scene = scene(&rules, &duty);
    let fact = "override:U0STAFF02:1772478120.000100";
    let until = at("2026-03-03T22:00:00Z");
    let now = took(&scene, scene.now, until, fact);
    assert!(judged(&now).starts_with("📟 You are on call now, until *Tue 3 Mar 17:00 EST*.\n"), "{}", now.text);
    let later = took(&scene, at("2026-03-02T20:00:00Z"), until, fact);
    assert_eq!(later.text, "📟 You are on call from *Mon 2 Mar 15:00 EST*, until *Tue 3 Mar 17:00 EST*.");
    let undo = buttons(&now.blocks, action::UNDO_OVERRIDE);
    assert_eq!((undo.len(), &undo[0]["value"]), (1, &fact.into()));
}

#[test]
fn a_swap_names_who_takes_over_and_can_be_undone() {
    let (rules, duty) = (rules(), duty());
    // Across the change of the clocks.
    let (from, to) = (at("2026-03-07T14:00:00Z"), at("2026-03-08T13:00:00Z"));
    let swapped = swapped(&scene(&rules, &duty), GRACE, from, to, "override:U0STAFF01:7");
    assert_eq!(swapped.text, "📟 <@U0STAFF02> is on call from *Sat 7 Mar 09:00 EST* until *Sun 8 Mar 09:00 EDT*.");
    judged(&swapped);
    assert_eq!(buttons(&swapped.blocks, action::UNDO_OVERRIDE)[0]["value"], "override:U0STAFF01:7");
}

#[test]
fn a_snooze_says_that_whoever_waits_waits_on() {
    let (rules, duty) = (rules(), duty());
    let scene = scene(&rules, &duty);
    let until = at("2026-03-03T13:00:00Z");
    let waits = judged(&snoozed(&scene, &item(), until));
    assert!(waits.starts_with("💤 Until *Tue 3 Mar 08:00 EST*: *<https://acme.slack.com/archives/"), "{waits}");
    assert!(waits.contains("They still wait: an answer is due Tue 3 Mar 09:00 EST."), "{waits}");
    let answered = snoozed(&scene, &put_off(1, until)[0], until);
    assert!(!judged(&answered).contains("still wait"));
    assert_eq!(buttons(&answered.blocks, action::WAKE)[0]["value"], "github:acme/widgets#100000");
    judged(&snoozed(&scene, &made_hostile(item()), until));
}

#[test]
fn the_digest_counts_what_is_ready_by_kind() {
    let (rules, duty) = (rules(), duty());
    let scene = scene(&rules, &duty);
    let mut summary = Summary {
        meeting: at("2026-03-10T17:00:00Z"),
        link: Some("https://acme.slack.com/archives/C0HELP001/p1772460000000100".to_owned()),
        ready: vec![(Some(Kind::PullRequest), 1), (Some(Kind::Bug), 2), (Some(Kind::Question), 0), (None, 1)],
        incomplete: 3,
        waiting: 1,
    };
    let told = judged(&digest(&scene, &summary));
    assert_eq!(
        told,
        "🗓️ The Roundup is on *Tue 10 Mar 13:00 EDT*.\n• Ready: 1 pull request, 2 bugs and 1 item of no kind\n• Incomplete: 3 items \
         have no kind or an incomplete form\n• Meanwhile: 1 item waits for an answer\n\
         <https://acme.slack.com/archives/C0HELP001/p1772460000000100|Read the agenda>"
    );
    (summary.link, summary.ready, summary.incomplete, summary.waiting) = (None, Vec::new(), 0, 0);
    let told = judged(&digest(&scene, &summary));
    assert!(told.ends_with("• Ready: nothing yet\n• Incomplete: none\n• Meanwhile: nobody waits for an answer"), "{told}");
}

#[test]
fn a_refusal_is_text_whatever_is_in_it() {
    assert_eq!(judged(&refused("that is in the past; say a later time")), "✋ that is in the past; say a later time");
    judged(&refused(&hostile().repeat(20)));
}
