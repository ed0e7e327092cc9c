//! Scenarios of a shard with clients on a virtual network in virtual time.
mod comings_and_goings;
mod garbage;
mod loss;
mod two_people;
mod world;
