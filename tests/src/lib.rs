//! roundup-tests
