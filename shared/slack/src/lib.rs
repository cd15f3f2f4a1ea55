//! roundup-slack
