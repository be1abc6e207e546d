//! `entente app`: the application in the browser.

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::{AppLimits, AppOptions, AppServer, StopSignal};
use crate::cli::Exit;
use crate::cli::screen::{Terminal, print_or_fail, tell, trouble};
use crate::legible::Shown;

/// Arguments of `app`.
#[derive(Debug, Args)]
pub(super) struct App {
    /// Models to list. Default: those in the folders `models` and `examples` and in the current folder.
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,
    /// Port to listen on; 0 takes any free port.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Address to listen on. Only this machine reaches the default; put a reverse proxy before any other.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Time limit for each solve, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = super::solve::seconds, default_value = "900", allow_negative_numbers = true)]
    time_limit: f64,
}

impl App {
    pub(super) fn run(&self, screen: &Terminal) -> Exit {
        if let Some(missing) = self.models.iter().find(|path| !path.is_file()) {
            return trouble(format!("cannot read {}: name a model's YAML file", missing.shown()));
        }
        let options = AppOptions {
            models: self.models.clone(),
            folder: Path::new(".").to_owned(),
            address: self.address,
            port: self.port,
            allow_outside: screen.allow_outside,
            limits: AppLimits { seconds: self.time_limit, ..AppLimits::default() },
        };
        let server = match AppServer::bind(&options) {
            Ok(server) => server,
            Err(error) => return trouble(refused(self, &error)),
        };
        let stop = StopSignal::default();
        let handler = stop.clone();
        if let Err(error) = ctrlc::set_handler(move || handler.stop()) {
            tracing::info!(%error, "Ctrl-C ends the program at once");
        }
        if server.models() == 0 {
            tell("no model in ./models, ./examples or here; drop one on the page, or name one: entente app MODEL");
        }
        if !self.address.is_loopback() {
            tell(
                "warning: other machines can reach this address; whoever has the token can use it, and the connection is not encrypted",
            );
        }
        let printed = print_or_fail(&format!("{}\n", server.url()));
        tell("open this address in a browser; Ctrl-C ends the application");
        match server.run(&stop) {
            Ok(()) => printed,
            Err(error) => trouble(format!("the application ended: {error}")),
        }
    }
}

fn refused(app: &App, error: &io::Error) -> String {
    let place = format!("{}:{}", app.address, app.port);
    match error.kind() {
        io::ErrorKind::AddrInUse => format!("port {} is in use; name another one with `--port`, or none", app.port),
        io::ErrorKind::AddrNotAvailable => {
            format!("{} is not an address of this machine; name one with `--address`", app.address)
        }
        _ => format!("cannot listen on {place}: {error}"),
    }
}
