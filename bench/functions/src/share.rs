//! The part of a processor that a small function has, with Linux's control groups.

use std::io;
use std::path::{Path, PathBuf};

/// A function of 128 MB: 1,769 MB are one processor (AWS, "Configure Lambda function memory").
const SMALLEST: f64 = 128.0 / 1_769.0;
/// The period in which it is allotted, in microseconds.
const PERIOD: u64 = 20_000;

/// A control group with that share; it is removed when this goes.
#[derive(Debug)]
pub struct Share(PathBuf);

impl Share {
    /// Makes it, in version 1 or 2 of control groups.
    ///
    /// # Errors
    /// Where there are none, or we may not make one.
    pub fn make() -> io::Result<Self> {
        let quota = (PERIOD as f64 * SMALLEST) as u64;
        let first = Path::new("/sys/fs/cgroup/cpu");
        let root = if first.join("cpu.cfs_quota_us").exists() { first } else { Path::new("/sys/fs/cgroup") };
        let group = root.join(format!("roundup-bench-{}", std::process::id()));
        std::fs::create_dir(&group)?;
        let share = Self(group);
        // Its quota is what limits it, and nobody else's load.
        if root == first {
            std::fs::write(share.0.join("cpu.shares"), "262144")?;
            std::fs::write(share.0.join("cpu.cfs_period_us"), PERIOD.to_string())?;
            std::fs::write(share.0.join("cpu.cfs_quota_us"), quota.to_string())?;
        } else {
            std::fs::write(share.0.join("cpu.weight"), "10000")?;
            std::fs::write(share.0.join("cpu.max"), format!("{quota} {PERIOD}"))?;
        }
        Ok(share)
    }

    /// Puts a process into it.
    pub fn give_to(&self, process: u32) {
        std::fs::write(self.0.join("cgroup.procs"), process.to_string())
            .expect("a process of ours can be put into a group of ours");
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        // Its last process may still be on its way out; then the empty group stays.
        let _ = std::fs::remove_dir(&self.0);
    }
}
