//! roundup-app
