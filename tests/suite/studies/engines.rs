//! A study on a cluster.
