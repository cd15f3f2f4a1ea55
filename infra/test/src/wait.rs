//! Waiting for what happens by itself.

use std::time::Duration;

/// How often it is looked.
const EVERY: Duration = Duration::from_millis(500);

/// Waits until `look` finds something, for `seconds` at most.
///
/// # Panics
/// When the time is up; `what` says what did not come.
pub async fn until<T>(what: &str, seconds: u64, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let found = tokio::time::timeout(Duration::from_secs(seconds), async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(EVERY).await;
        }
    });
    found.await.unwrap_or_else(|_| panic!("{what}: not within {seconds} s"))
}
