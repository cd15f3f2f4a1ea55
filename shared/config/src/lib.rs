//! roundup-config
