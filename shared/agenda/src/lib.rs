//! roundup-agenda
