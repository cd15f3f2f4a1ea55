//! The command line on what is deployed, from outside: the real binary, with a stand-in at `AWS_ENDPOINT_URL`.
#![allow(clippy::unwrap_used)]

mod changes;
mod configuration;
mod doctor;
mod logs;
mod metrics;
mod readers;

use roundup_tests::aws::AwsStandIn;
use roundup_tests::binary::{Ended, command, ended};
use std::path::Path;

/// Runs a command to its end, with AWS where the stand-in is.
async fn run(folder: &Path, aws: &AwsStandIn, args: &[&str]) -> Ended {
    let mut command = command(folder, args);
    aws.told(&mut command);
    ended(command).await
}

/// It ended well.
fn well(ended: Ended) -> String {
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
    ended.out
}

/// It says one line on standard error, with these words, and ends with 1.
fn assert_refused(ended: &Ended, says: &[&str]) {
    assert_eq!(ended.code, 1, "{ended:?}");
    assert_eq!(ended.err.trim_end().lines().count(), 1, "one line: {}", ended.err);
    for word in says {
        assert!(ended.err.contains(word), "{word:?} in {}", ended.err);
    }
}
