//! `roundup config diff FILE`.

use crate::Failure;
use crate::cli::StoredArgs;
use crate::commands::{check, opening};
use crate::terminal::{Color, has_color, paint, plain, print, print_line};
use similar::{ChangeTag, TextDiff};
use std::path::Path;

/// How many lines are shown around a change.
const AROUND: usize = 2;

/// Prints how a file differs from what is in force.
pub(super) async fn run(file: &Path, from: &StoredArgs) -> Result<(), Failure> {
    let text = check::read(file)?;
    let store = opening::store(from).await?;
    let in_force = opening::configuration(&store, from).await?;
    if in_force.toml == text {
        print_line(&format!("{} is what is in force: version {}", file.display(), in_force.version));
    } else {
        print_line(&format!("what {} would change of version {}, by {}:", file.display(), in_force.version, plain(&in_force.by)));
        print(&difference(&in_force.toml, &text, has_color()));
    }
    Ok(())
}

/// The lines that go (`-`) and come (`+`), with some around them; a gap is `…`.
pub(super) fn difference(before: &str, after: &str, color: bool) -> String {
    let difference = TextDiff::from_lines(before, after);
    let mut shown = String::new();
    for (number, group) in difference.grouped_ops(AROUND).iter().enumerate() {
        if number > 0 {
            shown.push_str("  …\n");
        }
        for change in group.iter().flat_map(|operation| difference.iter_changes(operation)) {
            let (sign, shade) = match change.tag() {
                ChangeTag::Equal => (' ', Color::Dim),
                ChangeTag::Delete => ('-', Color::Red),
                ChangeTag::Insert => ('+', Color::Green),
            };
            let line = format!("{sign} {}", plain(change.value().trim_end_matches(['\r', '\n'])));
            shown.push_str(&paint(line.trim_end(), shade, color));
            shown.push('\n');
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_shows_what_goes_and_comes_with_some_lines_around_it() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
        let after = before.replace("2\n", "two\n").replace("9\n", "");
        assert_eq!(difference(before, &after, false), "  1\n- 2\n+ two\n  3\n  4\n  …\n  7\n  8\n- 9\n  10\n");
        assert_eq!(difference(before, before, false), "");
    }
}
