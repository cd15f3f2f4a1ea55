//! roundup-schedule
