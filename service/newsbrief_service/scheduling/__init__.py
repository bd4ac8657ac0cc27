"""Which rows go to the models next: batches over all articles, fairness, admission, results kept."""
