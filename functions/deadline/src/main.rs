//! fn
fn main() {}
