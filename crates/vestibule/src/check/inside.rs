//! What a server that runs sees of its own machine, without calling anybody.

use super::finding::{Finding, Verdict};
use super::{addresses, certificate, clock, configuration, disk, file_limit};
use crate::installation::Installation;
use signaling_api::Check;

/// Looks anew; `port` is where the server listens.
pub(crate) fn look(installation: &Installation, port: u16) -> Vec<Finding> {
    let media = installation.media_listen(port).ip();
    vec![
        configuration::look(None, installation),
        certificate::look_again(installation),
        clock::look(),
        disk::look(&installation.data_dir),
        file_limit::look(),
        addresses::look(&installation.settings.media_addresses, media),
    ]
}

impl From<Finding> for Check {
    fn from(finding: Finding) -> Self {
        Self {
            name: finding.name,
            verdict: match finding.verdict {
                Verdict::Pass => signaling_api::Verdict::Pass,
                Verdict::Warn => signaling_api::Verdict::Warn,
                Verdict::Fail => signaling_api::Verdict::Fail,
            },
            says: finding.says,
            remedy: finding.remedy,
        }
    }
}
