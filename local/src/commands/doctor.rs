//! `roundup doctor`.

use crate::Failure;
use crate::aws::Aws;
use crate::cli::DoctorArgs;
use crate::doctor::{Deployment, Finding, Verdict, examine};
use crate::environment::Outside;
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use roundup_runtime::environment::{DEFAULT_GITHUB_API_URL, DEFAULT_SLACK_API_URL, now};
use roundup_store::Store;
use std::process::ExitCode;

/// Looks at a deployment, and says of each check how it stands and what to do next. Exit 1 if anything is wrong.
pub(super) async fn run(args: DoctorArgs) -> Result<ExitCode, Failure> {
    let aws = Aws::load().await?;
    let outside = Outside::read();
    let deployment = Deployment {
        store: Store::new(aws.dynamodb(), &args.table),
        aws,
        stack: args.stack.unwrap_or_else(|| args.table.clone()),
        table: args.table,
        url: args.url,
        secret: args.secret,
        slack_api_url: outside.slack_url.unwrap_or_else(|| DEFAULT_SLACK_API_URL.to_owned()),
        github_api_url: outside.github_url.unwrap_or_else(|| DEFAULT_GITHUB_API_URL.to_owned()),
        http: roundup_http::client().map_err(|error| Failure::new(error, "report it as a bug"))?,
        now: now(),
    };
    let findings = examine(&deployment).await;
    if args.json {
        print_line(&serde_json::to_string_pretty(&findings).unwrap_or_default());
    } else {
        print(&report(&findings, has_color()));
    }
    let is_well = findings.iter().all(|finding| finding.verdict != Verdict::Wrong);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A line for each, and one for all.
fn report(findings: &[Finding], color: bool) -> String {
    let widest = findings.iter().map(|finding| finding.check.len()).max().unwrap_or_default();
    let mut text = String::new();
    for Finding { check, verdict, says, next } in findings {
        let (mark, shade) = match verdict {
            Verdict::Right => ("✓", Color::Green),
            Verdict::Wrong => ("✗", Color::Red),
            Verdict::Unseen => ("?", Color::Yellow),
        };
        let next = next.as_ref().map(|next| format!(" → {}", plain(next))).unwrap_or_default();
        text.push_str(&format!("{} {check:widest$}  {}{next}\n", paint(mark, shade, color), plain(says)));
    }
    let wrong = findings.iter().filter(|finding| finding.verdict == Verdict::Wrong).count();
    text.push_str(&match wrong {
        0 => paint("All is well.\n", Color::Green, color),
        1 => paint("1 thing is wrong; what to do is behind its arrow.\n", Color::Red, color),
        wrong => paint(
            &format!("{wrong} things are wrong; what to do is behind each arrow, the first one first.\n"),
            Color::Red,
            color,
        ),
    });
    text
}
