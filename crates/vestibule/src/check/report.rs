//! The findings on the screen, as lines or as JSON.

use super::finding::{Finding, Verdict};
use serde::Serialize;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// Letters of the longest name.
const NAME: usize = 17;

/// Findings in their order. Lines are printed as they come: calls take seconds.
pub(crate) struct Report {
    findings: Vec<Finding>,
    json: bool,
    colour: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    verdict: Verdict,
    findings: &'a [Finding],
}

impl Report {
    /// Lines, or at the end one JSON object.
    pub(crate) fn new(json: bool) -> Self {
        Self {
            findings: Vec::new(),
            json,
            colour: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// Takes a finding, prints its line.
    ///
    /// # Errors
    /// Nobody reads.
    pub(crate) fn add(&mut self, finding: Finding) -> io::Result<()> {
        if !self.json {
            writeln!(io::stdout(), "{}", line(&finding, self.colour))?;
        }
        self.findings.push(finding);
        Ok(())
    }

    /// Takes several.
    ///
    /// # Errors
    /// Nobody reads.
    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) -> io::Result<()> {
        findings.into_iter().try_for_each(|finding| self.add(finding))
    }

    /// Prints what is left to print; 1 where something failed, else 0.
    ///
    /// # Errors
    /// Nobody reads.
    pub(crate) fn end(self) -> io::Result<ExitCode> {
        let verdict = self.verdict();
        if self.json {
            let document = Document {
                verdict,
                findings: &self.findings,
            };
            let text = serde_json::to_string_pretty(&document)?;
            writeln!(io::stdout(), "{text}")?;
        }
        Ok(if verdict == Verdict::Fail {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        })
    }

    fn verdict(&self) -> Verdict {
        let verdicts = self.findings.iter().map(|finding| finding.verdict);
        verdicts.max().unwrap_or(Verdict::Pass)
    }
}

fn line(finding: &Finding, colour: bool) -> String {
    let word = finding.verdict.as_str();
    let word = match (colour, finding.verdict) {
        (false, _) => word.to_owned(),
        (true, Verdict::Pass) => format!("\x1b[32m{word}\x1b[0m"),
        (true, Verdict::Warn) => format!("\x1b[33m{word}\x1b[0m"),
        (true, Verdict::Fail) => format!("\x1b[31m{word}\x1b[0m"),
    };
    let remedy = finding.remedy.as_ref();
    let remedy = remedy.map(|remedy| format!("; remedy: {remedy}"));
    format!(
        "{word}  {:<NAME$} {}{}",
        finding.name,
        finding.says,
        remedy.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_aligned_and_ends_with_the_remedy() {
        let good = line(&Finding::pass("clock", "kept"), false);
        let bad = line(&Finding::warn("call, TURN by TLS", "slow", "wait"), false);
        assert_eq!(good, "pass  clock             kept");
        assert_eq!(bad, "warn  call, TURN by TLS slow; remedy: wait");
        let coloured = line(&Finding::fail("clock", "a", "b"), true);
        assert!(coloured.starts_with("\x1b[31mfail\x1b[0m  clock"));
    }

    #[test]
    fn the_worst_finding_is_the_verdict() {
        let mut report = Report::new(true);
        assert_eq!(report.verdict(), Verdict::Pass);
        let findings = [Finding::warn("a", "b", "c"), Finding::pass("a", "b")];
        report.extend(findings).expect("takes them");
        assert_eq!(report.verdict(), Verdict::Warn);
        report.add(Finding::fail("a", "b", "c")).expect("takes it");
        assert_eq!(report.verdict(), Verdict::Fail);
    }
}
