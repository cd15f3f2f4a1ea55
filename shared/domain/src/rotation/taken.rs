//! Who takes over from whom beyond what is configured: `/roundup take` and `swap`, as facts.

use super::{OnCall, Override};
use crate::fact::{Fact, UNDO_WINDOW, What};
use jiff::SignedDuration;
use std::collections::BTreeSet;

impl OnCall {
    /// The same with what people have agreed on since: the facts of [`crate::ConversationId::on_call`], whose later ones win
    /// over earlier ones and over the configuration.
    #[must_use]
    pub fn with(&self, facts: &[Fact]) -> Self {
        let mut in_order: Vec<&Fact> = facts.iter().collect();
        in_order.sort_by(|one, other| (one.at, &one.name).cmp(&(other.at, &other.name)));
        let mut seen = BTreeSet::new();
        let overrides = in_order.iter().filter(|fact| seen.insert(&fact.name)).filter_map(|fact| match &fact.what {
            What::Override { user, from, to } if !is_undone(fact, &in_order) => {
                Some(Override { user: user.clone(), from: *from, to: *to })
            }
            _ => None,
        });
        let mut on_call = self.clone();
        on_call.overrides.extend(overrides);
        on_call
    }
}

fn is_undone(done: &Fact, facts: &[&Fact]) -> bool {
    let undoes = |fact: &&&Fact| matches!(&fact.what, What::Undone { of } if *of == done.name);
    let in_time = |fact: &&Fact| (SignedDuration::ZERO..=UNDO_WINDOW).contains(&fact.at.duration_since(done.at));
    facts.iter().filter(undoes).any(in_time)
}
