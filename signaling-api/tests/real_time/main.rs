//! A call over Socket.IO, as browsers and the clinics' older clients make it.

mod bad_messages;
mod call;
mod captions;
mod chat_members;
mod coming_back;
mod conduct;
mod joining;
mod media_news;
mod meetings;
mod network_tests;
mod older_clients;
mod pictures;
mod recording;
mod ringing;
mod servers_room;
mod signed_out;
mod strangers;
#[path = "../support/mod.rs"]
mod support;
mod teams;
mod two_people;
mod waiting_room;
