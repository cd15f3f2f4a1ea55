//! roundup-ingest
