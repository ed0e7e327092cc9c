//! What each resource does, one file for each noun.

pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod consultations;
pub(crate) mod health;
pub(crate) mod join;
pub(crate) mod joining;
pub(crate) mod lobby;
pub(crate) mod me;
pub(crate) mod messaging;
pub(crate) mod metrics;
pub(crate) mod network_results;
pub(crate) mod network_test;
pub(crate) mod openapi;
pub(crate) mod participants;
pub(crate) mod password;
pub(crate) mod personal_data;
pub(crate) mod queue;
pub(crate) mod rooms;
pub(crate) mod sdp;
pub(crate) mod users;
pub(crate) mod whep;
pub(crate) mod whip;
