//! A mail as the bytes that are sent (RFC 5322; RFC 2045 to 2047, MIME).

use crate::error::MailError;
use crate::mail::{Image, Mail};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::url::URL;
use mail_builder::mime::MimePart;
use sha2::{Digest, Sha256};

/// Bytes of the hash in a boundary: 128 bits, so that nobody can write a text that holds its own.
const BOUNDARY_BYTES: usize = 16;

impl Mail {
    /// The mail as a message, headers and all, in ASCII: what goes to SES, and what an `.eml` file holds. The same mail gives
    /// the same bytes.
    ///
    /// # Errors
    /// [`MailError::Malformed`], where something that is written as it is could not be, such as an address with a line end.
    pub fn raw(&self) -> Result<Vec<u8>, MailError> {
        self.check()?;
        let name = self.from_name.as_deref().map(one_line).filter(|name| !name.is_empty());
        let to = self.to.iter().map(|to| Address::from(to.as_str())).collect();
        let mut message = MessageBuilder::new()
            .from(Address::new_address(name, self.from.as_str()))
            .to(Address::new_list(to))
            .subject(one_line(&self.subject))
            .date(Date::new(self.date.as_second()))
            .message_id(self.message_id.as_str())
            // Keeps out-of-office replies away (RFC 3834, 5).
            .header("Auto-Submitted", Raw::new("auto-generated"));
        if let Some(url) = &self.unsubscribe {
            message = message.header("List-Unsubscribe", URL::new(url.as_str()));
            if url.starts_with("https://") {
                message = message.header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"));
            }
        }
        let mut raw = Vec::new();
        message.body(self.body()).serialize(&mut raw);
        Ok(raw)
    }

    /// The text, or better the HTML with its pictures: who shows a mail takes the last that it can (RFC 2046, 5.1.4).
    fn body(&self) -> MimePart<'_> {
        let (text, html) = (lines(&self.text), lines(&self.html));
        let boundary = boundary(&[&self.message_id, &text, &html]);
        let html = MimePart::new("text/html", html);
        let shown = if self.images.is_empty() { html } else { with_images(html, &self.images, &boundary) };
        let alternatives = ContentType::new("multipart/alternative").attribute("boundary", format!("{boundary}_alternative"));
        MimePart::new(alternatives, vec![MimePart::new("text/plain", text), shown])
    }
}

/// HTML and what it shows (RFC 2387).
fn with_images<'a>(html: MimePart<'a>, images: &'a [Image], boundary: &str) -> MimePart<'a> {
    let picture = |image: &'a Image| MimePart::new("image/png", image.png.as_slice()).inline().cid(image.cid.as_str());
    let related = ContentType::new("multipart/related").attribute("type", "text/html");
    let related = related.attribute("boundary", format!("{boundary}_related"));
    MimePart::new(related, std::iter::once(html).chain(images.iter().map(picture)).collect::<Vec<_>>())
}

/// What parts begin with. It follows from what it parts, so that a mail's bytes do not depend on when they are made.
fn boundary(parted: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in parted {
        // The length keeps one text from running into the next.
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    let hex: String = hash.finalize().iter().take(BOUNDARY_BYTES).map(|byte| format!("{byte:02x}")).collect();
    // Neither of the encodings of a part writes these two characters (RFC 2045, 6.7).
    format!("=_{hex}")
}

/// A text that goes into a header, on one line. Runs of white space become one space: where long headers are folded, they
/// do not last.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty());
    let mut line = words.collect::<Vec<_>>().join(" ");
    // What looks encoded would be decoded by who reads it (RFC 2047, 7). The builder encodes what ends in a space.
    if line.contains("=?") {
        line.push(' ');
    }
    line
}

/// A text with line ends of one kind, and without what has no meaning in a text.
fn lines(text: &str) -> String {
    let mut lines = text.replace("\r\n", "\n").replace('\r', "\n");
    lines.retain(|c| !c.is_control() || c == '\n' || c == '\t');
    lines
}
