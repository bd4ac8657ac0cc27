"""Text workers: processes that read, choose, check and word; so the server's own stays small and answers at once."""
