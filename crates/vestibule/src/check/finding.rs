//! What a check found: a verdict with its remedy.

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// As it should be.
    Pass,
    /// Calls work; some people or days will be worse off.
    Warn,
    /// Calls fail, or will.
    Fail,
}

impl Verdict {
    /// The word of a line.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Serialize, Debug)]
pub(crate) struct Finding {
    /// What was looked at.
    pub(crate) name: &'static str,
    /// How it is.
    pub(crate) verdict: Verdict,
    /// What was seen.
    pub(crate) says: String,
    /// What to do; nothing where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) remedy: Option<String>,
}

impl Finding {
    /// All is well.
    pub(crate) fn pass(name: &'static str, says: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Pass,
            says: one_line(&says.into()),
            remedy: None,
        }
    }

    /// Not as good as it could be.
    pub(crate) fn warn(name: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warn,
            remedy: Some(one_line(&remedy.into())),
            ..Self::pass(name, says)
        }
    }

    /// Broken.
    pub(crate) fn fail(name: &'static str, says: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fail,
            ..Self::warn(name, says, remedy)
        }
    }
}

/// Errors of libraries may have several lines; a finding has one.
fn one_line(text: &str) -> String {
    let parts: Vec<_> = text
        .split(['\n', '\r'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_has_one_line_and_a_bad_one_its_remedy() {
        let finding = Finding::fail("database", "broken:\n  here", "mend\r\nit");
        assert_eq!(finding.says, "broken:; here");
        assert_eq!(finding.remedy.as_deref(), Some("mend; it"));
        assert!(Verdict::Fail > Verdict::Warn && Verdict::Warn > Verdict::Pass);
    }
}
