//! roundup-standins
