//! The tables are open: others read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use entente::batch::{Asking, results};

use super::{SHELLS, done};
use crate::setting::{assert_close, entente, root, skipped, stderr, stdout};

/// A Python that has `DuckDB`, if there is one.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("ENTENTE_PYTHON").map(PathBuf::from);
    let list = [named, Some(root().join("target/readers/bin/python")), Some(PathBuf::from("python3"))];
    let has = |python: &PathBuf| {
        Command::new(python).args(["-c", "import duckdb"]).output().is_ok_and(|output| output.status.success())
    };
    list.into_iter().flatten().find(has)
}

#[test]
fn duckdb_reads_every_table() {
    let Some(python) = python() else {
        skipped("no Python has DuckDB; tools/readers installs it");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    done(SHELLS, &out, &[]);
    let query = |sql: &str| {
        let sql = sql.replace("DIR", out.to_str().unwrap());
        let code = format!("import duckdb\nprint(duckdb.sql({sql:?}).fetchall())");
        let output = Command::new(&python).args(["-c", &code]).output().unwrap();
        assert!(output.status.success(), "{sql}: {}", stderr(&output));
        stdout(&output).trim().to_owned()
    };
    let runs = query("select count(*), count(distinct run), count(distinct scenario) from 'DIR/runs/*.parquet'");
    assert_eq!(runs, "[(168, 168, 84)]");
    let columns = query("select string_agg(column_name, ' ') from (describe select * from 'DIR/results/*.parquet')");
    assert_eq!(columns, "[('run study scenario proposal nation capability measure unit year value',)]");
    let median = query(
        "select median(value) from 'DIR/results/*.parquet' where measure = 'gap' and proposal = 'together' and year is null",
    );
    let found = results(&out, &Asking::default()).unwrap();
    let own = found.percentiles.iter().find(|line| line.measure == "gap" && line.of == "together").unwrap();
    assert_close(median.trim_matches(['[', '(', ',', ')', ']']).parse().unwrap(), own.at.unwrap()[3], 1e-12);
    let joined = query(
        "select count(*) from 'DIR/results/*.parquet' r join 'DIR/parameters/*.parquet' p using (run) \
         where p.parameter = 'price.*' and r.measure = 'cost' and r.nation is null",
    );
    assert_ne!(joined, "[(0,)]");
    for table in ["goals", "times"] {
        assert_ne!(query(&format!("select count(*) from 'DIR/{table}/*.parquet'")), "[(0,)]");
    }
}

#[test]
fn results_say_the_same_as_text_data_and_tables() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    done(SHELLS, &out, &[]);
    let study = out.to_str().unwrap();
    let tables = folder.path().join("tables");
    let args = ["results", study, "--measure", "gap,domestic_volume,cost", "--out", tables.to_str().unwrap()];
    let output = entente(args);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = stdout(&output);
    let data = entente(["results", study, "--measure", "gap,domestic_volume,cost", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&stdout(&data)).unwrap();
    let kept: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(tables.join("results.json")).unwrap()).unwrap();
    assert_eq!(data, kept);
    let lines = |name: &str| fs::read_to_string(tables.join(format!("{name}.csv"))).unwrap().lines().count() - 1;
    assert_eq!(lines("percentiles"), data["percentiles"].as_array().unwrap().len());
    assert_eq!(lines("regret"), data["proposals"].as_array().unwrap().len());
    assert_eq!(lines("curves"), 101 * lines("percentiles"));
    assert!(text.contains("domestic_volume:assured") && text.contains("least regret"), "{text}");
    // Somebody has the least regret, and whoever is the best in every scenario has none.
    for line in data["proposals"].as_array().unwrap() {
        let (wins, largest) = (line["wins"].as_f64().unwrap(), line["largest_regret"].as_f64().unwrap());
        assert!((wins >= 1.0) == (largest <= 0.0), "{line}");
    }
    // A second time, and by scenario; and what is not there is told.
    assert!(entente(args).status.success());
    let by_scenario = stdout(&entente(["results", study, "--by", "scenario", "--measure", "gap"]));
    assert!(by_scenario.contains("poland_first"), "{by_scenario}");
    let told = stderr(&entente(["results", study, "--measure", "happiness"]));
    assert!(told.contains("has no figures of happiness"), "{told}");
    assert!(stderr(&entente(["results", "models"])).contains("holds no study"));
    assert!(Path::new(&tables).join("common_orders.parquet").exists());
}
