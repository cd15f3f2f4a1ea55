//! Deterministic simulation: the whole of Roundup (handlers, app, store, clients) over the embedded table and the stand-ins,
//! on one seeded clock and one seeded order of everything, with everything around it failing. After each run it is checked
//! that nothing was lost and nothing sent twice. See `docs/reliability.md`.
//!
//! Not linked into anything that is deployed.
#![allow(missing_docs, reason = "a program; what its parts are is said where they are")]

pub mod cast;
pub mod checks;
pub mod connectors;
pub mod engine;
pub mod gate;
pub mod logs;
pub mod run;
pub mod sabotage;
pub mod story;
