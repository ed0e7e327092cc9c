//! Rebuilds the executable when the built web client changes.

fn main() {
    println!("cargo:rerun-if-changed=../../web-client/dist");
}
