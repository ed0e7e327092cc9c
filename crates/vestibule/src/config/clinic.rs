//! What patients know the clinic by.

use super::{Settings, broken};
use crate::failure::Failure;

impl Settings {
    /// Both stand in the header of a phone's page.
    pub(super) fn check_clinic(&self) -> Result<(), Failure> {
        let name = self.clinic_name.as_deref().unwrap_or("-");
        if name.trim().is_empty() || name.chars().count() > 80 || name.contains(char::is_control) {
            return Err(broken("clinic_name", "1 to 80 characters of one line".into()));
        }
        let phone = self.clinic_phone.as_deref().unwrap_or("0");
        let readable = |sign: char| sign.is_ascii_digit() || "+ ()./-".contains(sign);
        if phone.len() > 32
            || !phone.chars().all(readable)
            || !phone.contains(|sign: char| sign.is_ascii_digit())
        {
            return Err(broken(
                "clinic_phone",
                format!("`{phone}` is no number: digits with spaces, as `+33 2 61 91 04 40`"),
            ));
        }
        Ok(())
    }
}
