//! The forms that buttons open.

use crate::{App, AppError};
use jiff::Timestamp;
use roundup_domain::item::{Asking, Folded};
use roundup_views::action::{self, Target};
use roundup_views::{Scene, form, why};
use serde_json::Value;

impl App {
    /// The form that a button opens; none where it opens none.
    pub(super) async fn form_of(
        &self,
        button: &str,
        target: &Target,
        folded: &Folded,
        now: Timestamp,
    ) -> Result<Option<Value>, AppError> {
        let on_call = self.on_call().await?;
        let scene = Scene { rules: &self.rules, on_call: &on_call, now };
        Ok(match button {
            action::TRIAGE => Some(form::triage::view(&scene, folded, &self.whole_text(folded, now).await?, None, None)),
            action::SNOOZE => Some(form::snooze::view(&scene, folded)),
            action::ASK => Some(form::ask::view(&scene, folded)),
            action::SAME_AS => Some(form::same_as::view(&scene, folded)),
            action::WHY => Some(why::why_view(&scene, folded)),
            action::REPLY => asking(folded, target).map(|asking| form::reply::view(&scene, folded, asking)),
            _ => None,
        })
    }
}

/// Which question a colleague is to answer.
pub(super) fn asking<'a>(folded: &'a Folded, target: &Target) -> Option<&'a Asking> {
    folded.triage.asked.iter().find(|asked| Some(&asked.fact) == target.extra.as_ref())
}
