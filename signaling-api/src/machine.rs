//! What the program around the API knows of the machine that it runs on.

use serde::Serialize;

/// How bad something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// Calls work; some people or days will be worse off.
    Warn,
    /// Calls fail, or will.
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Check {
    /// What, as a stable word: `disk`.
    pub name: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What was seen, in English.
    pub says: String,
    /// What to do, in English; nothing where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// A setting of this run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Setting {
    /// Its key in the settings file.
    pub name: &'static str,
    /// What it is set to; of a secret only whether it is set.
    pub value: String,
}

/// The machine as administrators are told of it.
pub trait Machine: Send + Sync + 'static {
    /// Looks anew; may block for some milliseconds.
    fn look(&self) -> Vec<Check>;

    /// What this run was set to, secrets left out.
    fn settings(&self) -> Vec<Setting>;
}
