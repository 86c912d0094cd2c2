//! Many files at once: paths, threads, order.
