//! A mail, read as a mail client reads it.

use jiff::Timestamp;
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};
use serde::Serialize;

/// A mail as it was received. Serialized without what is for looking at in tests: headers, pictures and the raw message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceivedMail {
    /// When, by the stand-in's clock.
    pub at: Timestamp,
    /// Whom it goes to: addresses without names.
    pub to: Vec<String>,
    /// The address that it says it is from, without the name.
    pub from: String,
    /// Subject, decoded.
    pub subject: String,
    /// The text, decoded.
    pub text: String,
    /// The HTML, decoded.
    pub html: String,
    /// The mail's own headers, in order, as they are written but for the folding of long ones.
    #[serde(skip)]
    pub headers: Vec<(String, String)>,
    /// The pictures in it: Content-ID without brackets, and the PNG.
    #[serde(skip)]
    pub images: Vec<(String, Vec<u8>)>,
    /// The message as it was sent: the contents of an `.eml` file. SES would replace `Message-ID` and `Date` (Amazon SES,
    /// "Header fields").
    #[serde(skip)]
    pub raw: Vec<u8>,
}

impl ReceivedMail {
    /// Reads a message, such as an `.eml` file. None where it is no mail that Roundup sends: one that has a sender, recipients, a
    /// text and HTML.
    #[must_use]
    pub fn read(at: Timestamp, raw: Vec<u8>) -> Option<Self> {
        let message = MessageParser::default().parse(&raw)?;
        let read = Self {
            at,
            to: Some(addresses(message.to())).filter(|to| !to.is_empty())?,
            from: addresses(message.from()).pop()?,
            subject: message.subject().unwrap_or_default().to_owned(),
            text: text(&message, "plain")?,
            html: text(&message, "html")?,
            headers: message.headers_raw().map(|(name, value)| (name.to_owned(), unfolded(value))).collect(),
            images: images(&message),
            raw: Vec::new(),
        };
        Some(Self { raw, ..read })
    }

    /// A header as it is written but for folding; none where it is missing.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn addresses(header: Option<&Address<'_>>) -> Vec<String> {
    let all = header.into_iter().flat_map(Address::iter);
    all.filter_map(|address| address.address()).map(str::to_owned).collect()
}

/// The first part of this kind of text. Not `body_text`, which makes a text of HTML where there is none.
fn text(message: &Message<'_>, kind: &str) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Text(text) if kind == "plain" => Some(text.to_string()),
        PartType::Html(html) if kind == "html" => Some(html.to_string()),
        _ => None,
    })
}

fn images(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let pictures = message
        .parts
        .iter()
        .filter(|part| part.content_type().is_some_and(|of| of.ctype() == "image" && of.subtype() == Some("png")));
    pictures.filter_map(|part| Some((part.content_id()?.to_owned(), part.contents().to_vec()))).collect()
}

/// RFC 5322, 2.2.3.
fn unfolded(value: &str) -> String {
    value.replace("\r\n", "").trim().to_owned()
}
