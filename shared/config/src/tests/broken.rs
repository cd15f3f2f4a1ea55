//! Snippets with a mistake, and exactly what is said of it. What is put after [`super::NEEDED`] starts in line 6.

mod keys;
mod people;
mod places;
mod times;
mod types;
