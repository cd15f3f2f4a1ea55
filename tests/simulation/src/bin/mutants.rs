//! Builds a copy of the sources that has every deliberate bug of `mutants.toml`, each behind a switch, and shows of each that it is
//! caught: by the simulation, or by the test that is named with it. One build for all: building is what takes time.

use clap::Parser;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Deliberate bugs, each of which has to be caught.
#[derive(Parser)]
struct Options {
    /// How many seeds the simulation may take to catch one.
    #[arg(long, default_value_t = 400)]
    seeds: u64,
    /// Only those with this in their name.
    #[arg(long)]
    only: Option<String>,
}

#[derive(Deserialize)]
struct List {
    mutant: Vec<Mutant>,
}

/// A deliberate bug.
#[derive(Deserialize)]
struct Mutant {
    /// What is wrong.
    name: String,
    /// In which file.
    path: String,
    /// What is replaced: an expression, or statements.
    find: String,
    /// By what.
    replace: String,
    /// The target and the filter of the test that has to catch it; without, the simulation has to.
    test: Option<String>,
}

impl Mutant {
    /// What stands in the place of `find`: both, and a switch between them.
    fn switched(&self, number: usize) -> String {
        let switch = format!("std::env::var_os(\"{SWITCH}\").is_some_and(|which| which == \"{number}\")");
        let Self { find, replace, .. } = self;
        if replace.contains(MARK) {
            replace.replace(MARK, &format!("({switch})"))
        } else if find.ends_with([';', '}']) {
            format!("if {switch} {{ {replace} }} else {{ {find} }}")
        } else {
            format!("(if {switch} {{ {replace} }} else {{ {find} }})")
        }
    }
}

/// The variable that says which mutant is switched on.
const SWITCH: &str = "ROUNDUP_MUTANT";
/// Where a replacement says it itself.
const MARK: &str = "MUTANT";
/// What is built: with the packages that use everything, so that all is built with the features that it has in the workspace.
const BUILT: [&str; 20] = [
    "-p",
    "roundup-simulation",
    "-p",
    "roundup-tests",
    "-p",
    "roundup",
    "-p",
    "roundup-store",
    "-p",
    "roundup-domain",
    "-p",
    "roundup-ingest",
    "--lib",
    "--test",
    "faults",
    "--test",
    "properties",
    "--test",
    "black_box",
    "--quiet",
];

