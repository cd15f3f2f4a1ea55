//! Lists: what was decided and late, whom to thank, what to document, what is not triaged.

use super::{Ink, Page, person};
use crate::Agenda;
use crate::escape::shorten;
use crate::render::list::first;
use crate::render::{LIST_LIMIT, NAME_LIMIT, TITLE_LIMIT};
use crate::words;

impl Page {
    pub fn decided(&mut self, agenda: &Agenda) {
        if agenda.decided.is_empty() {
            return;
        }
        self.section(&words::decided_heading(agenda));
        let (shown, more) = first(&agenda.decided, LIST_LIMIT, "decision", "decisions");
        for decided in shown {
            let who = person(&decided.who, decided.company.as_deref());
            self.line("");
            self.paragraph(2, &format!("{}: {}", decided.decision.label(), shorten(&decided.title, TITLE_LIMIT)), Ink::bold);
            self.paragraph(5, &who, Ink::plain);
            self.paragraph(5, &words::decided_state(decided), Ink::dim);
            self.paragraph(5, &decided.url, Ink::link);
        }
        self.more(more);
    }

    pub fn late(&mut self, agenda: &Agenda) {
        if agenda.breaches.is_empty() {
            return;
        }
        self.section(&format!("Late, and why ({})", words::number(agenda.breaches.len())));
        let (shown, more) = first(&agenda.breaches, LIST_LIMIT, "late answer", "late answers");
        for breach in shown {
            let who = person(&breach.who, breach.company.as_deref());
            self.line("");
            self.paragraph(2, &shorten(&breach.title, TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("{}: {}", shorten(&breach.source, NAME_LIMIT), who), Ink::plain);
            self.paragraph(5, &breach.why, Ink::bad);
            self.paragraph(5, &words::breach_times(breach, &agenda.zone), Ink::dim);
            self.paragraph(5, &breach.url, Ink::link);
        }
        self.more(more);
        if let Some(note) = words::from_before(agenda) {
            self.line("");
            self.paragraph(2, &note, Ink::dim);
        }
    }

    pub fn thanks(&mut self, agenda: &Agenda) {
        if agenda.thanks.is_empty() {
            return;
        }
        self.section("Thank you");
        let (shown, more) = first(&agenda.thanks, LIST_LIMIT, "contributor", "contributors");
        for thanks in shown {
            let who = person(&thanks.who, thanks.company.as_deref());
            self.line("");
            let first = if thanks.first_time { ", for the first time" } else { "" };
            let what = words::contribution(thanks.deeds.iter());
            self.paragraph(2, &format!("{who}: {what}{first}"), Ink::good);
            for deed in thanks.deeds.iter().take(LIST_LIMIT) {
                self.paragraph(5, &shorten(&deed.title, TITLE_LIMIT), Ink::dim);
                self.paragraph(5, &deed.url, Ink::link);
            }
        }
        self.more(more);
    }

    pub fn docs(&mut self, agenda: &Agenda) {
        if agenda.docs_to_write.is_empty() {
            return;
        }
        self.section(&format!("Documentation to write ({})", words::number(agenda.docs_to_write.len())));
        let (shown, more) = first(&agenda.docs_to_write, LIST_LIMIT, "place", "places");
        for docs in shown {
            self.line("");
            self.paragraph(2, &shorten(words::place(docs), TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("answers: {}", shorten(&docs.title, TITLE_LIMIT)), Ink::plain);
            self.paragraph(5, &docs.url, Ink::link);
        }
        self.more(more);
    }

    pub fn untriaged(&mut self, agenda: &Agenda) {
        if agenda.untriaged.is_empty() {
            return;
        }
        self.section(&format!("Not triaged yet: {}", words::number(agenda.untriaged.len())));
        let (shown, more) = first(&agenda.untriaged, LIST_LIMIT, "item", "items");
        for item in shown {
            let who = person(&item.who, item.company.as_deref());
            self.line("");
            self.paragraph(2, &shorten(&item.title, TITLE_LIMIT), Ink::bold);
            self.paragraph(5, &format!("{}: {}", who, words::triage_state(item, &agenda.zone)), Ink::plain);
            self.paragraph(5, &item.url, Ink::link);
        }
        self.more(more);
    }
}
