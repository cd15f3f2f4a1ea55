//! Email of the local process: nobody gets any. It is kept, and shown at `/dev/mail`; with a data folder as `.eml` files too,
//! which mail clients open.

use super::data::DataFolder;
use crate::Failure;
use jiff::Timestamp;
use roundup_standins::{Journal, MailStandIn, ReceivedMail};
use std::fs;
use std::path::{Path, PathBuf};

/// How a file's name shows when its mail was sent: RFC 3339, without the colons that some systems refuse.
const NAME: &str = "%Y-%m-%dT%H%M%S%.9fZ";

/// A mail service that keeps everything, in `folder` too if there is one.
///
/// # Errors
/// The folder cannot be used.
pub(super) fn mailbox(journal: &Journal, folder: Option<&DataFolder>) -> Result<MailStandIn, Failure> {
    let mail = MailStandIn::new(journal);
    let Some(folder) = folder.map(DataFolder::mail) else { return Ok(mail) };
    let unusable = |error: std::io::Error| {
        Failure::new(
            format!("{}: mail cannot be kept here: {error}", folder.display()),
            "name a folder that can be written with --data",
        )
    };
    fs::create_dir_all(&folder).map_err(unusable)?;
    mail.restore(kept(&folder).map_err(unusable)?);
    Ok(mail.with_store(Box::new(move |mail| keep(&folder, mail))))
}

/// The files of the mails that are kept in a data folder.
///
/// # Errors
/// They cannot be listed.
pub(crate) fn kept_mails(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = DataFolder::held(folder).mail();
    let files = files(&folder).map_err(|error| {
        Failure::new(format!("{}: the mails cannot be listed: {error}", folder.display()), "make the folder readable")
    })?;
    Ok(files.into_iter().map(|(_, file)| file).collect())
}

fn keep(folder: &Path, mail: &ReceivedMail) {
    let file = folder.join(format!("{}.eml", mail.at.strftime(NAME)));
    if let Err(error) = fs::write(&file, &mail.raw) {
        tracing::error!(%error, "a mail was not kept as a file");
    }
}

/// The mails in a folder, oldest first. What is no mail of ours is left alone.
fn kept(folder: &Path) -> std::io::Result<Vec<ReceivedMail>> {
    let read = |(at, file): (Timestamp, PathBuf)| ReceivedMail::read(at, fs::read(&file).ok()?);
    Ok(files(folder)?.into_iter().filter_map(read).collect())
}

/// The files of mails in a folder, oldest first, each with when it was sent; none where there is no folder.
fn files(folder: &Path) -> std::io::Result<Vec<(Timestamp, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let sent = |file: PathBuf| {
        let at = file.file_name()?.to_str()?.strip_suffix(".eml")?;
        let at = Timestamp::strptime("%Y-%m-%dT%H%M%S%.fZ%z", format!("{at}+0000")).ok()?;
        Some((at, file))
    };
    let mut files: Vec<_> = entries.filter_map(|entry| sent(entry.ok()?.path())).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_kept_mail_is_read_again_with_its_time_and_what_is_no_mail_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let raw = b"From: roundup@acme.test\r\nTo: team@acme.test\r\nSubject: Roundup\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\n\
            Content-Type: text/html\r\n\r\n<p>hello</p>\r\n--b--\r\n"
            .to_vec();
        let mail = ReceivedMail::read("2026-03-03T18:00:00.250000001Z".parse().unwrap(), raw).unwrap();
        keep(folder.path(), &mail);
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        fs::write(folder.path().join("2026.eml"), "x").unwrap();
        assert_eq!(kept(folder.path()).unwrap(), [mail]);
    }
}
