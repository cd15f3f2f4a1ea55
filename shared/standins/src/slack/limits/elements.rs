//! Buttons, inputs and what else stands in a block (Slack, "Reference: block elements" and "Composition objects").

use super::text::{Checked, either, list, optional, optional_plain, plain, required, unique, wrong};
use serde_json::Value;

/// Where an element stands; what may stand there differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Actions,
    Accessory,
    Input,
}

impl Place {
    fn allows(self, kind: &str) -> bool {
        const EVERYWHERE: [&str; 15] = [
            "static_select",
            "external_select",
            "users_select",
            "conversations_select",
            "channels_select",
            "multi_static_select",
            "multi_external_select",
            "multi_users_select",
            "multi_conversations_select",
            "multi_channels_select",
            "checkboxes",
            "radio_buttons",
            "datepicker",
            "timepicker",
            "datetimepicker",
        ];
        const TYPED: [&str; 6] =
            ["plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input"];
        let here: &[&str] = match self {
            Self::Actions => &["button", "overflow", "workflow_button"],
            Self::Accessory => &["button", "overflow", "workflow_button", "image"],
            Self::Input => &TYPED,
        };
        EVERYWHERE.contains(&kind) || here.contains(&kind)
    }
}

/// Checks an element.
pub(super) fn check(element: &Value, place: Place, at: &str) -> Checked {
    let kind = element["type"].as_str().unwrap_or_default();
    if !place.allows(kind) {
        return Err(wrong(at, "unsupported element type"));
    }
    optional(&element["action_id"], 255, &format!("{at}/action_id"))?;
    optional_plain(&element["placeholder"], 150, &format!("{at}/placeholder"))?;
    check_confirm(&element["confirm"], &format!("{at}/confirm"))?;
    match kind {
        "button" => check_button(element, at),
        "overflow" => check_options(&element["options"], 5, Label::Plain, &format!("{at}/options")),
        "checkboxes" | "radio_buttons" => {
            check_options(&element["options"], 10, Label::Either, &format!("{at}/options"))?;
            check_initial(element, at)
        }
        "static_select" | "multi_static_select" => check_static_select(element, at),
        "datepicker" => check_form(&element["initial_date"], "0000-00-00", &format!("{at}/initial_date")),
        "timepicker" => check_form(&element["initial_time"], "00:00", &format!("{at}/initial_time")),
        "datetimepicker" => check_instant(&element["initial_date_time"], &format!("{at}/initial_date_time")),
        "plain_text_input" => check_text_input(element, at),
        "email_text_input" | "url_text_input" => optional(&element["initial_value"], 3_000, &format!("{at}/initial_value")),
        "image" => check_image(element, at),
        _ => Ok(()),
    }
}

/// Checks elements that stand beside each other: their actions have to be told apart.
pub(super) fn check_all(elements: &[Value], place: Place, at: &str) -> Checked {
    unique(elements.iter().filter_map(|element| element["action_id"].as_str()), "action_id", at)?;
    elements.iter().enumerate().try_for_each(|(i, element)| check(element, place, &format!("{at}/{i}")))
}

/// An image, as a block or in one.
pub(super) fn check_image(image: &Value, at: &str) -> Checked {
    required(&image["alt_text"], 2_000, &format!("{at}/alt_text"))?;
    if image["slack_file"].is_null() { required(&image["image_url"], 3_000, &format!("{at}/image_url")) } else { Ok(()) }
}

fn check_button(button: &Value, at: &str) -> Checked {
    plain(&button["text"], 75, &format!("{at}/text"))?;
    optional(&button["value"], 2_000, &format!("{at}/value"))?;
    optional(&button["url"], 3_000, &format!("{at}/url"))?;
    optional(&button["accessibility_label"], 75, &format!("{at}/accessibility_label"))?;
    match button["style"].as_str() {
        None | Some("primary" | "danger") => Ok(()),
        Some(_) => Err(wrong(&format!("{at}/style"), "must be primary or danger")),
    }
}

