//! The history as a table that spreadsheets open without harm.

use super::view::{Participant, View};
use crate::clock::Timestamp;
use serde::Deserialize;

/// What stands between two fields.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Separator {
    /// As RFC 4180 has it.
    #[default]
    Comma,
    /// What Excel expects where the comma is the decimal sign.
    Semicolon,
    /// What every spreadsheet takes.
    Tab,
}

/// The first row.
const HEAD: [&str; 17] = [
    "id",
    "at",
    "status",
    "outcome",
    "mode",
    "title",
    "doctor",
    "patient",
    "planned_at",
    "met_at",
    "parted_at",
    "ended_at",
    "duration_s",
    "waited_s",
    "participants",
    "quality",
    "recordings",
];
/// Without it Excel takes UTF-8 for the code page of the country.
const BYTE_ORDER_MARK: &str = "\u{feff}";

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// A row for each consultation. Times are RFC 3339 in UTC.
#[must_use]
pub(super) fn write(views: &[View], separator: Separator) -> Vec<u8> {
    table(HEAD, views.iter().map(row), separator)
}

/// Rows below a row of names, lines ending with CR LF.
#[must_use]
pub(super) fn table<const N: usize>(
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    separator: Separator,
) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator.byte())
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in std::iter::once(head.map(str::to_owned)).chain(rows) {
        // Memory takes everything, and all rows are of one length.
        let _ = writer.write_record(row.iter().map(|field| harmless(field)));
    }
    writer.into_inner().unwrap_or_default()
}

fn row(view: &View) -> [String; HEAD.len()] {
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    let people: Vec<String> = view.participants.iter().map(person).collect();
    [
        view.id.to_string(),
        view.at.to_string(),
        view.status.as_str().into(),
        view.outcome.map_or("", |outcome| outcome.as_str()).into(),
        view.mode.as_str().into(),
        view.title.clone().unwrap_or_default(),
        view.doctor.name.clone(),
        view.patient
            .as_ref()
            .map(|patient| patient.name.clone())
            .unwrap_or_default(),
        time(view.starts_at),
        time(view.met_at),
        time(view.parted_at),
        time(view.ended_at),
        view.duration_s.to_string(),
        view.waited_s
            .map(|seconds| seconds.to_string())
            .unwrap_or_default(),
        people.join("; "),
        view.quality.map_or("", |quality| quality.as_str()).into(),
        view.recordings.to_string(),
    ]
}

fn person(person: &Participant) -> String {
    let (name, role) = (&person.display_name, person.role.as_str());
    format!("{name} ({role}, {} s)", person.present_s)
}

/// A spreadsheet takes what begins so for a formula, and a guest may call themselves `=HYPERLINK(...)`: an apostrophe makes
/// it text (OWASP, CSV injection).
fn harmless(field: &str) -> String {
    let is_formula = field
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '|', '%', '＝', '＋', '－', '＠']);
    if is_formula || field.starts_with(['\t', '\r', '\n']) {
        format!("'{field}")
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_field_is_a_formula() {
        for formula in ["=1+1", "+33 1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["Ana", "O'Neil", "12", "a=b", ""] {
            assert_eq!(harmless(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(title in ".{0,40}") {
            let mut view = crate::routes::history::fhir::tests::view();
            view.title = Some(title.clone());
            for separator in [Separator::Comma, Separator::Semicolon, Separator::Tab] {
                let file = write(std::slice::from_ref(&view), separator);
                let text = std::str::from_utf8(&file).expect("UTF-8");
                let text = text.strip_prefix(BYTE_ORDER_MARK).expect("a byte order mark");
                let mut reader = csv::ReaderBuilder::new().delimiter(separator.byte()).from_reader(text.as_bytes());
                let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("a table");
                prop_assert_eq!(rows.len(), 1);
                prop_assert_eq!(rows[0].len(), HEAD.len());
                prop_assert_eq!(&rows[0][5], harmless(&title));
            }
        }
    }
}
