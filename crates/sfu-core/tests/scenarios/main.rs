//! Scenarios of a shard with clients on a virtual network in virtual time.
mod bandwidth;
mod clashing_sources;
mod clocks;
mod comings_and_goings;
mod flood;
mod garbage;
mod loss;
mod network_change;
mod readings;
mod simulcast;
mod speakers;
mod two_people;
mod world;
