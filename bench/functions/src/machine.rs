//! On what it was measured.

use std::process::Command;

/// Processor, system and tools.
pub fn description() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let of = |name: &str| info.lines().find(|line| line.starts_with(name)).and_then(|line| Some(line.split_once(':')?.1.trim()));
    let processors = info.lines().filter(|line| line.starts_with("processor")).count();
    let model = of("model name").unwrap_or("an unknown processor");
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let versions =
        [("rustc", "--version"), ("node", "--version"), ("python3", "--version")].map(|(tool, flag)| version(tool, flag));
    format!("{processors} × {model}, Linux {}; {}.", kernel.trim(), versions.join(", "))
}

/// How many processes want a processor, over the last minute.
pub fn load() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn version(tool: &str, flag: &str) -> String {
    let said = Command::new(tool).arg(flag).output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let said = said.unwrap_or_else(|_| "unknown".to_owned());
    let said = said.split(" (").next().unwrap_or_default();
    if said.starts_with('v') { format!("{tool} {}", said.trim_start_matches('v')) } else { said.to_owned() }
}
