//! roundup-store
