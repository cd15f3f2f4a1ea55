use super::{EXAMPLE, NEEDED, problems, warnings, with};

#[test]
fn a_file_that_says_nothing_of_on_call_is_warned_of_it() {
    let expected = [
        "1:1: nobody is on call, so nobody is reminded; write rotation = [\"U0STAFF01\"] under [on_call]",
        "1:1: escalations and hand-offs have nowhere to go; write channel = \"C0HELP001\" under [on_call]",
        "1:1: later escalations reach no lead; write lead = \"U0STAFF02\" under [on_call]",
        "1:1: the agenda has nowhere to go; write post = \"C0HELP001\" or email under [roundup]",
    ];
    assert_eq!(warnings(NEEDED), expected);
}

#[test]
fn what_on_call_lacks_is_told_where_it_belongs() {
    let text = with("[on_call]\nrotation = []\nchannel = \"C01\"\nlead = \"U02\"\n[roundup]\npost = \"C01\"\n");
    assert_eq!(
        warnings(&text),
        ["6:1: nobody is on call, so nobody is reminded; write rotation = [\"U0STAFF01\"] under [on_call]"]
    );
    let text = with("[on_call]\nrotation = [\"U01\"]\nchannel = \"C01\"\n[roundup]\npost = \"C01\"\n");
    assert_eq!(warnings(&text), ["6:1: later escalations reach no lead; write lead = \"U0STAFF02\" under [on_call]"]);
}

#[test]
fn a_reminder_that_would_be_due_before_the_question_is_odd() {
    let odd = "`remind_before`: this reminder would be due before the question; write less than `respond_within`";
    let cases = [
        ("24h", "[\"24h\", \"4h\"]", vec![format!("29:18: {odd}")]),
        ("24h", "[\"4h\", \"25h\"]", vec![format!("29:24: {odd}")]),
        ("2d", "[\"2d\", \"3d\"]", vec![format!("29:18: {odd}"), format!("29:24: {odd}")]),
        // How many open hours a day has, the calendar tells.
        ("1d", "[\"25h\"]", vec![]),
        ("24h", "[\"23h59m\", \"1d\"]", vec![]),
    ];
    for (within, remind, expected) in cases {
        let text = EXAMPLE.replace("\"24h\"", &format!("{within:?}")).replace("[\"4h\", \"1h\"]", remind);
        assert_eq!(warnings(&text), expected, "{within} {remind}");
    }
}

#[test]
fn top_level_answers_mean_nothing_for_a_repository() {
    let text = EXAMPLE.replace("github = \"acme/widgets\"", "github = \"acme/widgets\"\ntop_level_answers = true");
    assert_eq!(warnings(&text), ["54:1: `top_level_answers` means nothing for a repository; leave it out"]);
}

#[test]
fn recipients_who_are_not_known_to_be_of_the_team_are_warned_of() {
    let left_out = "this recipient is not known to be of the team, and is left out: the agenda names customers; \
        write an address of the sender's domain, or give it to a member of `rotation` as `email`";
    let on_call =
        "[on_call]\nrotation = [\"U01\", { slack = \"U02\", email = \"Ben@home.example\" }]\nchannel = \"C01\"\nlead = \"U02\"\n";
    for (to, others) in [
        (r#""team@acme.test", "ADA@ACME.TEST", "ben@HOME.example""#, vec![]),
        (r#""team@acme.test", "all@globex.test""#, vec!["all@globex.test"]),
        (r#""a@notacme.test", "b@acme.test.globex.test", "c@sub.acme.test""#, vec!["a@", "b@", "c@"]),
    ] {
        let text = with(&format!("{on_call}[roundup]\nemail = {{ from = \"roundup@acme.test\", to = [{to}] }}\n"));
        let line = text.lines().last().unwrap();
        let expected = others.iter().map(|other| format!("11:{}: {left_out}", line.find(&format!("\"{other}")).unwrap() + 1));
        assert_eq!(warnings(&text), expected.collect::<Vec<_>>(), "{to}");
    }
}

#[test]
fn more_recipients_than_a_mail_takes_are_too_many() {
    let to = |count: usize| (0..count).map(|number| format!("\"u{number}@acme.test\"")).collect::<Vec<_>>().join(",");
    let text = |count| with(&format!("[roundup]\nemail = {{ from = \"roundup@acme.test\", to = [{}] }}\n", to(count)));
    assert_eq!(problems(&text(50)), "nothing wrong");
    assert!(problems(&text(51)).contains("`to` has 51 recipients; write at most 50, or the address of a list"));
}

#[test]
fn what_only_the_team_may_read_is_not_to_be_posted_to_a_source() {
    let source = "[[sources]]\nname = \"Globex\"\nslack = { team = \"T01\", channel = \"C01\" }\n";
    let outside = |at: &str, key: &str| {
        format!(
            "{at}: `{key}`: people from outside read \"C01\": it is the source \"Globex\"; write the id of an internal channel, which is no source"
        )
    };
    let told = |text: &str| warnings(&with(text)).into_iter().filter(|told| told.contains("outside")).collect::<Vec<_>>();
    let none = Vec::<String>::new();
    let both = format!("{source}[on_call]\nchannel = \"C01\"\n[roundup]\npost = \"C01\"\n");
    assert_eq!(told(&both), [outside("10:11", "channel"), outside("12:8", "post")]);
    assert_eq!(told(&format!("{source}[on_call]\nchannel = \"C02\"\n[roundup]\npost = \"C02\"\n")), none);
    let pattern = source.replace("channel = \"C01\"", "pattern = \"*\"");
    assert_eq!(told(&format!("{pattern}[on_call]\nchannel = \"C01\"\n")), none, "which channels it fits, nobody knows");
}
