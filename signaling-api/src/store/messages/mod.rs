//! Conversations with their messages.

mod conversations;
mod files;
mod listing;
mod marks;
mod posting;
mod routing;
mod words;

pub(crate) use conversations::{Before, Conversation, Pair, Step, Summary, Unmoved};
pub(crate) use files::{NewFile, SharedFile};
pub(crate) use listing::{Message, Range, Scope};
pub(crate) use marks::Mark;
pub(crate) use posting::{NewMessage, NotPosted};
pub(crate) use routing::Seat;
pub(crate) use words::MessageKind;
