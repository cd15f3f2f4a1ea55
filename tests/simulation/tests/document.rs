//! What `docs/reliability.md` says of the tests is true.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        let is_ours = !["target", ".git", "corpus", "artifacts"].iter().any(|other| name.to_str() == Some(other));
        if path.is_dir() && is_ours {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// Names in code marks that look like those of tests: words with at least three underscores between them.
fn named(document: &str) -> BTreeSet<&str> {
    let marked = document.split("```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2));
    marked
        .filter(|name| {
            name.matches('_').count() >= 3 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        })
        .collect()
}

#[test]
fn every_test_that_the_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let document = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let mut code = String::new();
    sources(&root, &mut code);
    let named = named(&document);
    assert!(named.len() > 80, "only {} names were found", named.len());
    let missing: Vec<&&str> = named.iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(missing.is_empty(), "named in docs/reliability.md and nowhere to be found: {missing:#?}");
}