/// What became of one.
enum Fate {
    Caught(String),
    Survived,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("the mutants could not be tried: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let list: List = toml::from_str(&fs::read_to_string(root.join("tests/simulation/mutants.toml"))?)?;
    let started = Instant::now();
    let built = Built::make(&root, &list.mutant)?;
    println!("{} mutants built in {:.0} s", list.mutant.len(), started.elapsed().as_secs_f64());
    let wanted = |mutant: &Mutant| options.only.as_ref().is_none_or(|only| mutant.name.contains(only.as_str()));
    let chosen: Vec<(usize, &Mutant)> = (1..).zip(&list.mutant).filter(|(_, mutant)| wanted(mutant)).collect();
    for test in chosen.iter().map(|(_, mutant)| mutant.test.as_deref()).collect::<std::collections::BTreeSet<_>>() {
        if let Fate::Caught(how) = built.judge(0, test, options.seeds.min(20))? {
            return Err(format!("{} fails without any mutant: {how}", test.unwrap_or("the simulation")).into());
        }
    }
    let mut all_caught = true;
    for (number, mutant) in chosen {
        let started = Instant::now();
        let (word, how) = match built.judge(number, mutant.test.as_deref(), options.seeds)? {
            Fate::Caught(how) => ("caught", how),
            Fate::Survived => ("SURVIVED", String::new()),
        };
        all_caught &= word == "caught";
        println!("{word:<9} {:>4.0} s  {number}. {}: {how}", started.elapsed().as_secs_f64(), mutant.name);
    }
    Ok(all_caught)
}

/// Programs with all mutants in them.
struct Built {
    simulation: PathBuf,
    /// By target.
    tests: BTreeMap<String, PathBuf>,
    /// Where each target's package is: tests run there.
    packages: BTreeMap<String, PathBuf>,
}

impl Built {
    fn make(root: &Path, mutants: &[Mutant]) -> Result<Self, Failure> {
        let tree = root.join("target/mutants/tree");
        copy(root, &tree, &mutated(root, mutants)?)?;
        // Never the workspace's own: what is built of a copy may be taken for what is built of the original.
        let target = root.join("target/mutants/build");
        let mut build = Command::new("cargo");
        build.args(["test", "--no-run", "--message-format=json-render-diagnostics"]).args(BUILT);
        let output = build.current_dir(&tree).env("CARGO_TARGET_DIR", &target).output()?;
        if !output.status.success() {
            return Err(format!("they do not build:\n{}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let simulation = target.join("debug/roundup-simulation");
        let mut built = Self { simulation, tests: BTreeMap::new(), packages: BTreeMap::new() };
        for message in String::from_utf8(output.stdout)?.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let (target, manifest) = (message["target"]["name"].as_str(), message["manifest_path"].as_str());
            if let (Some(program), Some(target), Some(manifest)) = (message["executable"].as_str(), target, manifest)
                && message["profile"]["test"] == true
            {
                built.tests.insert(target.to_owned(), program.into());
                built.packages.insert(target.to_owned(), Path::new(manifest).with_file_name(""));
            }
        }
        Ok(built)
    }

    /// What the named test or the simulation says while this mutant is switched on.
    fn judge(&self, number: usize, test: Option<&str>, seeds: u64) -> Result<Fate, Failure> {
        let mut command = match test {
            Some(test) => {
                let (target, filter) = test.split_once(' ').ok_or("a test is named by its target and a filter")?;
                let mut command = Command::new(self.tests.get(target).ok_or_else(|| format!("there is no target {target}"))?);
                // Whether a property fails is what matters here, and not the least of its failures.
                command.arg(filter).current_dir(&self.packages[target]).env("PROPTEST_MAX_SHRINK_ITERS", "0");
                command
            }
            None => {
                let mut command = Command::new(&self.simulation);
                command.args(["--stop", "--jobs", "1", "--seeds", &seeds.to_string()]);
                command
            }
        };
        let output = command.env(SWITCH, number.to_string()).output()?;
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        if test.is_some() && told.contains("running 0 tests") {
            return Err(format!("no test fits {test:?}").into());
        }
        if output.status.success() {
            return Ok(Fate::Survived);
        }
        let says = |line: &&str| line.starts_with("seed ") || line.ends_with("FAILED");
        let how = told.lines().find(says).unwrap_or("it does not end as it should").trim().chars().take(160).collect();
        Ok(Fate::Caught(how))
    }
}

/// The files that have mutants, with all of them, by path.
fn mutated(root: &Path, mutants: &[Mutant]) -> Result<BTreeMap<String, String>, Failure> {
    let mut files = BTreeMap::new();
    for (number, mutant) in (1..).zip(mutants) {
        let text = match files.remove(&mutant.path) {
            Some(text) => text,
            None => fs::read_to_string(root.join(&mutant.path))?,
        };
        if text.matches(&mutant.find).count() != 1 {
            return Err(format!("{}: {} does not have it once", mutant.name, mutant.path).into());
        }
        files.insert(mutant.path.clone(), text.replace(&mutant.find, &mutant.switched(number)));
    }
    Ok(files)
}

/// Copies what git knows, as it is in the working tree, but for these files.
fn copy(root: &Path, tree: &Path, instead: &BTreeMap<String, String>) -> Result<(), Failure> {
    let listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = String::from_utf8(Command::new("git").args(listed).current_dir(root).output()?.stdout)?;
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (root.join(name), tree.join(name));
        let content = match instead.get(name) {
            Some(text) => text.clone().into_bytes(),
            None if from.is_file() => fs::read(&from)?,
            None => continue,
        };
        // What is the same keeps its time, so that it is not built again.
        if fs::read(&to).is_ok_and(|there| there == content) {
            continue;
        }
        fs::create_dir_all(to.parent().ok_or("a file is in a folder")?)?;
        fs::write(&to, content)?;
    }
    Ok(())
}
