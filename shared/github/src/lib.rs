//! roundup-github
