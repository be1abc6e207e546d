//! The server: what all desks share, and the life of it all.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use indexmap::IndexMap;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::app::desk::Desk;
use crate::app::door::Door;
use crate::app::library::Library;
use crate::app::limits::AppLimits;
use crate::app::pages::Pages;
use crate::app::planned::PlanMemory;
use crate::app::queue::WorkQueue;
use crate::app::refusal::AppRefusal;
use crate::app::routes::router;

/// How the application is started.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Models to be listed; none for those in `models` and `examples` below the folder.
    pub models: Vec<PathBuf>,
    /// The folder in which models are looked for.
    pub folder: PathBuf,
    /// Where to listen.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether models may read files outside their folders.
    pub allow_outside: bool,
    /// What it bears.
    pub limits: AppLimits,
}

/// What everybody shares.
pub(super) struct AppShared {
    pub door: Door,
    pub limits: AppLimits,
    pub pages: Pages,
    pub library: Library,
    pub memory: PlanMemory,
    pub queue: WorkQueue,
    /// Turns to bring a model.
    pub bringing: Semaphore,
    /// Places for listeners to events.
    pub listening: Arc<Semaphore>,
    /// Whether the server ends.
    pub closing: watch::Sender<bool>,
    desks: Mutex<IndexMap<String, Arc<Desk>>>,
    clock: AtomicU64,
}

/// A random text that nobody guesses, safe in addresses.
pub(super) fn random_text(bytes: usize) -> io::Result<String> {
    let mut random = vec![0; bytes];
    getrandom::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}

impl AppShared {
    fn desks(&self) -> MutexGuard<'_, IndexMap<String, Arc<Desk>>> {
        self.desks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The desk of an id.
    pub fn desk(&self, id: &str) -> Result<Arc<Desk>, AppRefusal> {
        let desk = self.desks().get(id).cloned().ok_or(AppRefusal::Gone)?;
        desk.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        Ok(desk)
    }

    /// Adds a desk; where there are too many, the one that was not used longest goes.
    pub fn add_desk(&self, desk: Arc<Desk>) {
        let mut desks = self.desks();
        desk.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        while desks.len() >= self.limits.desks.max(1) {
            let oldest =
                desks.values().min_by_key(|desk| desk.used.load(Ordering::Relaxed)).map(|desk| desk.id.clone());
            let Some(gone) = oldest.and_then(|id| desks.shift_remove(&id)) else { break };
            gone.end();
            gone.news.tell("gone", &serde_json::json!({}));
        }
        desks.insert(desk.id.clone(), desk);
    }
}

/// Ends a server from outside.
#[derive(Debug, Clone)]
pub struct StopSignal(watch::Sender<bool>);

impl Default for StopSignal {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl StopSignal {
    /// Ends it.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// A server that has its place, and waits to be run.
pub struct AppServer {
    listener: std::net::TcpListener,
    address: SocketAddr,
    shared: Arc<AppShared>,
}

impl AppServer {
    /// Takes the place of a server.
    ///
    /// # Errors
    /// The place is taken or is not this machine's, or the system has no random numbers.
    pub fn bind(options: &AppOptions) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((options.address, options.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let limits = options.limits;
        let shared = AppShared {
            door: Door::new(address, random_text(32)?),
            limits,
            pages: Pages::packed(),
            library: Library::of(&options.models, &options.folder, options.allow_outside),
            memory: PlanMemory::new(limits.plans),
            queue: WorkQueue::default(),
            bringing: Semaphore::new(limits.models_at_once),
            listening: Arc::new(Semaphore::new(limits.listeners)),
            closing: watch::Sender::new(false),
            desks: Mutex::default(),
            clock: AtomicU64::new(1),
        };
        Ok(Self { listener, address, shared: Arc::new(shared) })
    }

    /// Its address with the token that opens it.
    #[must_use]
    pub fn url(&self) -> String {
        let host = match self.address.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        format!("http://{host}:{}/enter?token={}", self.address.port(), self.shared.door.token)
    }

    /// How many models are listed.
    #[must_use]
    pub fn models(&self) -> usize {
        self.shared.library.entries().len()
    }

    /// Serves until it is stopped; solves that are under way end with it.
    ///
    /// # Errors
    /// The system refuses threads or the socket.
    pub fn run(self, stop: &StopSignal) -> io::Result<()> {
        let shared = self.shared;
        let workers = crate::app::queue::start(&shared)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(16)
            .thread_name("entente-app")
            .enable_io()
            .enable_time()
            .build()?;
        let mut stopped = stop.0.subscribe();
        let served = runtime.block_on(async {
            let listener = TcpListener::from_std(self.listener)?;
            let service = router(shared.clone());
            let listener = crate::app::connections::BoundedListener::new(listener, shared.limits.connections);
            let ended = stopped.wait_for(|stopped| *stopped);
            tokio::select! {
                served = axum::serve(listener, service) => served,
                _ = ended => Ok(()),
            }
        });
        shared.closing.send_replace(true);
        for desk in shared.desks().values() {
            desk.end();
        }
        shared.queue.close();
        runtime.shutdown_timeout(Duration::from_secs(2));
        for worker in workers {
            let _ = worker.join();
        }
        served
    }
}
