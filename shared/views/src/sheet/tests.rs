use super::*;
use crate::crowd::told;
use crate::fixture::judge;
use serde_json::json;

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("line {number}")).collect()
}

fn rows(count: usize) -> Vec<Vec<Value>> {
    let row = |number: usize| vec![section(&format!("row {number}")), context("with its small print")];
    (1..=count).map(row).collect()
}

#[test]
fn what_fits_is_all_there() {
    let mut sheet = Sheet::new(2, "elsewhere");
    sheet.rows("Rows", rows(5));
    sheet.lines("Lines", &numbered(30), 0);
    let shown = sheet.shown("text".to_owned());
    assert_eq!(shown.blocks.len(), 1 + 10 + 1 + 1);
    assert!(told(&shown.blocks).ends_with("• line 29\n• line 30"), "{}", told(&shown.blocks));
}

#[test]
fn an_empty_list_has_no_heading() {
    let mut sheet = Sheet::new(0, "elsewhere");
    sheet.rows("Rows", Vec::new());
    sheet.lines("Lines", &[], 0);
    assert_eq!(sheet.shown(String::new()).blocks, Vec::<Value>::new());
}

#[test]
fn what_is_left_out_is_counted_and_every_list_gets_its_share() {
    for lists in 1..=4 {
        let mut sheet = Sheet::new(lists, "elsewhere");
        for _ in 0..lists {
            sheet.rows("Rows", rows(100));
        }
        let shown = sheet.shown("text".to_owned());
        judge("text", &shown.blocks);
        let told = told(&shown.blocks);
        let left_out = told.lines().filter_map(|line| line.strip_prefix("… and ")?.strip_suffix(" more elsewhere")?.parse().ok());
        let left_out: Vec<usize> = left_out.collect();
        assert_eq!(left_out.len(), lists, "{told}");
        let listed = told.lines().filter(|line| line.starts_with("row ")).count();
        assert_eq!(listed + left_out.iter().sum::<usize>(), 100 * lists);
        assert!(left_out.iter().all(|left_out| *left_out < 100), "a list got no row at all: {told}");
    }
}

#[test]
fn long_lines_spread_over_sections_until_the_message_is_full() {
    let wide: Vec<String> = (0..100).map(|_| "\u{1F9EF}".repeat(250)).collect();
    let mut sheet = Sheet::new(1, "elsewhere");
    sheet.lines("Lines", &wide, 0);
    let shown = sheet.shown("text".to_owned());
    judge("text", &shown.blocks);
    assert!(shown.blocks.len() > 3, "{}", shown.blocks.len());
    assert!(told(&shown.blocks).contains("more elsewhere"));
}

#[test]
fn room_is_counted_as_slack_counts() {
    let button = json!({"type": "button", "action_id": "x", "text": {"type": "plain_text", "text": "four"}, "value": "12345"});
    assert_eq!(units(&json!({"type": "actions", "elements": [button]})), 9);
    assert_eq!(units(&section("\u{1F9EF}")), 2);
}

#[test]
fn what_was_not_even_loaded_is_counted_too() {
    for lines in [0, 2] {
        let mut sheet = Sheet::new(1, "elsewhere");
        sheet.lines("Lines", &numbered(lines), 7);
        let told = told(&sheet.shown(String::new()).blocks);
        assert!(told.starts_with("Lines\n") && told.ends_with("… and 7 more elsewhere"), "{told}");
    }
}
