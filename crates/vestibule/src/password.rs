//! A new account's password, asked for without showing it.

use crate::failure::Failure;
use std::io::{self, BufRead, IsTerminal};

/// Asks twice on a terminal; otherwise takes the first line of standard input.
///
/// # Errors
/// Nothing could be read, or the two entries differ.
pub(crate) fn read() -> Result<String, Failure> {
    let password = if io::stdin().is_terminal() {
        ask().map_err(Failure::Password)?
    } else {
        first_line(io::stdin().lock()).map_err(Failure::Password)?
    };
    if password.is_empty() {
        return Err(Failure::Password(io::Error::other("it is empty")));
    }
    Ok(password)
}

fn ask() -> io::Result<String> {
    let password = rpassword::prompt_password("Password: ")?;
    if rpassword::prompt_password("Again: ")? == password {
        Ok(password)
    } else {
        Err(io::Error::other("the two entries differ"))
    }
}

fn first_line(mut input: impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_end_is_no_part_of_a_password_and_spaces_are() {
        assert_eq!(first_line(&b" a b \r\nrest"[..]).expect("reads"), " a b ");
        assert_eq!(first_line(&b""[..]).expect("reads"), "");
    }
}