fn check_static_select(select: &Value, at: &str) -> Checked {
    let (options, groups) = (&select["options"], &select["option_groups"]);
    if options.is_null() == groups.is_null() {
        return Err(wrong(at, "either options or option_groups are required"));
    }
    if groups.is_null() {
        check_options(options, 100, Label::Plain, &format!("{at}/options"))?;
    } else {
        for (i, group) in list(groups, 1, 100, at)?.iter().enumerate() {
            let at = format!("{at}/option_groups/{i}");
            plain(&group["label"], 75, &format!("{at}/label"))?;
            check_options(&group["options"], 100, Label::Plain, &format!("{at}/options"))?;
        }
    }
    check_initial(select, at)
}

/// What the label of an option may be written in.
#[derive(Clone, Copy)]
enum Label {
    Plain,
    Either,
}

fn check_options(options: &Value, most: usize, label: Label, at: &str) -> Checked {
    for (i, option) in list(options, 1, most, at)?.iter().enumerate() {
        let at = format!("{at}/{i}");
        let check = if matches!(label, Label::Plain) { plain } else { either };
        check(&option["text"], 75, &format!("{at}/text"))?;
        required(&option["value"], 150, &format!("{at}/value"))?;
        if !option["description"].is_null() {
            check(&option["description"], 75, &format!("{at}/description"))?;
        }
        optional(&option["url"], 3_000, &format!("{at}/url"))?;
    }
    Ok(())
}

/// What is chosen at first has to be among the choices, the same in every field.
fn check_initial(element: &Value, at: &str) -> Checked {
    let groups = element["option_groups"].as_array().map(Vec::as_slice).unwrap_or_default();
    let lists = groups.iter().map(|group| &group["options"]).chain([&element["options"]]);
    let choices: Vec<&Value> = lists.filter_map(Value::as_array).flatten().collect();
    let one = Some(&element["initial_option"]).filter(|option| !option.is_null());
    let several = element["initial_options"].as_array().map(Vec::as_slice);
    if several.is_some_and(<[Value]>::is_empty) {
        return Err(wrong(&format!("{at}/initial_options"), "must have an item, or be left out"));
    }
    if one.into_iter().chain(several.unwrap_or_default()).all(|option| choices.contains(&option)) {
        Ok(())
    } else {
        Err(wrong(&format!("{at}/initial_option"), "must be one of the options"))
    }
}

fn check_text_input(input: &Value, at: &str) -> Checked {
    for (name, least) in [("min_length", 0), ("max_length", 1)] {
        let length = &input[name];
        if !length.is_null() && !length.as_u64().is_some_and(|length| (least..=3_000).contains(&length)) {
            return Err(wrong(&format!("{at}/{name}"), &format!("must be between {least} and 3000")));
        }
    }
    let most = input["max_length"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(3_000);
    optional(&input["initial_value"], most, &format!("{at}/initial_value"))
}

/// A date or a time of day, digits standing for zeros.
fn check_form(text: &Value, form: &str, at: &str) -> Checked {
    let Some(text) = text.as_str() else { return Ok(()) };
    let fits = |(c, like): (char, char)| if like == '0' { c.is_ascii_digit() } else { c == like };
    if text.len() == form.len() && text.chars().zip(form.chars()).all(fits) {
        Ok(())
    } else {
        Err(wrong(at, &format!("must look like {form}")))
    }
}

/// Seconds since the epoch, in ten digits.
fn check_instant(seconds: &Value, at: &str) -> Checked {
    let fits = seconds.as_i64().is_some_and(|seconds| (1_000_000_000..10_000_000_000).contains(&seconds));
    if seconds.is_null() || fits { Ok(()) } else { Err(wrong(at, "must be seconds since the epoch, in ten digits")) }
}

/// "Are you sure?"
fn check_confirm(confirm: &Value, at: &str) -> Checked {
    if confirm.is_null() {
        return Ok(());
    }
    plain(&confirm["title"], 100, &format!("{at}/title"))?;
    either(&confirm["text"], 300, &format!("{at}/text"))?;
    plain(&confirm["confirm"], 30, &format!("{at}/confirm"))?;
    plain(&confirm["deny"], 30, &format!("{at}/deny"))
}
