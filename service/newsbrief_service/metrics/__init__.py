"""What operators measure: calls, queue, batches, engines, certificates; as Prometheus reads it."""
