//! `roundup digest`.

use super::reader::Reader;
use crate::Failure;
use crate::cli::{Format, ReadArgs};
use crate::terminal::{has_color, print_line};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roundup_agenda::{Agenda, render};
use serde_json::{Value, json};

/// Prints the agenda of the coming Roundup.
pub(super) async fn run(format: Option<Format>, args: &ReadArgs) -> Result<(), Failure> {
    let format = format.unwrap_or(if args.json { Format::Json } else { Format::Text });
    let text = Reader::open(args).await?.agenda(format, has_color()).await?;
    print_line(text.trim_end());
    Ok(())
}

/// The email as a page by itself: what a mail carries beside its text stands in it.
fn email(agenda: &Agenda) -> String {
    let mail = render::email(agenda, "mailto:roundup@localhost?subject=unsubscribe");
    let picture = |image: &render::Inline| format!("data:image/png;base64,{}", STANDARD.encode(&image.png));
    mail.images.iter().fold(mail.html, |html, image| html.replace(&format!("cid:{}", image.cid), &picture(image)))
}

/// An agenda in one of its forms.
#[must_use]
pub fn agenda_text(agenda: &Agenda, format: Format, color: bool) -> String {
    match format {
        Format::Text => render::text(agenda, color),
        Format::Markdown => render::markdown(agenda),
        Format::Html => render::html(agenda),
        Format::Email => email(agenda),
        Format::Slack => {
            let message =
                |message: render::SlackMessage| json!({"text": message.text, "blocks": message.blocks, "thread": message.thread});
            Value::from(render::slack(agenda).into_iter().map(message).collect::<Vec<_>>()).to_string()
        }
        Format::Json => serde_json::to_string_pretty(&render::json(agenda)).unwrap_or_default(),
    }
}
