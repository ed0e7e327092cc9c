//! What people write to each other: who may, what it looks like, how it reaches every device once.

mod audience;
mod chat;
mod conversation;
mod courier;
mod draft;
mod event;
mod marking;
mod posting;
mod view;

pub(crate) use chat::Chat;
pub(crate) use conversation::{change, converse, of_user, open};
pub(crate) use courier::{Courier, Listener, carry};
pub(crate) use draft::Said;
pub(crate) use event::{MessageEvent, Receipt};
pub(crate) use marking::{delivered, read, read_in};
pub(crate) use posting::{Actor, Voice, say_typing};
pub(crate) use view::{ConversationView, MessageView, Standing};
