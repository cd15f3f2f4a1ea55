//! `[retention]`

use super::table;
use crate::form::time;
use crate::reader::Section;
use crate::report::Report;

const KEYS: [&str; 1] = ["conversations"];

/// After how many days what nobody has touched is deleted; none where it is kept.
pub(super) fn read<'a>(root: &Section<'_, 'a>, report: &mut Report<'a>) -> Option<u32> {
    let section = table(root, "retention", &KEYS, report)?;
    section.value("conversations", &time::KEPT, report).map(|lapse| lapse.days)
}
