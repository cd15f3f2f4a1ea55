//! Collects what is wrong while the document is walked.

use crate::problem::{Problem, Problems};
use std::collections::BTreeSet;
use std::ops::Range;

/// How much of the document a mistake in its syntax leaves readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Damage {
    /// The value alone: its key is there.
    Value,
    /// The line: a key or a heading may have been lost.
    Line,
    /// Everything that follows.
    Rest,
}

/// What was found so far; places are byte offsets into the text.
pub(crate) struct Report<'a> {
    text: &'a str,
    syntax: Vec<(Found, Damage)>,
    errors: Vec<Found>,
    warnings: Vec<Found>,
}

struct Found {
    at: usize,
    wrong: String,
    right: String,
    /// Something is not there: not to be believed where the syntax may have hidden it.
    absent: bool,
}

impl<'a> Report<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, syntax: Vec::new(), errors: Vec::new(), warnings: Vec::new() }
    }

    pub(crate) fn syntax(&mut self, at: usize, damage: Damage, wrong: String, right: String) {
        self.syntax.push((Found { at, wrong, right, absent: false }, damage));
    }

    pub(crate) fn error(&mut self, at: usize, wrong: impl Into<String>, right: impl Into<String>) {
        self.errors.push(Found { at, wrong: wrong.into(), right: right.into(), absent: false });
    }

    /// Something that has to be there is not.
    pub(crate) fn absent(&mut self, at: usize, wrong: impl Into<String>, right: impl Into<String>) {
        self.errors.push(Found { at, wrong: wrong.into(), right: right.into(), absent: true });
    }

    pub(crate) fn warning(&mut self, at: usize, wrong: impl Into<String>, right: impl Into<String>) {
        self.warnings.push(Found { at, wrong: wrong.into(), right: right.into(), absent: false });
    }

    /// The text as written there.
    pub(crate) fn source(&self, span: Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or_default()
    }

    /// The line, from 1, of an offset.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.position(at).0
    }

    /// What was reported as an error, in the order of the file.
    pub(crate) fn into_errors(self) -> Vec<Problem> {
        self.problems(&self.errors)
    }

    /// The warnings, or the errors if there are any, in the order of the file.
    pub(crate) fn finish(mut self) -> Result<Vec<Problem>, Problems> {
        self.syntax.sort_by_key(|(found, _)| found.at);
        self.forget_what_syntax_caused();
        let syntax = std::mem::take(&mut self.syntax).into_iter().map(|(found, _)| found);
        let errors: Vec<Found> = std::mem::take(&mut self.errors).into_iter().chain(syntax).collect();
        if errors.is_empty() { Ok(self.problems(&self.warnings)) } else { Err(Problems(self.problems(&errors))) }
    }

    /// One mistake in the syntax has a wake of complaints that would send its author astray: later ones on its line, absent
    /// things that it hid, and all that follows where it took the rest of the document with it.
    fn forget_what_syntax_caused(&mut self) {
        let lines: Vec<usize> = self.syntax.iter().map(|(found, _)| self.line(found.at)).collect();
        let end = self.syntax.iter().position(|(_, damage)| *damage == Damage::Rest);
        let end_line = end.map_or(usize::MAX, |index| lines[index]);
        let hides = self.syntax.iter().any(|(_, damage)| *damage > Damage::Value);
        let broken: BTreeSet<usize> = lines.iter().copied().collect();

        let mut seen = BTreeSet::new();
        let mut lines = lines.into_iter();
        self.syntax.retain(|_| lines.next().is_some_and(|line| line <= end_line && seen.insert(line)));

        let errors = std::mem::take(&mut self.errors);
        let believable = |found: &Found| {
            let line = self.line(found.at);
            line < end_line && !broken.contains(&line) && !(hides && found.absent)
        };
        self.errors = errors.into_iter().filter(believable).collect();
    }

    fn problems(&self, found: &[Found]) -> Vec<Problem> {
        let mut problems: Vec<Problem> = found.iter().map(|found| self.problem(found)).collect();
        // Stable: at one place the order in which they were found says most.
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        problems
    }

    fn problem(&self, found: &Found) -> Problem {
        let (line, column) = self.position(found.at);
        Problem { line, column, wrong: found.wrong.clone(), right: found.right.clone() }
    }

    /// Line and column, both from 1; a byte order mark takes no column.
    fn position(&self, at: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let (lines, last) = before.rsplit_once('\n').map_or((0, before), |(lines, last)| (lines.matches('\n').count() + 1, last));
        (lines + 1, last.chars().count() + 1)
    }
}
