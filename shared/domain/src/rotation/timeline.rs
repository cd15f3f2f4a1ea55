//! The rotation with its overrides laid over it.

use super::handoff::Handoffs;
use super::{OnCall, Override, Shift};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

/// A stretch of time with one person on call, or nobody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch<'a> {
    /// Slack user id.
    pub(super) user: Option<&'a str>,
    /// None: since ever.
    from: Option<Timestamp>,
    /// None: for ever.
    pub(super) until: Option<Timestamp>,
}

/// Who is on call when.
pub(super) struct Timeline<'a> {
    on_call: &'a OnCall,
    handoffs: Handoffs<'a>,
    /// What the overrides come to: in order, not overlapping, all of them with both ends.
    overridden: Vec<Stretch<'a>>,
}

impl<'a> Timeline<'a> {
    pub(super) fn new(on_call: &'a OnCall) -> Self {
        Self { on_call, handoffs: Handoffs::new(on_call), overridden: flatten(&on_call.overrides) }
    }

    /// Who is on call at `now`, and for how long.
    pub(super) fn shift(&self, now: Timestamp) -> Option<Shift> {
        let stretch = self.stretch(now);
        let from =
            stretch.from.unwrap_or_else(|| Some(self.handoffs.start()).filter(|start| *start <= now).unwrap_or(Timestamp::MIN));
        stretch.user.map(|user| Shift { user: user.to_owned(), from, until: stretch.until })
    }

    /// The longest stretch around `now` in which who is on call does not change.
    pub(super) fn stretch(&self, now: Timestamp) -> Stretch<'a> {
        let mut stretch = self.piece(now);
        while let Some(next) = stretch.until.map(|until| self.piece(until)).filter(|next| next.user == stretch.user) {
            stretch.until = next.until;
        }
        while let Some(last) = stretch.from.and_then(|from| self.piece_before(from)).filter(|last| last.user == stretch.user) {
            stretch.from = last.from;
        }
        stretch
    }

    fn piece_before(&self, at: Timestamp) -> Option<Stretch<'a>> {
        at.checked_sub(SignedDuration::from_nanos(1)).ok().map(|before| self.piece(before))
    }

    /// Some stretch around `now` in which who is on call does not change: of an override, or of one shift between them.
    fn piece(&self, now: Timestamp) -> Stretch<'a> {
        let after = self.overridden.partition_point(|stretch| stretch.from <= Some(now));
        let (begun, to_come) = self.overridden.split_at(after);
        let last = begun.last();
        if let Some(stretch) = last.filter(|stretch| stretch.until > Some(now)) {
            return *stretch;
        }
        let mut piece = self.rostered(now);
        // None is the least of all, which is right for where it begins.
        piece.from = piece.from.max(last.and_then(|stretch| stretch.until));
        piece.until = piece.until.into_iter().chain(to_come.first().and_then(|stretch| stretch.from)).min();
        piece
    }

    /// Whose turn it is at `now`, overrides not considered.
    fn rostered(&self, now: Timestamp) -> Stretch<'a> {
        let rotation = &self.on_call.rotation;
        let Some(first) = rotation.first() else { return Stretch { user: None, from: None, until: None } };
        if rotation.iter().all(|member| member.slack == first.slack) {
            return Stretch { user: Some(&first.slack), from: None, until: None };
        }
        let number = self.handoffs.number(now);
        let turn = usize::try_from(number).unwrap_or(0) % rotation.len();
        let from = if number > 0 { self.handoffs.begin(number) } else { None };
        Stretch { user: Some(&rotation[turn].slack), from, until: self.handoffs.begin(number + 1) }
    }
}

/// What `overrides` come to, where the last one that holds at a time wins.
fn flatten(overrides: &[Override]) -> Vec<Stretch<'_>> {
    let mut edges: Vec<(Timestamp, usize)> = Vec::with_capacity(2 * overrides.len());
    for (index, exception) in overrides.iter().enumerate().filter(|(_, exception)| exception.from < exception.to) {
        edges.extend([(exception.from, index), (exception.to, index)]);
    }
    edges.sort_unstable();
    let mut holding = BTreeSet::new();
    let mut stretches = Vec::new();
    for (position, (at, index)) in edges.iter().enumerate() {
        // An index comes twice: where it begins to hold, and where it ends.
        if !holding.insert(*index) {
            holding.remove(index);
        }
        let until = edges.get(position + 1).map(|(next, _)| *next);
        let winner = holding.last().map(|winner| overrides[*winner].user.as_str());
        if winner.is_some() && until > Some(*at) {
            stretches.push(Stretch { user: winner, from: Some(*at), until });
        }
    }
    stretches
}
